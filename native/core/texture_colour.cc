#include "texture_colour.h"

#include <cmath>

namespace face {
namespace {

constexpr int32_t kColourStep = 4;
constexpr size_t kColourSteps = 256 / kColourStep;

/// Sums over one chip; 16,384 pixels of at most 255² each fit in 32 bits.
struct Sums {
  uint32_t y = 0, blue = 0, red = 0;
  uint32_t y_squares = 0, blue_squares = 0, red_squares = 0;
  uint32_t blue_red = 0, luma_red = 0;
  uint32_t specular = 0, skin = 0;
};

Sums sums_of(const TextureChip& chip) {
  const uint8_t* __restrict luma = chip.luma().levels;
  const uint8_t* __restrict blue_difference = chip.blue_difference().levels;
  const uint8_t* __restrict red_difference = chip.red_difference().levels;
  Sums sums;
  for (size_t i = 0; i < kTextureArea; ++i) {
    const uint32_t y = luma[i];
    const uint32_t blue = blue_difference[i];
    const uint32_t red = red_difference[i];
    sums.y += y;
    sums.blue += blue;
    sums.red += red;
    sums.y_squares += y * y;
    sums.blue_squares += blue * blue;
    sums.red_squares += red * red;
    sums.blue_red += blue * red;
    sums.luma_red += y * red;
    // Differences of unsigned numbers wrap around, so one comparison tests both ends of a range.
    sums.specular += static_cast<uint32_t>((y >= 200) & (blue - 120 <= 16) & (red - 120 <= 16));
    sums.skin += static_cast<uint32_t>((blue - 77 <= 50) & (red - 133 <= 40));
  }
  return sums;
}

struct Histograms {
  std::array<uint32_t, 256> luma{};
  std::array<uint16_t, kColourSteps * kColourSteps> colours{};
};

Histograms histograms_of(const TextureChip& chip) {
  const uint8_t* luma = chip.luma().levels;
  const uint8_t* blue = chip.blue_difference().levels;
  const uint8_t* red = chip.red_difference().levels;
  Histograms histograms;
  for (size_t i = 0; i < kTextureArea; ++i) {
    ++histograms.luma[luma[i]];
    ++histograms.colours[blue[i] / kColourStep * kColourSteps + red[i] / kColourStep];
  }
  return histograms;
}

double entropy_bits(const std::array<uint16_t, kColourSteps * kColourSteps>& counts) {
  double sum = 0;
  for (const uint16_t count : counts) {
    if (count > 1) sum += count * std::log2(static_cast<double>(count));
  }
  return std::log2(static_cast<double>(kTextureArea)) - sum / kTextureArea;
}

/// The first level at or below which this share of the pixels lies.
float quantile(const std::array<uint32_t, 256>& counts, double share) {
  double seen = 0;
  for (size_t level = 0; level < counts.size(); ++level) {
    seen += counts[level];
    if (seen >= share * kTextureArea) return static_cast<float>(level);
  }
  return 255;
}

double mean_of(uint32_t sum) { return static_cast<double>(sum) / kTextureArea; }

double spread_of(uint32_t sum, uint32_t squares) {
  return std::sqrt(std::max(0.0, mean_of(squares) - mean_of(sum) * mean_of(sum)));
}

float correlation(double covariance, double a, double b) {
  return a > 0 && b > 0 ? static_cast<float>(covariance / (a * b)) : 0;
}

}  // namespace

ColourMeasures measure_colour(const TextureChip& chip) {
  const Sums sums = sums_of(chip);
  const Histograms histograms = histograms_of(chip);
  const double luma_spread = spread_of(sums.y, sums.y_squares);
  const double blue_spread = spread_of(sums.blue, sums.blue_squares);
  const double red_spread = spread_of(sums.red, sums.red_squares);
  return {
      .blue_mean = static_cast<float>(mean_of(sums.blue)),
      .red_mean = static_cast<float>(mean_of(sums.red)),
      .luma_spread = static_cast<float>(luma_spread),
      .blue_spread = static_cast<float>(blue_spread),
      .red_spread = static_cast<float>(red_spread),
      .blue_red_correlation =
          correlation(mean_of(sums.blue_red) - mean_of(sums.blue) * mean_of(sums.red), blue_spread, red_spread),
      .luma_red_correlation =
          correlation(mean_of(sums.luma_red) - mean_of(sums.y) * mean_of(sums.red), luma_spread, red_spread),
      .colours = static_cast<float>(entropy_bits(histograms.colours)),
      .dark = quantile(histograms.luma, 0.02),
      .bright = quantile(histograms.luma, 0.98),
      .luma_mean = static_cast<float>(mean_of(sums.y)),
      .specular = static_cast<float>(mean_of(sums.specular)),
      .skin = static_cast<float>(mean_of(sums.skin)),
  };
}

}  // namespace face
