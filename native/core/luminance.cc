#include "luminance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>

namespace face {
namespace {

constexpr int32_t kSideMin = 8;
constexpr int32_t kChipSideMax = 1024;
constexpr int32_t kUnderExposedMax = 25;
constexpr int32_t kOverExposedMin = 247;

using Histogram = std::array<uint32_t, 256>;

struct Span {
  int32_t begin;
  int32_t end;
};

/// Columns of a row whose centres lie in the inscribed ellipse, here a circle because chips are square. The span is
/// symmetric about the middle, so both halves hold equally many pixels.
Span face_columns(int32_t side, int32_t y) {
  const double radius = side / 2.0;
  const double dy = y + 0.5 - radius;
  const double half = std::sqrt(std::max(0.0, radius * radius - dy * dy));
  const auto begin = static_cast<int32_t>(std::ceil(radius - half - 0.5));
  return {begin, side - begin};
}

struct Variance {
  int64_t count = 0;
  int64_t sum = 0;
  int64_t squares = 0;

  float value() const {
    if (count == 0) return 0;
    const double mean = static_cast<double>(sum) / static_cast<double>(count);
    return static_cast<float>(std::max(0.0, static_cast<double>(squares) / static_cast<double>(count) - mean * mean));
  }
};

void add_laplacian(Variance& variance, const uint8_t* row, int32_t side, Span columns) {
  int32_t sum = 0;
  // A row has at most 1024 pixels of at most (4 · 255)² each, which fits in 32 bits.
  uint32_t squares = 0;
  for (int32_t x = columns.begin; x < columns.end; ++x) {
    const int32_t value = row[x - 1] + row[x + 1] + row[x - side] + row[x + side] - 4 * row[x];
    sum += value;
    squares += static_cast<uint32_t>(value * value);
  }
  variance.count += columns.end - columns.begin;
  variance.sum += sum;
  variance.squares += squares;
}

float variance_of_laplacian(std::span<const uint8_t> chip, int32_t side) {
  Variance variance;
  for (int32_t y = 1; y + 1 < side; ++y) {
    const Span face = face_columns(side, y);
    const Span inner{std::max(face.begin, 1), std::min(face.end, side - 1)};
    add_laplacian(variance, chip.data() + static_cast<ptrdiff_t>(y) * side, side, inner);
  }
  return variance.value();
}

double entropy_bits(const Histogram& histogram, double total) {
  double bits = 0;
  for (const uint32_t count : histogram) {
    if (count > 0) bits -= count / total * std::log2(count / total);
  }
  return bits;
}

}  // namespace

LuminanceMeasures measure_luminance(std::span<const uint8_t> chip, int32_t side) {
  if (side < kSideMin || side > kChipSideMax) {
    throw std::invalid_argument("side must be 8 to 1024 pixels; it is " + std::to_string(side));
  }
  Histogram left{};
  Histogram right{};
  for (int32_t y = 0; y < side; ++y) {
    const Span face = face_columns(side, y);
    const uint8_t* row = chip.data() + static_cast<ptrdiff_t>(y) * side;
    // The middle column of an odd side belongs to neither half; it is counted on the right.
    for (int32_t x = face.begin; x < side / 2; ++x) ++left[row[x]];
    for (int32_t x = side / 2; x < face.end; ++x) ++right[row[x]];
  }
  Histogram face{};
  double left_total = 0;
  double right_total = 0;
  double weighted = 0;
  uint32_t under = 0;
  uint32_t over = 0;
  for (int32_t level = 0; level < 256; ++level) {
    face[level] = left[level] + right[level];
    left_total += left[level];
    right_total += right[level];
    weighted += static_cast<double>(face[level]) * level;
    if (level <= kUnderExposedMax) under += face[level];
    if (level >= kOverExposedMin) over += face[level];
  }
  double intersection = 0;
  for (int32_t level = 0; level < 256; ++level) {
    intersection += std::min(left[level] / left_total, right[level] / right_total);
  }
  const double total = left_total + right_total;
  return {
      .sharpness = variance_of_laplacian(chip, side),
      .under_exposure = static_cast<float>(under / total),
      .over_exposure = static_cast<float>(over / total),
      .dynamic_range = static_cast<float>(entropy_bits(face, total)),
      .illumination_uniformity = static_cast<float>(std::min(intersection, 1.0)),
      .luminance_mean = static_cast<float>(weighted / total),
  };
}

}  // namespace face
