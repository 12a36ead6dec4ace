#include <algorithm>
#include <cmath>

#include "kernel_functions.h"

namespace face::scalar {
namespace {

struct Rgb {
  float r;
  float g;
  float b;
};

/// The two neighbours of a coordinate on one axis, moved inside; a neighbour that was outside weighs nothing.
struct Taps {
  int32_t first;
  int32_t second;
  float first_weight;
  float second_weight;
};

/// Precondition: −1 < v < size.
Taps taps_of(double v, int32_t size) {
  const int32_t floor = static_cast<int32_t>(v + 1.0) - 1;
  const auto fraction = static_cast<float>(v - floor);
  return {
      .first = std::clamp(floor, 0, size - 1),
      .second = std::min(floor + 1, size - 1),
      .first_weight = floor >= 0 && floor < size ? 1.0F - fraction : 0.0F,
      .second_weight = floor + 1 < size ? fraction : 0.0F,
  };
}

Rgb sample(const WarpPlan& plan, double x, double y) {
  // Written so that NaN, the fruit of an overflow, counts as outside.
  if (!(x > -1.0 && x < plan.picture_width && y > -1.0 && y < plan.picture_height)) return {0, 0, 0};
  const Taps column = taps_of(x, plan.picture_width);
  const Taps row = taps_of(y, plan.picture_height);
  const uint8_t* upper = plan.rgb + static_cast<ptrdiff_t>(row.first) * plan.picture_width * 3;
  const uint8_t* lower = plan.rgb + static_cast<ptrdiff_t>(row.second) * plan.picture_width * 3;
  const auto channel = [&](int32_t c) {
    const int32_t left = column.first * 3 + c;
    const int32_t right = column.second * 3 + c;
    const float above =
        static_cast<float>(upper[left]) * column.first_weight + static_cast<float>(upper[right]) * column.second_weight;
    const float below =
        static_cast<float>(lower[left]) * column.first_weight + static_cast<float>(lower[right]) * column.second_weight;
    return above * row.first_weight + below * row.second_weight;
  };
  return {channel(0), channel(1), channel(2)};
}

float luma(const Rgb& pixel) { return kLumaRed * pixel.r + kLumaGreen * pixel.g + kLumaBlue * pixel.b; }

uint8_t rounded(float level) { return static_cast<uint8_t>(std::min(level + 0.5F, 255.0F)); }

void store(const WarpPlan& plan, ptrdiff_t index, const Rgb& pixel) {
  const ptrdiff_t area = static_cast<ptrdiff_t>(plan.width) * plan.height;
  const float normalised[3] = {pixel.r * plan.gain[0] + plan.bias[0], pixel.g * plan.gain[1] + plan.bias[1],
                               pixel.b * plan.gain[2] + plan.bias[2]};
  switch (plan.output) {
    case WarpPlan::Output::planar:
      for (int c = 0; c < 3; ++c) plan.out[plan.position[c] * area + index] = normalised[c];
      break;
    case WarpPlan::Output::interleaved:
      for (int c = 0; c < 3; ++c) plan.out[index * 3 + plan.position[c]] = normalised[c];
      break;
    case WarpPlan::Output::gray:
      plan.out[index] = luma(pixel) * plan.gain[0] + plan.bias[0];
      break;
    case WarpPlan::Output::luminance:
      plan.out_bytes[index] = rounded(luma(pixel));
      break;
    case WarpPlan::Output::planes:
      plan.out_bytes[index] = rounded(pixel.r);
      plan.out_bytes[area + index] = rounded(pixel.g);
      plan.out_bytes[2 * area + index] = rounded(pixel.b);
      break;
  }
}

}  // namespace

void warp_span(const WarpPlan& plan, int32_t y, int32_t begin, int32_t end) {
  const double row_x = plan.map[1] * y + plan.map[2];
  const double row_y = plan.map[4] * y + plan.map[5];
  const ptrdiff_t row = static_cast<ptrdiff_t>(y) * plan.width;
  for (int32_t x = begin; x < end; ++x) {
    store(plan, row + x, sample(plan, plan.map[0] * x + row_x, plan.map[3] * x + row_y));
  }
}

void warp(const WarpPlan& plan) {
  for (int32_t y = 0; y < plan.height; ++y) warp_span(plan, y, 0, plan.width);
}

}  // namespace face::scalar
