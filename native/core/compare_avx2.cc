#include <immintrin.h>

#include "kernel_functions.h"

namespace face::avx2 {

void add_products(const float* a, const float* b, size_t depth, float* out, size_t stride) {
  // Twelve of the sixteen registers hold sums; three are left for the columns and one element of the rows.
  constexpr size_t kVectors = kTileColumns / 8;
  __m256 sums[kTileRows][kVectors];
#pragma GCC unroll 6
  for (size_t row = 0; row < kTileRows; ++row) {
    sums[row][0] = _mm256_setzero_ps();
    sums[row][1] = _mm256_setzero_ps();
  }
  for (size_t k = 0; k < depth; ++k, a += kTileRows, b += kTileColumns) {
    const __m256 left = _mm256_loadu_ps(b);
    const __m256 right = _mm256_loadu_ps(b + 8);
#pragma GCC unroll 6
    for (size_t row = 0; row < kTileRows; ++row) {
      const __m256 element = _mm256_broadcast_ss(a + row);
      sums[row][0] = _mm256_fmadd_ps(element, left, sums[row][0]);
      sums[row][1] = _mm256_fmadd_ps(element, right, sums[row][1]);
    }
  }
#pragma GCC unroll 6
  for (size_t row = 0; row < kTileRows; ++row, out += stride) {
    _mm256_storeu_ps(out, _mm256_add_ps(_mm256_loadu_ps(out), sums[row][0]));
    _mm256_storeu_ps(out + 8, _mm256_add_ps(_mm256_loadu_ps(out + 8), sums[row][1]));
  }
}

}  // namespace face::avx2
