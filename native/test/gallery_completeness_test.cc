#include <gtest/gtest.h>

#include <algorithm>

#include "block.h"
#include "people.h"
#include "probe.h"

/// The promise of the one-bit scan. Each case is a probe and a threshold that is the very score of a reference: where a
/// scan that finds all but a few would miss it. By the margin's arithmetic a million cases miss one a thousandth of a time.
namespace face::gallery {
namespace {

/// A dimension, and in how many coordinates most of the energy is: 0 for a spectrum that falls evenly.
struct Case {
  size_t dimension;
  size_t strong;
  bool at_the_end;
};

class Completeness : public testing::TestWithParam<Case> {};

TEST_P(Completeness, FindsEveryReferenceAtItsOwnScore) {
  SCOPED_TRACE(test::seed_note());
  const auto [dimension, strong, at_the_end] = GetParam();
  constexpr size_t kRows = 2000;
  constexpr size_t kProbes = 625;
  // Few thresholds are so low that scans of them would be by codes (search.cc).
  constexpr double kScoreMin = 0.2;
  test::Random random;
  test::People people(random, dimension);
  if (strong > 0) people.concentrate(strong, at_the_end);
  const Shape shape{dimension, Precision::int8};
  Seed seed{};
  for (uint8_t& byte : seed) byte = static_cast<uint8_t>(random.whole(0, 255));
  const Rotation rotation(dimension, seed);
  Block block(shape);
  std::vector<std::vector<float>> vectors;
  // Few people with many pictures each: most comparisons are of one person.
  std::vector<std::vector<float>> centres;
  for (size_t row = 0; row < kRows; ++row) {
    if (row % 400 == 0) centres.push_back(people.centre());
    vectors.push_back(row % 2 ? people.picture(centres.back()) : people.pool(centres.back()));
    Codes codes(shape);
    encode(shape, rotation, vectors.back(), codes);
    block.write(row, "r", 0, codes, {});
  }
  size_t cases = 0;
  size_t missed = 0;
  std::vector<Survivor> passed(kRows);
  for (size_t i = 0; i < kProbes; ++i) {
    const std::vector<float>& centre = centres[i % centres.size()];
    const std::vector<float> vector = i % 2 ? people.picture(centre) : people.pool(centre);
    const Probe probe(shape, rotation, vector);
    for (size_t row = 0; row < kRows; ++row) {
      const double score = test::People::score(vector, vectors[row]);
      if (score < kScoreMin) continue;
      ++cases;
      const size_t group = row / kGroupRows * kGroupRows;
      const size_t count = gallery_kernels().scan_signs(block.signs(group), block.sign_factors(group), 1,
                                                        probe.signs_at(static_cast<float>(score)), passed.data());
      const auto is_row = [&](const Survivor& one) { return one.row == row - group; };
      missed += std::none_of(passed.begin(), passed.begin() + static_cast<ptrdiff_t>(count), is_row);
    }
  }
  RecordProperty("cases", static_cast<int>(cases));
  EXPECT_GT(cases, 240'000U);
  EXPECT_EQ(missed, 0U);
}

// Just below a power of two the windows of the rotation share a single coordinate (rotation.h).
INSTANTIATE_TEST_SUITE_P(Dimensions, Completeness,
                         testing::Values(Case{64, 0, false}, Case{128, 0, false}, Case{256, 0, false}, Case{384, 0, false},
                                         Case{512, 0, false}, Case{768, 0, false}, Case{511, 255, false},
                                         Case{511, 255, true}, Case{1000, 488, false}, Case{1023, 511, true},
                                         Case{512, 40, false}));

}  // namespace
}  // namespace face::gallery
