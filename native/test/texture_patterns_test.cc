#include "texture_patterns.h"

#include <gtest/gtest.h>

#include <functional>
#include <numeric>

#include "random.h"

namespace face {
namespace {

constexpr int32_t kSide = kTextureSide;

std::vector<uint8_t> plane(const std::function<int(int, int)>& level) {
  std::vector<uint8_t> levels;
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) levels.push_back(static_cast<uint8_t>(level(x, y)));
  }
  return levels;
}

PatternHistogram patterns(const std::vector<uint8_t>& levels) { return uniform_patterns({levels.data(), kSide}); }

TEST(UniformPatterns, AnEvenFieldHasOneBin) {
  const PatternHistogram histogram = patterns(plane([](int, int) { return 77; }));
  // The code of eight ones is the last uniform one.
  EXPECT_EQ(histogram[57], 126U * 126U);
  EXPECT_EQ(std::accumulate(histogram.begin(), histogram.end(), 0U), 126U * 126U);
  EXPECT_EQ(shares_of(histogram).even, 1);
}

TEST(UniformPatterns, AStraightEdgeIsOne) {
  // On a ramp the row above is darker; the five neighbours beside and below are not.
  const PatternShares ramp = shares_of(patterns(plane([](int, int y) { return y; })));
  EXPECT_EQ(ramp.edge, 1);
  EXPECT_EQ(ramp.even + ramp.corner + ramp.irregular, 0);
}

TEST(UniformPatterns, ACheckerIsHalfEvenAndHalfIrregular) {
  // A dark pixel has no darker neighbour; a bright one has four that are not darker, each apart from the next.
  const PatternShares checker = shares_of(patterns(plane([](int x, int y) { return (x + y) % 2 * 255; })));
  EXPECT_FLOAT_EQ(checker.even, 0.5);
  EXPECT_FLOAT_EQ(checker.irregular, 0.5);
}

TEST(UniformPatterns, EveryPixelIsCodedAsOneByOne) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  const std::vector<uint8_t> levels = random.bytes(kSide * kSide);
  uint32_t irregular = 0;
  uint32_t even = 0;
  constexpr int kAround[8][2] = {{-1, -1}, {0, -1}, {1, -1}, {1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}};
  for (int y = 1; y + 1 < kSide; ++y) {
    for (int x = 1; x + 1 < kSide; ++x) {
      std::vector<bool> circle;
      for (const auto& [dx, dy] : kAround) circle.push_back(levels[(y + dy) * kSide + x + dx] >= levels[y * kSide + x]);
      int changes = 0;
      int ones = 0;
      for (int i = 0; i < 8; ++i) {
        changes += circle[i] != circle[(i + 1) % 8];
        ones += circle[i];
      }
      irregular += changes > 2;
      even += ones == 8;
    }
  }
  const PatternHistogram histogram = patterns(levels);
  EXPECT_EQ(histogram[58], irregular);
  EXPECT_EQ(histogram[57], even);
}

TEST(UniformPatterns, ATurnOfThePictureChangesNoShare) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  const std::vector<uint8_t> levels = random.bytes(kSide * kSide);
  const PatternShares upright = shares_of(patterns(levels));
  const PatternShares turned =
      shares_of(patterns(plane([&](int x, int y) { return levels[(kSide - 1 - x) * kSide + y]; })));
  EXPECT_EQ(upright.even, turned.even);
  EXPECT_EQ(upright.edge, turned.edge);
  EXPECT_EQ(upright.corner, turned.corner);
  EXPECT_EQ(upright.irregular, turned.irregular);
}

TEST(UniformPatterns, EveryInstructionSetEqualsTheScalarOne) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (int32_t side = 3; side <= kSide; side += 7) {
    const std::vector<uint8_t> levels = random.bytes(static_cast<size_t>(side) * side);
    const Plane whole{levels.data(), side};
    const PatternHistogram expected = uniform_patterns(whole, *runnable_kernels().front());
    for (const Kernels* kernels : runnable_kernels()) {
      EXPECT_EQ(uniform_patterns(whole, *kernels), expected) << name_of(kernels->set) << ", side " << side;
    }
  }
}

}  // namespace
}  // namespace face
