#include "nv12.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "random.h"

namespace face {
namespace {

/// ITU-R BT.601, limited range, in floating point.
std::array<double, 3> exact(double y, double u, double v) {
  const double luma = (y - 16) * 255 / 219;
  const double blue_difference = (u - 128) * 255 / 224;
  const double red_difference = (v - 128) * 255 / 224;
  const auto clamp = [](double value) { return std::clamp(value, 0.0, 255.0); };
  return {clamp(luma + 1.402 * red_difference), clamp(luma - 0.344136 * blue_difference - 0.714136 * red_difference),
          clamp(luma + 1.772 * blue_difference)};
}

TEST(Nv12, EveryPixelIsWithinOneLevelOfTheExactValue) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (const auto& [width, height] : {std::pair{2, 2}, {4, 2}, {2, 6}, {18, 10}, {34, 4}, {66, 8}}) {
    const std::vector<uint8_t> nv12 = random.bytes(width * height * 3 / 2);
    std::vector<uint8_t> rgb(width * height * 3);
    nv12_to_rgb(nv12, width, height, rgb);
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        const uint8_t* chroma = &nv12[width * height + y / 2 * width + x / 2 * 2];
        const auto expected = exact(nv12[y * width + x], chroma[0], chroma[1]);
        for (int c = 0; c < 3; ++c) {
          ASSERT_NEAR(rgb[(y * width + x) * 3 + c], std::round(expected[c]), 1) << x << ", " << y << ", channel " << c;
        }
      }
    }
  }
}

TEST(Nv12, EveryInstructionSetEqualsTheScalarOneAtEveryWidth) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (int32_t width = 2; width <= 70; width += 2) {
    const std::vector<uint8_t> nv12 = random.bytes(width * 4 * 3 / 2);
    std::vector<uint8_t> expected(width * 4 * 3);
    nv12_to_rgb(nv12, width, 4, expected, *runnable_kernels().front());
    for (const Kernels* kernels : runnable_kernels()) {
      std::vector<uint8_t> rgb(expected.size());
      nv12_to_rgb(nv12, width, 4, rgb, *kernels);
      ASSERT_EQ(rgb, expected) << name_of(kernels->set) << ", width " << width;
    }
  }
}

TEST(Nv12, BlackWhiteAndRed) {
  const auto convert = [](uint8_t y, uint8_t u, uint8_t v) {
    const std::vector<uint8_t> nv12{y, y, y, y, u, v};
    std::vector<uint8_t> rgb(12);
    nv12_to_rgb(nv12, 2, 2, rgb);
    return std::vector<int>{rgb[9], rgb[10], rgb[11]};
  };
  EXPECT_EQ(convert(16, 128, 128), (std::vector<int>{0, 0, 0}));
  EXPECT_EQ(convert(235, 128, 128), (std::vector<int>{255, 255, 255}));
  EXPECT_EQ(convert(126, 128, 128), (std::vector<int>{128, 128, 128}));
  const std::vector<int> red = convert(81, 90, 240);
  EXPECT_GE(red[0], 253);
  EXPECT_LE(red[1], 2);
  EXPECT_LE(red[2], 2);
}

}  // namespace
}  // namespace face
