#include <immintrin.h>

#include "kernel_functions.h"

namespace face::avx512 {

void add_products(const float* a, const float* b, size_t depth, float* out, size_t stride) {
  // Twenty-four of the thirty-two registers hold sums.
  constexpr size_t kVectors = kTileColumns / 16;
  __m512 sums[kTileRows][kVectors];
#pragma GCC unroll 12
  for (size_t row = 0; row < kTileRows; ++row) {
    sums[row][0] = _mm512_setzero_ps();
    sums[row][1] = _mm512_setzero_ps();
  }
  for (size_t k = 0; k < depth; ++k, a += kTileRows, b += kTileColumns) {
    const __m512 left = _mm512_loadu_ps(b);
    const __m512 right = _mm512_loadu_ps(b + 16);
#pragma GCC unroll 12
    for (size_t row = 0; row < kTileRows; ++row) {
      const __m512 element = _mm512_set1_ps(a[row]);
      sums[row][0] = _mm512_fmadd_ps(element, left, sums[row][0]);
      sums[row][1] = _mm512_fmadd_ps(element, right, sums[row][1]);
    }
  }
#pragma GCC unroll 12
  for (size_t row = 0; row < kTileRows; ++row, out += stride) {
    _mm512_storeu_ps(out, _mm512_add_ps(_mm512_loadu_ps(out), sums[row][0]));
    _mm512_storeu_ps(out + 16, _mm512_add_ps(_mm512_loadu_ps(out + 16), sums[row][1]));
  }
}

}  // namespace face::avx512
