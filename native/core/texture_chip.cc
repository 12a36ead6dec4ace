#include "texture_chip.h"

namespace face {

double laplacian_energy(const Plane& plane, const Kernels& kernels) {
  const auto inner = static_cast<size_t>(plane.side - 2);
  uint64_t squares = 0;
  for (int32_t y = 1; y + 1 < plane.side; ++y) {
    const uint8_t* row = plane.levels + static_cast<ptrdiff_t>(y) * plane.side + 1;
    squares += kernels.texture.laplacian_squares(row, plane.side, inner);
  }
  return static_cast<double>(squares) / static_cast<double>(inner * inner);
}

double variance_of(const Plane& plane) {
  const size_t area = static_cast<size_t>(plane.side) * static_cast<size_t>(plane.side);
  uint32_t sum = 0;
  uint32_t squares = 0;
  // 128 × 128 pixels of at most 255² each fit in 32 bits.
  for (size_t i = 0; i < area; ++i) {
    const uint32_t level = plane.levels[i];
    sum += level;
    squares += level * level;
  }
  const double mean = static_cast<double>(sum) / static_cast<double>(area);
  return static_cast<double>(squares) / static_cast<double>(area) - mean * mean;
}

void halve_plane(const Plane& plane, std::span<uint8_t> out) {
  const int32_t half = plane.side / 2;
  for (int32_t y = 0; y < half; ++y) {
    const uint8_t* upper = plane.levels + static_cast<ptrdiff_t>(2) * y * plane.side;
    const uint8_t* lower = upper + plane.side;
    uint8_t* row = out.data() + static_cast<ptrdiff_t>(y) * half;
    for (int32_t x = 0; x < half; ++x) {
      row[x] = static_cast<uint8_t>((upper[2 * x] + upper[2 * x + 1] + lower[2 * x] + lower[2 * x + 1] + 2) / 4);
    }
  }
}

}  // namespace face
