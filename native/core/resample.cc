#include "resample.h"

#include <cstddef>

namespace face {

void halve(const Picture& picture, std::span<uint8_t> out, const Kernels& kernels) {
  kernels.halve(picture, out.data());
}

namespace scalar {

void halve(const Picture& picture, uint8_t* out) {
  const int32_t width = picture.width / 2;
  const int32_t height = picture.height / 2;
  const ptrdiff_t stride = static_cast<ptrdiff_t>(picture.width) * 3;
  for (int32_t y = 0; y < height; ++y) {
    const uint8_t* upper = picture.rgb + 2 * y * stride;
    const uint8_t* lower = upper + stride;
    for (int32_t x = 0; x < width; ++x) {
      for (int32_t c = 0; c < 3; ++c) {
        const int32_t left = x * 6 + c;
        const int32_t sum = upper[left] + upper[left + 3] + lower[left] + lower[left + 3];
        *out++ = static_cast<uint8_t>((sum + 2) / 4);
      }
    }
  }
}

}  // namespace scalar
}  // namespace face
