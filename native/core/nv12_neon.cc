#include <arm_neon.h>

#include "kernel_functions.h"
#include "nv12_matrix.h"

namespace face::neon {
namespace {

using namespace nv12_matrix;

/// Rounds 1/8192 levels to bytes.
uint8x8_t to_bytes(int32x4_t low, int32x4_t high) {
  return vqmovun_s16(vcombine_s16(vqrshrn_n_s32(low, kShift), vqrshrn_n_s32(high, kShift)));
}

int16x8_t widened(uint8x8_t bytes, int16_t zero_level) {
  return vsubq_s16(vreinterpretq_s16_u16(vmovl_u8(bytes)), vdupq_n_s16(zero_level));
}

/// a · first + b · second + c · third for eight pixels, in 32-bit sums, so nothing overflows.
uint8x8_t weighted(int16x8_t a, int16_t first, int16x8_t b, int16_t second, int16x8_t c, int16_t third) {
  const int32x4_t low =
      vmlal_n_s16(vmlal_n_s16(vmull_n_s16(vget_low_s16(a), first), vget_low_s16(b), second), vget_low_s16(c), third);
  const int32x4_t high =
      vmlal_n_s16(vmlal_n_s16(vmull_n_s16(vget_high_s16(a), first), vget_high_s16(b), second), vget_high_s16(c), third);
  return to_bytes(low, high);
}

}  // namespace

void nv12_row(const uint8_t* luma, const uint8_t* chroma, int32_t width, uint8_t* out) {
  int32_t x = 0;
  for (; x + 8 <= width; x += 8) {
    const uint8x8_t pairs = vld1_u8(chroma + x);
    const int16x8_t y = widened(vld1_u8(luma + x), 16);
    const int16x8_t u = widened(vtrn1_u8(pairs, pairs), 128);
    const int16x8_t v = widened(vtrn2_u8(pairs, pairs), 128);
    vst3_u8(out + x * 3, {{weighted(y, kLuma, v, kRedV, u, 0), weighted(y, kLuma, v, kGreenV, u, kGreenU),
                           weighted(y, kLuma, v, 0, u, kBlueU)}});
  }
  scalar::nv12_row(luma + x, chroma + x, width - x, out + x * 3);
}

}  // namespace face::neon
