#include <arm_neon.h>

#include "kernel_functions.h"

namespace face::neon {

void halve(const Picture& picture, uint8_t* out) {
  const int32_t width = picture.width / 2;
  const ptrdiff_t stride = static_cast<ptrdiff_t>(picture.width) * 3;
  for (int32_t y = 0; y < picture.height / 2; ++y) {
    const uint8_t* upper = picture.rgb + 2 * y * stride;
    const uint8_t* lower = upper + stride;
    uint8_t* row = out + static_cast<ptrdiff_t>(y) * width * 3;
    int32_t x = 0;
    for (; x + 8 <= width; x += 8) {
      const uint8x16x3_t above = vld3q_u8(upper + x * 6);
      const uint8x16x3_t below = vld3q_u8(lower + x * 6);
      uint8x8x3_t means;
      for (int c = 0; c < 3; ++c) {
        means.val[c] = vrshrn_n_u16(vpadalq_u8(vpaddlq_u8(above.val[c]), below.val[c]), 2);
      }
      vst3_u8(row + x * 3, means);
    }
    scalar::halve_span(upper, lower, x, width, row);
  }
}

}  // namespace face::neon
