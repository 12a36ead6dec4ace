#include "luminance.h"

#include <gtest/gtest.h>

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
  EXPECT_FLOAT_EQ(flat.luminance_mean, 100);
}

TEST(MeasureLuminance, ALinearGradientHasNoCurvature) {
  const LuminanceMeasures across = measure_luminance(chip([](int x, int) { return 60 + x; }), kSide);
  EXPECT_EQ(across.sharpness, 0);
  // The brightest column of the left half is darker than the darkest of the right.
  EXPECT_EQ(across.illumination_uniformity, 0);
  EXPECT_NEAR(across.luminance_mean, 60 + 63.5, 1e-3);
  const LuminanceMeasures down = measure_luminance(chip([](int, int y) { return 60 + y; }), kSide);
  EXPECT_FLOAT_EQ(down.illumination_uniformity, 1);
  EXPECT_GT(down.dynamic_range, 6);
  EXPECT_LE(down.dynamic_range, 7);
}

TEST(MeasureLuminance, ACheckerHasTheLargestSharpness) {
  const LuminanceMeasures checker = measure_luminance(chip([](int x, int y) { return (x + y) % 2 * 255; }), kSide);
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

TEST(MeasureLuminance, TheLimitsOfExposureAreInclusive) {
  const auto measured = [](int level) { return measure_luminance(chip([=](int, int) { return level; }), kSide); };
  EXPECT_EQ(measured(25).under_exposure, 1);
  EXPECT_EQ(measured(26).under_exposure, 0);
  EXPECT_EQ(measured(246).over_exposure, 0);
  EXPECT_EQ(measured(247).over_exposure, 1);
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
  EXPECT_EQ(with_corners(0).luminance_mean, 90);
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
    EXPECT_NEAR(measured.luminance_mean, 127.5, 60) << side;
  }
}

TEST(MeasureLuminance, RefusesASideOutOfBounds) {
  EXPECT_THROW(measure_luminance(std::vector<uint8_t>(49), 7), std::invalid_argument);
  EXPECT_THROW(measure_luminance(std::vector<uint8_t>(1025 * 1025), 1025), std::invalid_argument);
}

}  // namespace
}  // namespace face
