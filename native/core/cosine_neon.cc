#include <arm_neon.h>

#include "kernel_functions.h"

namespace face::neon {

float dot(const float* a, const float* b, size_t length) {
  // Four sums hide the latency of the fused multiply-add.
  float32x4_t sums[4] = {vdupq_n_f32(0), vdupq_n_f32(0), vdupq_n_f32(0), vdupq_n_f32(0)};
  size_t i = 0;
  for (; i + 16 <= length; i += 16) {
    for (size_t k = 0; k < 4; ++k) sums[k] = vfmaq_f32(sums[k], vld1q_f32(a + i + 4 * k), vld1q_f32(b + i + 4 * k));
  }
  for (; i + 4 <= length; i += 4) sums[0] = vfmaq_f32(sums[0], vld1q_f32(a + i), vld1q_f32(b + i));
  float total = vaddvq_f32(vaddq_f32(vaddq_f32(sums[0], sums[1]), vaddq_f32(sums[2], sums[3])));
  for (; i < length; ++i) total += a[i] * b[i];
  return total;
}

}  // namespace face::neon
