#include "kernel_functions.h"

namespace face::scalar {

void add_products(const float* a, const float* b, size_t depth, float* out, size_t stride) {
  // Doubles make this the reference that the vector kernels are measured against.
  double sums[kTileRows][kTileColumns] = {};
  for (size_t k = 0; k < depth; ++k, a += kTileRows, b += kTileColumns) {
    for (size_t row = 0; row < kTileRows; ++row) {
      for (size_t column = 0; column < kTileColumns; ++column) {
        sums[row][column] += static_cast<double>(a[row]) * b[column];
      }
    }
  }
  for (size_t row = 0; row < kTileRows; ++row) {
    for (size_t column = 0; column < kTileColumns; ++column) {
      out[row * stride + column] += static_cast<float>(sums[row][column]);
    }
  }
}

}  // namespace face::scalar
