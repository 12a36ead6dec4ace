#include "luminance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <stdexcept>

#include "random.h"

namespace face {
namespace {

constexpr int32_t kSide = 128;

std::vector<uint8_t> chip(const std::function<int(int, int)>& level, int32_t side = kSide) {
  std::vector<uint8_t> pixels;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) pixels.push_back(static_cast<uint8_t>(level(x, y)));
  }
  return pixels;
}

std::vector<uint8_t> blurred(const std::vector<uint8_t>& sharp) {
  return chip([&](int x, int y) {
    if (x == 0 || y == 0 || x == kSide - 1 || y == kSide - 1) return static_cast<int>(sharp[y * kSide + x]);
    int sum = 0;
    for (int dy = -1; dy <= 1; ++dy) {
      for (int dx = -1; dx <= 1; ++dx) sum += sharp[(y + dy) * kSide + x + dx];
    }
    return sum / 9;
  });
}

TEST(MeasureLuminance, AFlatChipHasNoDetail) {
  const LuminanceMeasures flat = measure_luminance(chip([](int, int) { return 100; }), kSide);
  EXPECT_EQ(flat.sharpness, 0);
  EXPECT_EQ(flat.under_exposure, 0);
  EXPECT_EQ(flat.over_exposure, 0);
  EXPECT_EQ(flat.dynamic_range, 0);
  EXPECT_FLOAT_EQ(flat.illumination_uniformity, 1);
  EXPECT_FLOAT_EQ(flat.luma_mean, 100);
  // 255 · ((100 / 255 + 0.055) / 1.055)^2.4 = 32.48
  EXPECT_FLOAT_EQ(flat.luminance_mean, 32.0F / 255);
  EXPECT_EQ(flat.luminance_variance, 0);
}

TEST(MeasureLuminance, ALinearGradientHasNoCurvature) {
  const LuminanceMeasures across = measure_luminance(chip([](int x, int) { return 60 + x; }), kSide);
  EXPECT_EQ(across.sharpness, 0);
  // The brightest column of the left half is darker than the darkest of the right, but for the rounding of one level.
  EXPECT_LT(across.illumination_uniformity, 0.02);
  EXPECT_NEAR(across.luma_mean, 60 + 63.5, 1e-3);
  const LuminanceMeasures down = measure_luminance(chip([](int, int y) { return 60 + y; }), kSide);
  EXPECT_FLOAT_EQ(down.illumination_uniformity, 1);
  EXPECT_GT(down.dynamic_range, 6);
  EXPECT_LE(down.dynamic_range, 7);
}

TEST(MeasureLuminance, ACheckerHasTheLargestSharpness) {
  const LuminanceMeasures checker = measure_luminance(chip([](int x, int y) { return (x + y) % 2 * 255; }), kSide);
  EXPECT_NEAR(checker.luminance_mean, 0.5, 1e-6);
  EXPECT_NEAR(checker.luminance_variance, 0.25, 1e-6);
  // The Laplacian is ±4 · 255, evenly.
  EXPECT_NEAR(checker.sharpness, 1020.0 * 1020.0, 1);
  EXPECT_FLOAT_EQ(checker.under_exposure, 0.5);
  EXPECT_FLOAT_EQ(checker.over_exposure, 0.5);
  EXPECT_NEAR(checker.dynamic_range, 1, 1e-6);
  EXPECT_NEAR(checker.illumination_uniformity, 1, 1e-3);
}

TEST(MeasureLuminance, BlurLowersSharpness) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  const std::vector<uint8_t> sharp = random.bytes(kSide * kSide);
  const std::vector<uint8_t> once = blurred(sharp);
  EXPECT_GT(measure_luminance(sharp, kSide).sharpness, 2 * measure_luminance(once, kSide).sharpness);
  EXPECT_GT(measure_luminance(once, kSide).sharpness, 2 * measure_luminance(blurred(once), kSide).sharpness);
}

TEST(MeasureLuminance, ClippingMovesPixelsIntoOverExposure) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  const std::vector<uint8_t> noise = random.bytes(kSide * kSide);
  const auto brightened = [&](int by) {
    return measure_luminance(chip([&](int x, int y) { return std::min(255, noise[y * kSide + x] + by); }), kSide);
  };
  EXPECT_NEAR(brightened(0).over_exposure, 4.0 / 256, 0.01);
  EXPECT_NEAR(brightened(100).over_exposure, 104.0 / 256, 0.03);
  EXPECT_LT(brightened(100).under_exposure, brightened(0).under_exposure);
  EXPECT_LT(brightened(100).dynamic_range, brightened(0).dynamic_range);
}

TEST(MeasureLuminance, OneDarkHalfIsUnevenLight) {
  const LuminanceMeasures sides = measure_luminance(chip([](int x, int) { return x < kSide / 2 ? 0 : 255; }), kSide);
  EXPECT_EQ(sides.illumination_uniformity, 0);
  EXPECT_FLOAT_EQ(sides.luminance_mean, 0.5);
  EXPECT_FLOAT_EQ(sides.luminance_variance, 0.25);
}

TEST(MeasureLuminance, EveryPixelIsCountedAsOneByOne) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  const std::vector<uint8_t> noise = random.bytes(kSide * kSide);
  double sum = 0;
  double laplacians = 0;
  double squares = 0;
  int pixels = 0;
  int inner = 0;
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const double dx = x - 63.5;
      const double dy = y - 63.5;
      if (dx * dx + dy * dy > 64.0 * 64.0) continue;
      const auto at = [&](int ox, int oy) { return static_cast<int>(noise[(y + oy) * kSide + x + ox]); };
      sum += at(0, 0);
      ++pixels;
      if (x == 0 || y == 0 || x == kSide - 1 || y == kSide - 1) continue;
      const double laplacian = at(-1, 0) + at(1, 0) + at(0, -1) + at(0, 1) - 4 * at(0, 0);
      laplacians += laplacian;
      squares += laplacian * laplacian;
      ++inner;
    }
  }
  const double mean = laplacians / inner;
  const LuminanceMeasures measured = measure_luminance(noise, kSide);
  EXPECT_NEAR(measured.luma_mean, sum / pixels, 1e-3);
  EXPECT_NEAR(measured.sharpness / (squares / inner - mean * mean), 1, 1e-5);
}

TEST(MeasureLuminance, TheLimitsOfExposureAreInclusive) {
  const auto measured = [](int level) { return measure_luminance(chip([=](int, int) { return level; }), kSide); };
  // Luma 89 and 90 are linear 25.47 and 26.07; 251 and 252 are 245.99 and 248.23.
  EXPECT_EQ(measured(89).under_exposure, 1);
  EXPECT_EQ(measured(90).under_exposure, 0);
  EXPECT_EQ(measured(251).over_exposure, 0);
  EXPECT_EQ(measured(252).over_exposure, 1);
}

TEST(MeasureLuminance, CornersAreNotFace) {
  const auto with_corners = [](int level) {
    return measure_luminance(chip([=](int x, int y) {
                               const double dx = x - 63.5;
                               const double dy = y - 63.5;
                               return dx * dx + dy * dy > 66 * 66 ? level : 90;
                             }),
                             kSide);
  };
  EXPECT_EQ(with_corners(0).luma_mean, 90);
  EXPECT_EQ(with_corners(255).over_exposure, 0);
  EXPECT_EQ(with_corners(255).sharpness, 0);
}

TEST(MeasureLuminance, EverySideWithinBoundsGivesSaneNumbers) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (int32_t side = 8; side <= 67; ++side) {
    const LuminanceMeasures measured = measure_luminance(random.bytes(side * side), side);
    EXPECT_GT(measured.sharpness, 0) << side;
    EXPECT_GT(measured.dynamic_range, 0) << side;
    EXPECT_LE(measured.dynamic_range, 8) << side;
    EXPECT_GE(measured.illumination_uniformity, 0) << side;
    EXPECT_LE(measured.illumination_uniformity, 1) << side;
    EXPECT_NEAR(measured.luma_mean, 127.5, 60) << side;
    EXPECT_NEAR(measured.luminance_mean, 0.37, 0.3) << side;
    EXPECT_GT(measured.luminance_variance, 0) << side;
    EXPECT_LE(measured.luminance_variance, 0.25) << side;
  }
}

TEST(MeasureLuminance, RefusesASideOutOfBounds) {
  EXPECT_THROW(measure_luminance(std::vector<uint8_t>(49), 7), std::invalid_argument);
  EXPECT_THROW(measure_luminance(std::vector<uint8_t>(1025 * 1025), 1025), std::invalid_argument);
}

}  // namespace
}  // namespace face
