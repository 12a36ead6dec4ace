#include <arm_neon.h>

#include "kernel_functions.h"

namespace face::neon {

void add_products(const float* a, const float* b, size_t depth, float* out, size_t stride) {
  // Sixteen of the thirty-two registers hold sums, enough to hide the latency of the fused multiply-add.
  constexpr size_t kVectors = kTileColumns / 4;
  float32x4_t sums[kTileRows][kVectors];
#pragma GCC unroll 8
  for (size_t row = 0; row < kTileRows; ++row) {
    sums[row][0] = vdupq_n_f32(0);
    sums[row][1] = vdupq_n_f32(0);
  }
  for (size_t k = 0; k < depth; ++k, a += kTileRows, b += kTileColumns) {
    const float32x4_t left = vld1q_f32(b);
    const float32x4_t right = vld1q_f32(b + 4);
#pragma GCC unroll 8
    for (size_t row = 0; row < kTileRows; ++row) {
      sums[row][0] = vfmaq_n_f32(sums[row][0], left, a[row]);
      sums[row][1] = vfmaq_n_f32(sums[row][1], right, a[row]);
    }
  }
#pragma GCC unroll 8
  for (size_t row = 0; row < kTileRows; ++row, out += stride) {
    vst1q_f32(out, vaddq_f32(vld1q_f32(out), sums[row][0]));
    vst1q_f32(out + 4, vaddq_f32(vld1q_f32(out + 4), sums[row][1]));
  }
}

}  // namespace face::neon
