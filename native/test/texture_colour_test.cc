#include "texture_colour.h"

#include <gtest/gtest.h>

#include <array>
#include <functional>

#include "random.h"

namespace face {
namespace {

using Rgb = std::array<int, 3>;

std::vector<uint8_t> planes(const std::function<Rgb(size_t)>& colour) {
  std::vector<uint8_t> rgb(3 * kTextureArea);
  for (size_t i = 0; i < kTextureArea; ++i) {
    const Rgb pixel = colour(i);
    for (size_t c = 0; c < 3; ++c) rgb[c * kTextureArea + i] = static_cast<uint8_t>(pixel[c]);
  }
  return rgb;
}

TextureChip chip(const std::vector<uint8_t>& rgb, const Kernels& kernels = face::kernels()) {
  TextureChip made{};
  kernels.texture.to_ycbcr(rgb.data(), kTextureArea, made.ycbcr.data());
  return made;
}

TEST(ToYcbcr, IsWithinTwoLevelsOfTheStandard) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  const std::vector<uint8_t> rgb = random.bytes(3 * kTextureArea);
  const TextureChip made = chip(rgb);
  for (size_t i = 0; i < kTextureArea; ++i) {
    const double r = rgb[i];
    const double g = rgb[kTextureArea + i];
    const double b = rgb[2 * kTextureArea + i];
    ASSERT_NEAR(made.luma().levels[i], 0.299 * r + 0.587 * g + 0.114 * b, 1) << i;
    ASSERT_NEAR(made.blue_difference().levels[i], 128 - 0.168736 * r - 0.331264 * g + 0.5 * b, 2) << i;
    ASSERT_NEAR(made.red_difference().levels[i], 128 + 0.5 * r - 0.418688 * g - 0.081312 * b, 2) << i;
  }
}

TEST(ToYcbcr, EveryInstructionSetEqualsTheScalarOne) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  const std::vector<uint8_t> rgb = random.bytes(3 * kTextureArea);
  const TextureChip expected = chip(rgb, *runnable_kernels().front());
  for (const Kernels* kernels : runnable_kernels()) {
    EXPECT_EQ(chip(rgb, *kernels).ycbcr, expected.ycbcr) << name_of(kernels->set);
  }
}

TEST(ToYcbcr, EveryGreyHasNoColour) {
  const TextureChip greys = chip(planes([](size_t i) {
    const int level = static_cast<int>(i % 256);
    return Rgb{level, level, level};
  }));
  for (size_t i = 0; i < kTextureArea; ++i) {
    ASSERT_EQ(greys.luma().levels[i], i % 256);
    ASSERT_EQ(greys.blue_difference().levels[i], 128);
    ASSERT_EQ(greys.red_difference().levels[i], 128);
  }
}

TEST(MeasureColour, OneColourVariesInNothing) {
  const ColourMeasures skin = measure_colour(chip(planes([](size_t) { return Rgb{200, 150, 120}; })));
  EXPECT_NEAR(skin.luma_mean, 161.5, 1);
  EXPECT_NEAR(skin.blue_mean, 104.6, 1);
  EXPECT_NEAR(skin.red_mean, 155.4, 1);
  EXPECT_NEAR(skin.luma_spread + skin.blue_spread + skin.red_spread, 0, 1e-3);
  EXPECT_EQ(skin.blue_red_correlation, 0);
  EXPECT_EQ(skin.luma_red_correlation, 0);
  EXPECT_NEAR(skin.colours, 0, 1e-6);
  EXPECT_EQ(skin.dark, skin.bright);
  EXPECT_EQ(skin.specular, 0);
  EXPECT_EQ(skin.skin, 1);
}

TEST(MeasureColour, TwoColoursAreOneBit) {
  const ColourMeasures two = measure_colour(chip(planes([](size_t i) {
    return i % 2 == 0 ? Rgb{220, 60, 60} : Rgb{60, 60, 220};
  })));
  EXPECT_NEAR(two.colours, 1, 1e-6);
  EXPECT_NEAR(two.blue_red_correlation, -1, 1e-6);
  EXPECT_GT(two.red_spread, 30);
}

TEST(MeasureColour, GlossIsBrightAndWithoutColour) {
  const ColourMeasures measured = measure_colour(chip(planes([](size_t i) {
    if (i % 4 == 0) return Rgb{250, 250, 248};
    if (i % 4 == 1) return Rgb{255, 230, 150};
    return Rgb{90, 90, 90};
  })));
  EXPECT_FLOAT_EQ(measured.specular, 0.25);
}

TEST(MeasureColour, DarkAndBrightLeaveTwoPercentOutside) {
  const ColourMeasures ramp = measure_colour(chip(planes([](size_t i) {
    const int level = static_cast<int>(i % 200);
    return Rgb{level, level, level};
  })));
  EXPECT_NEAR(ramp.dark, 3, 1);
  EXPECT_NEAR(ramp.bright, 196, 1);
}

}  // namespace
}  // namespace face
