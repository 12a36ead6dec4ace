#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "random.h"

namespace face::test {

/// "p7", by steps that GCC 12 does not warn of (its bug 105651).
inline std::string numbered(const char* prefix, size_t number) {
  std::string name(prefix);
  name.append(std::to_string(number));
  return name;
}

/// Vectors that cluster like embeddings of people: an uneven spectrum, a centre for each person, and pictures that
/// differ from it by a varying amount.
class People {
 public:
  People(Random& random, size_t dimension) : random_(random), spectrum_(dimension) {
    for (size_t i = 0; i < dimension; ++i) {
      spectrum_[i] = 1 / std::sqrt(1 + static_cast<float>(4 * i) / static_cast<float>(dimension));
    }
  }

  /// All but a little of the energy in so many coordinates, first or last: what a rotation has to spread.
  void concentrate(size_t coordinates, bool at_the_end) {
    for (size_t i = 0; i < spectrum_.size(); ++i) {
      const bool strong = at_the_end ? i + coordinates >= spectrum_.size() : i < coordinates;
      spectrum_[i] = strong ? 1 : 0.02F;
    }
  }

  std::vector<float> centre() {
    std::vector<float> vector(spectrum_.size());
    for (size_t i = 0; i < vector.size(); ++i) vector[i] = spectrum_[i] * static_cast<float>(gauss());
    return unit(std::move(vector));
  }

  /// As several pictures pooled are: a little shorter.
  std::vector<float> pool(const std::vector<float>& centre) {
    std::vector<float> vector = picture(centre);
    const auto length = static_cast<float>(random_.real(0.6, 1));
    for (float& x : vector) x *= length;
    return vector;
  }

  std::vector<float> picture(const std::vector<float>& centre) {
    const auto amount = static_cast<float>(random_.real(0.3, 1.3));
    std::vector<float> vector = this->centre();
    for (size_t i = 0; i < vector.size(); ++i) vector[i] = centre[i] + amount * vector[i];
    return unit(std::move(vector));
  }

  static double score(const std::vector<float>& a, const std::vector<float>& b) {
    double sum = 0;
    for (size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * b[i];
    return sum;
  }

 private:
  /// Twelve uniform numbers less their mean: normal enough.
  double gauss() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += random_.real(0, 1);
    return sum;
  }

  static std::vector<float> unit(std::vector<float> vector) {
    const double norm = std::sqrt(score(vector, vector));
    for (float& x : vector) x = static_cast<float>(x / norm);
    return vector;
  }

  Random& random_;
  std::vector<float> spectrum_;
};

}  // namespace face::test
