#include "resample.h"

#include <cstddef>

namespace face {

void halve(const Picture& picture, std::span<uint8_t> out, const Kernels& kernels) {
  kernels.halve(picture, out.data());
}

namespace scalar {

void halve_span(const uint8_t* upper, const uint8_t* lower, int32_t begin, int32_t end, uint8_t* out) {
  for (int32_t x = begin; x < end; ++x) {
    for (int32_t c = 0; c < 3; ++c) {
      const int32_t left = x * 6 + c;
      const int32_t sum = upper[left] + upper[left + 3] + lower[left] + lower[left + 3];
      out[x * 3 + c] = static_cast<uint8_t>((sum + 2) / 4);
    }
  }
}

void halve(const Picture& picture, uint8_t* out) {
  const int32_t width = picture.width / 2;
  const ptrdiff_t stride = static_cast<ptrdiff_t>(picture.width) * 3;
  for (int32_t y = 0; y < picture.height / 2; ++y) {
    const uint8_t* upper = picture.rgb + 2 * y * stride;
    halve_span(upper, upper + stride, 0, width, out + static_cast<ptrdiff_t>(y) * width * 3);
  }
}

}  // namespace scalar
}  // namespace face
