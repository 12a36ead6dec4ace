#include "nv12.h"

#include <algorithm>
#include <cstddef>

namespace face {
namespace {

/// Coefficients of the inverse matrix, in 1/65536.
constexpr int32_t kShift = 16;
constexpr int32_t kHalf = 1 << (kShift - 1);
constexpr int32_t kLuma = 76309;     // 255/219
constexpr int32_t kRedV = 104597;    // 1.402 · 255/224
constexpr int32_t kGreenU = -25675;  // −0.344136 · 255/224
constexpr int32_t kGreenV = -53279;  // −0.714136 · 255/224
constexpr int32_t kBlueU = 132201;   // 1.772 · 255/224

uint8_t to_byte(int32_t fixed) { return static_cast<uint8_t>(std::clamp(fixed >> kShift, 0, 255)); }

}  // namespace

void nv12_to_rgb(std::span<const uint8_t> nv12, int32_t width, int32_t height, std::span<uint8_t> out) {
  const uint8_t* const chroma_plane = nv12.data() + static_cast<ptrdiff_t>(width) * height;
  for (int32_t y = 0; y < height; ++y) {
    const uint8_t* luma = nv12.data() + static_cast<ptrdiff_t>(y) * width;
    const uint8_t* chroma = chroma_plane + static_cast<ptrdiff_t>(y / 2) * width;
    uint8_t* rgb = out.data() + static_cast<ptrdiff_t>(y) * width * 3;
    for (int32_t x = 0; x < width; x += 2) {
      const int32_t u = chroma[x] - 128;
      const int32_t v = chroma[x + 1] - 128;
      const int32_t red = kRedV * v + kHalf;
      const int32_t green = kGreenU * u + kGreenV * v + kHalf;
      const int32_t blue = kBlueU * u + kHalf;
      for (int32_t i = 0; i < 2; ++i) {
        const int32_t level = kLuma * (luma[x + i] - 16);
        uint8_t* pixel = rgb + static_cast<ptrdiff_t>(x + i) * 3;
        pixel[0] = to_byte(level + red);
        pixel[1] = to_byte(level + green);
        pixel[2] = to_byte(level + blue);
      }
    }
  }
}

}  // namespace face
