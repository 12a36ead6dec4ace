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

constexpr int32_t kLevels = 256;

using Histogram = std::array<uint32_t, kLevels>;

/// Linear luminance, 0–255 and rounded, of each level of luma (IEC 61966-2-1).
std::array<uint8_t, kLevels> make_linear() {
  std::array<uint8_t, kLevels> linear{};
  for (int32_t level = 0; level < kLevels; ++level) {
    const double encoded = level / 255.0;
    const double value = encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4);
    linear[level] = static_cast<uint8_t>(std::lround(value * 255));
  }
  return linear;
}

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

/// What one pass over the chip gathers; everything else is arithmetic over 256 levels.
struct Gathered {
  Variance laplacian;
  /// Of luma, in the left and in the right half of the face.
  Histogram left{};
  Histogram right{};
};

Gathered gather(std::span<const uint8_t> chip, int32_t side) {
  Gathered gathered;
  for (int32_t y = 0; y < side; ++y) {
    const Span face = face_columns(side, y);
    const uint8_t* row = chip.data() + static_cast<ptrdiff_t>(y) * side;
    // The middle column of an odd side belongs to neither half; it is counted on the right.
    for (int32_t x = face.begin; x < side / 2; ++x) ++gathered.left[row[x]];
    for (int32_t x = side / 2; x < face.end; ++x) ++gathered.right[row[x]];
    if (y == 0 || y + 1 == side) continue;
    add_laplacian(gathered.laplacian, row, side, {std::max(face.begin, 1), std::min(face.end, side - 1)});
  }
  return gathered;
}

Histogram linearised(const Histogram& luma) {
  static const std::array<uint8_t, kLevels> linear = make_linear();
  Histogram histogram{};
  for (int32_t level = 0; level < kLevels; ++level) histogram[linear[level]] += luma[level];
  return histogram;
}

struct Moments {
  double total = 0;
  double mean = 0;
  double variance = 0;
};

/// In levels of the histogram.
Moments moments_of(const Histogram& histogram) {
  Moments moments;
  double squares = 0;
  for (int32_t level = 0; level < kLevels; ++level) {
    const double count = histogram[level];
    moments.total += count;
    moments.mean += count * level;
    squares += count * level * level;
  }
  moments.mean /= moments.total;
  moments.variance = std::max(0.0, squares / moments.total - moments.mean * moments.mean);
  return moments;
}

Histogram sum_of(const Histogram& a, const Histogram& b) {
  Histogram sum{};
  for (int32_t level = 0; level < kLevels; ++level) sum[level] = a[level] + b[level];
  return sum;
}

/// Pixels of the levels first … last.
double count_of(const Histogram& histogram, int32_t first, int32_t last) {
  double count = 0;
  for (int32_t level = first; level <= last; ++level) count += histogram[level];
  return count;
}

double intersection_of(const Histogram& a, const Histogram& b) {
  const double a_total = count_of(a, 0, kLevels - 1);
  const double b_total = count_of(b, 0, kLevels - 1);
  double shared = 0;
  for (int32_t level = 0; level < kLevels; ++level) shared += std::min(a[level] / a_total, b[level] / b_total);
  return std::min(shared, 1.0);
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
  const Gathered gathered = gather(chip, side);
  const Histogram left = linearised(gathered.left);
  const Histogram right = linearised(gathered.right);
  const Histogram face = sum_of(left, right);
  const Moments luma = moments_of(sum_of(gathered.left, gathered.right));
  const Moments luminance = moments_of(face);
  return {
      .sharpness = gathered.laplacian.value(),
      .under_exposure = static_cast<float>(count_of(face, 0, kUnderExposedMax) / luma.total),
      .over_exposure = static_cast<float>(count_of(face, kOverExposedMin, kLevels - 1) / luma.total),
      .dynamic_range = static_cast<float>(entropy_bits(face, luma.total)),
      .illumination_uniformity = static_cast<float>(intersection_of(left, right)),
      .luma_mean = static_cast<float>(luma.mean),
      .luminance_mean = static_cast<float>(luminance.mean / 255),
      .luminance_variance = static_cast<float>(luminance.variance / (255.0 * 255.0)),
  };
}

}  // namespace face
