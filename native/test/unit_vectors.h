#pragma once

#include <cmath>
#include <vector>

#include "random.h"

namespace face::test {

/// `count` random vectors of length one, row by row.
inline std::vector<float> unit_vectors(Random& random, size_t count, size_t dimension) {
  std::vector<float> values = random.floats(count * dimension, -1, 1);
  for (size_t i = 0; i < count; ++i) {
    float* vector = values.data() + i * dimension;
    double squares = 0;
    for (size_t k = 0; k < dimension; ++k) squares += static_cast<double>(vector[k]) * vector[k];
    for (size_t k = 0; k < dimension; ++k) vector[k] = static_cast<float>(vector[k] / std::sqrt(squares));
  }
  return values;
}

}  // namespace face::test
