#include "texture.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "random.h"

namespace face {
namespace {

using Rgb = std::vector<uint8_t>;

Rgb chip(const std::function<int(int, int, int)>& level) {
  Rgb rgb;
  for (int c = 0; c < 3; ++c) {
    for (int y = 0; y < kTextureSide; ++y) {
      for (int x = 0; x < kTextureSide; ++x) rgb.push_back(static_cast<uint8_t>(level(x, y, c)));
    }
  }
  return rgb;
}

std::vector<float> measured(const Rgb& face, const Rgb& detail, const Rgb& surround,
                            const Kernels& kernels = face::kernels()) {
  // Whatever is not written stays NaN.
  std::vector<float> out(kTextureFeatures, NAN);
  measure_texture({.face = face, .detail = detail, .surround = surround}, out, kernels);
  return out;
}

TEST(MeasureTexture, EveryNumberIsWrittenAndFiniteForExtremeChips) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  const Rgb black = chip([](int, int, int) { return 0; });
  const Rgb white = chip([](int, int, int) { return 255; });
  const Rgb checker = chip([](int x, int y, int) { return (x + y) % 2 * 255; });
  const Rgb noise = random.bytes(3 * kTextureArea);
  for (const Rgb* face : {&black, &white, &checker, &noise}) {
    for (const Rgb* other : {&black, &checker, &noise}) {
      const std::vector<float> features = measured(*face, *other, *other);
      for (size_t i = 0; i < features.size(); ++i) ASSERT_TRUE(std::isfinite(features[i])) << i;
    }
  }
}

TEST(MeasureTexture, InstructionSetsAgree) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  const Rgb face = random.bytes(3 * kTextureArea);
  const Rgb detail = random.bytes(3 * kTextureArea);
  const Rgb surround = random.bytes(3 * kTextureArea);
  const std::vector<float> expected = measured(face, detail, surround, *runnable_kernels().front());
  for (const Kernels* kernels : runnable_kernels()) {
    const std::vector<float> got = measured(face, detail, surround, *kernels);
    for (size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], expected[i], 1e-3) << name_of(kernels->set) << i;
  }
}

TEST(MeasureTexture, AFaceLeavesNothingForTheNext) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  const Rgb first = random.bytes(3 * kTextureArea);
  const Rgb even = chip([](int, int, int c) { return 100 + 20 * c; });
  const std::vector<float> fresh = measured(even, even, even);
  measured(first, first, first);
  EXPECT_EQ(measured(even, even, even), fresh);
}

TEST(MeasureTexture, BlurLowersTheEdgesOfTheViewItIsIn) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  const Rgb sharp = random.bytes(3 * kTextureArea);
  const Rgb soft = chip([&](int x, int y, int c) {
    int sum = 0;
    for (int dy = 0; dy < 3; ++dy) {
      for (int dx = 0; dx < 3; ++dx) {
        sum += sharp[c * kTextureArea + (y + dy) % kTextureSide * kTextureSide + (x + dx) % kTextureSide];
      }
    }
    return sum / 9;
  });
  const std::vector<float> before = measured(sharp, sharp, sharp);
  const std::vector<float> after = measured(sharp, soft, sharp);
  EXPECT_EQ(after[0], before[0]);
  EXPECT_LT(after[3], before[3] - 1);
  EXPECT_EQ(after[6], before[6]);
}

TEST(LaplacianEnergy, IsThatOfTheDefinition) {
  // A checker: each pixel differs by 255 from its four neighbours.
  const Rgb checker = chip([](int x, int y, int) { return (x + y) % 2 * 255; });
  EXPECT_DOUBLE_EQ(laplacian_energy({checker.data(), kTextureSide}), 1020.0 * 1020.0);
  const Rgb ramp = chip([](int x, int, int) { return x; });
  EXPECT_DOUBLE_EQ(laplacian_energy({ramp.data(), kTextureSide}), 0);
}

TEST(HalvePlane, TakesRoundedMeans) {
  const std::vector<uint8_t> plane{0, 1, 10, 20, 2, 3, 30, 41, 0, 0, 5, 5, 0, 1, 5, 5};
  std::vector<uint8_t> half(4);
  halve_plane({plane.data(), 4}, half);
  EXPECT_EQ(half, (std::vector<uint8_t>{2, 25, 0, 5}));
}

}  // namespace
}  // namespace face
