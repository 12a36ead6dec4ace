#include <arm_neon.h>

#include "gallery_loops.h"

namespace face::gallery::neon {
namespace {

int32_t nibble_dot(const uint8_t* row, const int8_t* codes, size_t bytes) {
  const uint8x16_t four_bits = vdupq_n_u8(0x0F);
  int32x4_t sum = vdupq_n_s32(0);
  for (size_t j = 0; j < bytes; j += 16) {
    const uint8x16_t both = vld1q_u8(row + j);
    const int8x16_t first = vreinterpretq_s8_u8(vandq_u8(both, four_bits));
    const int8x16_t second = vreinterpretq_s8_u8(vshrq_n_u8(both, 4));
    const int8x16_t a = vld1q_s8(codes + j);
    const int8x16_t b = vld1q_s8(codes + bytes + j);
    // Four products of 15 · 127 stay within 16 bits.
    int16x8_t products = vmull_s8(vget_low_s8(first), vget_low_s8(a));
    products = vmlal_s8(products, vget_high_s8(first), vget_high_s8(a));
    products = vmlal_s8(products, vget_low_s8(second), vget_low_s8(b));
    products = vmlal_s8(products, vget_high_s8(second), vget_high_s8(b));
    sum = vpadalq_s16(sum, products);
  }
  return vaddvq_s32(sum);
}

float dot_bfloat16(const uint16_t* a, const float* b, size_t length) {
  float32x4_t sums[2] = {vdupq_n_f32(0), vdupq_n_f32(0)};
  size_t i = 0;
  for (; i + 8 <= length; i += 8) {
    const uint16x8_t bits = vld1q_u16(a + i);
    const float32x4_t low = vreinterpretq_f32_u32(vshll_n_u16(vget_low_u16(bits), 16));
    const float32x4_t high = vreinterpretq_f32_u32(vshll_n_u16(vget_high_u16(bits), 16));
    sums[0] = vfmaq_f32(sums[0], low, vld1q_f32(b + i));
    sums[1] = vfmaq_f32(sums[1], high, vld1q_f32(b + i + 4));
  }
  float sum = vaddvq_f32(vaddq_f32(sums[0], sums[1]));
  if (i < length) sum += dot_bfloat16_plain(a + i, b + i, length - i);
  return sum;
}

}  // namespace

const GalleryKernels gallery_kernels{scan_signs_plain, scan_high_plain<nibble_dot>, narrow_plain<nibble_dot>, nibble_dot,
                                     scan_tile_plain<nibble_dot>, dot_bfloat16};

}  // namespace face::gallery::neon
