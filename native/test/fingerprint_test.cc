#include "fingerprint.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <stdexcept>

#include "random.h"

namespace face {
namespace {

struct Pixels {
  std::vector<uint8_t> rgb;
  int32_t width;
  int32_t height;

  Picture picture() const { return {rgb.data(), width, height}; }
};

Pixels flat(int32_t width, int32_t height, uint8_t level) {
  return {std::vector<uint8_t>(static_cast<size_t>(width) * height * 3, level), width, height};
}

/// One cell raised by so many levels.
Pixels with_cell(Pixels pixels, int32_t column, int32_t row, int32_t levels) {
  for (int32_t y = row * kCellPixels; y < (row + 1) * kCellPixels; ++y) {
    for (int32_t x = column * kCellPixels; x < (column + 1) * kCellPixels; ++x) {
      for (int32_t c = 0; c < 3; ++c) {
        uint8_t& value = pixels.rgb[(static_cast<size_t>(y) * pixels.width + x) * 3 + c];
        value = static_cast<uint8_t>(value + levels);
      }
    }
  }
  return pixels;
}

std::vector<int8_t> signs_of(const Pixels& pixels, const NoiseWindow& window) {
  std::vector<int8_t> out(static_cast<size_t>(window.columns) * window.rows);
  noise_signs(pixels.picture(), window, out);
  return out;
}

std::vector<uint8_t> hash_of(const Pixels& pixels) {
  std::vector<uint8_t> out(8);
  perceptual_hash(pixels.picture(), out);
  return out;
}

int distance(const std::vector<uint8_t>& a, const std::vector<uint8_t>& b) {
  int bits = 0;
  for (size_t i = 0; i < a.size(); ++i) bits += std::popcount(static_cast<uint8_t>(a[i] ^ b[i]));
  return bits;
}

constexpr NoiseWindow kMiddle{.column = 1, .row = 1, .columns = 3, .rows = 3, .step = 1};

TEST(NoiseSigns, AFlatPictureShowsNothing) {
  EXPECT_EQ(signs_of(flat(20, 20, 90), kMiddle), std::vector<int8_t>(9, 0));
}

TEST(NoiseSigns, ACellAboveItsNeighboursIsPlusAndTheyAreMinus) {
  EXPECT_EQ(signs_of(with_cell(flat(20, 20, 90), 2, 2, 1), kMiddle),
            (std::vector<int8_t>{0, -1, 0, -1, 1, -1, 0, -1, 0}));
}

TEST(NoiseSigns, FromTwoGreyLevelsOnItIsOfTheScene) {
  EXPECT_EQ(signs_of(with_cell(flat(20, 20, 90), 2, 2, -2), kMiddle),
            (std::vector<int8_t>{0, 1, 0, 1, -2, 1, 0, 1, 0}));
}

TEST(NoiseSigns, PlacesFurtherApartAreTheSamePlaces) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  const Pixels pixels{random.bytes(80 * 60 * 3), 80, 60};
  const std::vector<int8_t> all = signs_of(pixels, {1, 1, 18, 13, 1});
  const std::vector<int8_t> some = signs_of(pixels, {2, 1, 4, 3, 4});
  for (int32_t y = 0; y < 3; ++y) {
    for (int32_t x = 0; x < 4; ++x) EXPECT_EQ(some[y * 4 + x], all[y * 4 * 18 + 1 + x * 4]);
  }
}

TEST(NoiseSigns, BrightnessChangesNone) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  Pixels pixels{random.bytes(40 * 40 * 3), 40, 40};
  for (uint8_t& value : pixels.rgb) value = static_cast<uint8_t>(value / 2);
  const std::vector<int8_t> before = signs_of(pixels, {1, 1, 8, 8, 1});
  for (uint8_t& value : pixels.rgb) value = static_cast<uint8_t>(value + 100);
  EXPECT_EQ(signs_of(pixels, {1, 1, 8, 8, 1}), before);
}

TEST(NoiseSigns, RefusesAPlaceWithoutItsNeighbours) {
  const Pixels pixels = flat(20, 20, 0);
  std::vector<int8_t> out(16);
  for (const NoiseWindow& window : {NoiseWindow{0, 1, 1, 1, 1},
                                    {1, 0, 1, 1, 1},
                                    {1, 1, 4, 1, 1},
                                    {1, 1, 1, 4, 1},
                                    {1, 1, 2, 1, 3},
                                    {1, 1, 0, 1, 1},
                                    {1, 1, 1, 1, 0},
                                    {1, 1, 2, 1, 2147483647}}) {
    EXPECT_THROW(noise_signs(pixels.picture(), window, out), std::invalid_argument);
  }
}

/// Steps whose edges are not the samples' own.
Pixels scene(int32_t width, int32_t height) {
  Pixels pixels = flat(width, height, 40);
  for (int32_t y = 0; y < height; ++y) {
    for (int32_t x = 0; x < width; ++x) {
      const double u = 1.0 * x / width;
      const double v = 1.0 * y / height;
      const bool inside = u > 0.3 && u < 0.62 && v > 0.2 && v < 0.9;
      const auto level = static_cast<uint8_t>(60 + (inside ? 80 : 0) + 50 * v + 30 * u * u);
      std::fill_n(pixels.rgb.begin() + (static_cast<ptrdiff_t>(y) * width + x) * 3, 3, level);
    }
  }
  return pixels;
}

TEST(PerceptualHash, IsNearForOnePictureInTwoSizesAndOtherLight) {
  const Pixels small = scene(320, 240);
  Pixels brighter = small;
  for (uint8_t& value : brighter.rgb) value = static_cast<uint8_t>(std::min(255, value + 15));
  EXPECT_LE(distance(hash_of(small), hash_of(scene(640, 480))), 6);
  EXPECT_LE(distance(hash_of(small), hash_of(brighter)), 2);
}

TEST(PerceptualHash, IsFarForPicturesOfNothingInCommon) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  int total = 0;
  for (int i = 0; i < 20; ++i) {
    const Pixels a{random.bytes(64 * 64 * 3), 64, 64};
    const Pixels b{random.bytes(64 * 64 * 3), 64, 64};
    total += distance(hash_of(a), hash_of(b));
  }
  // 32 bits each on average; the mean of 20 pairs strays by one.
  EXPECT_GT(total / 20, 24);
}

TEST(PerceptualHash, RefusesAPictureSmallerThanACell) {
  const Pixels pixels = flat(3, 8, 0);
  std::vector<uint8_t> out(8);
  EXPECT_THROW(perceptual_hash(pixels.picture(), out), std::invalid_argument);
}

}  // namespace
}  // namespace face
