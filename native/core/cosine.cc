#include "cosine.h"

#include <stdexcept>
#include <string>

namespace face {

float cosine(std::span<const float> a, std::span<const float> b, const Kernels& kernels) {
  if (a.empty() || a.size() != b.size()) {
    throw std::invalid_argument("a and b must have the same length, at least 1; they have " + std::to_string(a.size()) +
                                " and " + std::to_string(b.size()));
  }
  return kernels.dot(a.data(), b.data(), a.size());
}

namespace scalar {

float dot(const float* a, const float* b, size_t length) {
  // Doubles make this the reference that the vector kernels are measured against.
  double sum = 0;
  for (size_t i = 0; i < length; ++i) sum += static_cast<double>(a[i]) * b[i];
  return static_cast<float>(sum);
}

}  // namespace scalar
}  // namespace face
