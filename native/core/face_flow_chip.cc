#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include "face_flow.h"

namespace face {
namespace {

constexpr int32_t kSide = kFlowSide;
/// Against noise of single pixels, and the neighbourhood that mean and deviation are taken over.
constexpr int32_t kSmoothRadius = 1;
constexpr int32_t kAroundRadius = 12;
constexpr int kPasses = 3;
/// Grey levels squared: what is flatter than this is noise and stays small.
constexpr float kVarianceFloor = 25.0F;
constexpr float kLevelsPerDeviation = 32.0F;

using Plane = std::vector<float>;

/// Rows that are summed side by side: each sum waits for itself alone.
constexpr int32_t kRows = 8;
static_assert(kSide % kRows == 0);

/// Mean over a window of 2·radius + 1 along rows, the border repeated.
void box_rows(const float* from, float* to, int32_t radius) {
  const auto inside = [](int32_t x) { return std::clamp(x, 0, kSide - 1); };
  std::array<float, kRows> sums{};
  for (int32_t x = -radius; x <= radius; ++x) {
    for (int32_t y = 0; y < kRows; ++y) sums[y] += from[y * kSide + inside(x)];
  }
  const float scale = 1.0F / static_cast<float>(2 * radius + 1);
  for (int32_t x = 0; x < kSide; ++x) {
    const float* coming = from + inside(x + radius + 1);
    const float* going = from + inside(x - radius);
    for (int32_t y = 0; y < kRows; ++y) {
      to[y * kSide + x] = sums[y] * scale;
      sums[y] += coming[y * kSide] - going[y * kSide];
    }
  }
}

/// The same down all columns at once, row by row, so that memory is read in order.
void box_columns(const Plane& from, Plane& to, int32_t radius, std::vector<float>& sums) {
  const auto row = [&](int32_t y) { return from.data() + std::clamp(y, 0, kSide - 1) * kSide; };
  std::ranges::fill(sums, 0.0F);
  for (int32_t y = -radius; y <= radius; ++y) {
    const float* line = row(y);
    for (int32_t x = 0; x < kSide; ++x) sums[x] += line[x];
  }
  const float scale = 1.0F / static_cast<float>(2 * radius + 1);
  for (int32_t y = 0; y < kSide; ++y) {
    float* out = to.data() + y * kSide;
    const float* coming = row(y + radius + 1);
    const float* going = row(y - radius);
    for (int32_t x = 0; x < kSide; ++x) {
      out[x] = sums[x] * scale;
      sums[x] += coming[x] - going[x];
    }
  }
}

/// Three box means are a Gaussian to within a few per cent.
void blur(Plane& plane, int32_t radius, Plane& scratch, std::vector<float>& sums) {
  for (int pass = 0; pass < kPasses; ++pass) {
    for (int32_t y = 0; y < kSide; y += kRows) box_rows(plane.data() + y * kSide, scratch.data() + y * kSide, radius);
    box_columns(scratch, plane, radius, sums);
  }
}

}  // namespace

void normalise_chip(std::span<const uint8_t> luma, std::span<uint8_t> out) {
  if (luma.size() != kFlowPixels || out.size() != kFlowPixels) {
    throw std::invalid_argument("a chip must be " + std::to_string(kFlowPixels) + " bytes");
  }
  Plane detail(luma.begin(), luma.end());
  Plane scratch(kFlowPixels);
  std::vector<float> sums(kSide);
  blur(detail, kSmoothRadius, scratch, sums);
  Plane around = detail;
  blur(around, kAroundRadius, scratch, sums);
  for (size_t i = 0; i < kFlowPixels; ++i) {
    detail[i] -= around[i];
    around[i] = detail[i] * detail[i];
  }
  blur(around, kAroundRadius, scratch, sums);
  for (size_t i = 0; i < kFlowPixels; ++i) {
    const float z = detail[i] / std::sqrt(around[i] + kVarianceFloor);
    // Rounded by hand: positive, and std::lround makes no vectors.
    out[i] = static_cast<uint8_t>(std::clamp(128.5F + kLevelsPerDeviation * z, 0.0F, 255.0F));
  }
}

}  // namespace face
