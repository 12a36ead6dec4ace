#include "nv12.h"

#include <algorithm>
#include <cstddef>

#include "nv12_matrix.h"

namespace face {

void nv12_to_rgb(std::span<const uint8_t> nv12, int32_t width, int32_t height, std::span<uint8_t> out,
                 const Kernels& kernels) {
  const uint8_t* const chroma = nv12.data() + static_cast<ptrdiff_t>(width) * height;
  for (int32_t y = 0; y < height; ++y) {
    const ptrdiff_t row = static_cast<ptrdiff_t>(y) * width;
    kernels.nv12_row(nv12.data() + row, chroma + static_cast<ptrdiff_t>(y / 2) * width, width, out.data() + row * 3);
  }
}

namespace scalar {
namespace {

uint8_t to_byte(int32_t fixed) { return static_cast<uint8_t>(std::clamp(fixed >> nv12_matrix::kShift, 0, 255)); }

}  // namespace

void nv12_row(const uint8_t* luma, const uint8_t* chroma, int32_t width, uint8_t* out) {
  using namespace nv12_matrix;
  for (int32_t x = 0; x < width; x += 2) {
    const int32_t u = chroma[x] - 128;
    const int32_t v = chroma[x + 1] - 128;
    const int32_t red = kRedV * v + kHalf;
    const int32_t green = kGreenU * u + kGreenV * v + kHalf;
    const int32_t blue = kBlueU * u + kHalf;
    for (int32_t i = x; i < x + 2; ++i) {
      const int32_t level = kLuma * (luma[i] - 16);
      out[i * 3] = to_byte(level + red);
      out[i * 3 + 1] = to_byte(level + green);
      out[i * 3 + 2] = to_byte(level + blue);
    }
  }
}

}  // namespace scalar
}  // namespace face
