#include "compare_pairs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <limits>
#include <tuple>
#include <vector>

#include "cosine.h"
#include "unit_vectors.h"

namespace face {
namespace {

/// A labelled set and everything a run over it counts.
struct Trial {
  Trial(test::Random& random, size_t vectors, size_t length, size_t groups, size_t listed_max)
      : count(vectors), dimension(length), group_count(groups), values(test::unit_vectors(random, vectors, length)) {
    for (size_t i = 0; i < count; ++i) {
      identities.push_back(random.whole(0, static_cast<int32_t>(count / 3)));
      corrected.push_back(random.whole(0, 9) == 0 ? random.whole(-1, 5) : identities.back());
    }
    for (size_t i = 0; i < 2 * count * (groups > 0); ++i) {
      group_numbers.push_back(random.whole(-1, static_cast<int32_t>(groups) - 1));
    }
    for (size_t a = 0; a < count; ++a) {
      const auto later = identities.begin() + static_cast<std::ptrdiff_t>(a) + 1;
      starts.push_back(starts.back() + static_cast<int32_t>(std::count(later, identities.end(), identities[a])));
    }
    const auto mated = static_cast<size_t>(starts.back());
    mated_scores.resize(mated);
    mated_a.resize(mated);
    mated_b.resize(mated);
    listed_scores.resize(2 * listed_max);
    listed_a.resize(2 * listed_max);
    listed_b.resize(2 * listed_max);
    within.resize(groups * kScoreBins);
  }

  EmbeddingRows rows() const { return {values.data(), dimension, count}; }
  PairLabels labels() const { return {identities, corrected, group_numbers, group_count}; }
  PairTally tally() {
    return {non_mated,    disputed,
            within,       starts,
            {mated_scores, mated_a, mated_b}, listed_min,
            {listed_scores, listed_a, listed_b}, listed_count,
            listed_cut};
  }
  void compare(size_t first, size_t last, const Kernels& kernels = face::kernels()) {
    PairTally where = tally();
    compare_share(rows(), labels(), first, last, where, kernels);
  }

  using Pair = std::tuple<float, int32_t, int32_t>;
  void sort() { sort_listed({listed_scores, listed_a, listed_b}, listed_count, listed_cut); }
  std::vector<Pair> listed() const {
    std::vector<Pair> pairs;
    for (size_t i = 0; i < static_cast<size_t>(listed_count); ++i) {
      pairs.emplace_back(listed_scores[i], listed_a[i], listed_b[i]);
    }
    return pairs;
  }

  size_t count;
  size_t dimension;
  size_t group_count;
  std::vector<float> values;
  std::vector<int32_t> identities, corrected, group_numbers;
  std::vector<int32_t> starts{0};
  std::vector<double> non_mated = std::vector<double>(kScoreBins);
  std::vector<double> disputed = std::vector<double>(kScoreBins);
  std::vector<double> within;
  std::vector<float> mated_scores, listed_scores;
  std::vector<int32_t> mated_a, mated_b, listed_a, listed_b;
  float listed_min = 0.1F;
  int32_t listed_count = 0;
  int32_t listed_cut = 0;
};

/// The same from the definitions: one pair after the other, with the scores of `kernels`.
void compare_naively(Trial& trial, const Kernels& kernels) {
  ScoreBlock block(trial.dimension, kernels);
  std::vector<Trial::Pair> pairs;
  size_t mated = 0;
  for (size_t a = 0; a < trial.count; ++a) {
    for (size_t b = a + 1; b < trial.count; ++b) {
      const std::array<const float*, 1> row{trial.rows().row(a)};
      const std::array<const float*, 1> column{trial.rows().row(b)};
      block.set_rows(row);
      block.multiply(column);
      const float score = block.scores(0)[0];
      const auto bin = static_cast<size_t>(score_bin(score));
      if (trial.identities[a] == trial.identities[b]) {
        trial.mated_scores[mated] = score;
        trial.mated_a[mated] = static_cast<int32_t>(a);
        trial.mated_b[mated++] = static_cast<int32_t>(b);
        continue;
      }
      if (trial.corrected[a] < 0 || trial.corrected[b] < 0 || trial.corrected[a] == trial.corrected[b]) {
        trial.disputed[bin] += 1;
        continue;
      }
      trial.non_mated[bin] += 1;
      for (size_t attribute = 0; attribute < trial.group_numbers.size(); attribute += trial.count) {
        const int32_t group = trial.group_numbers[attribute + a];
        if (group >= 0 && group == trial.group_numbers[attribute + b]) {
          trial.within[static_cast<size_t>(group) * kScoreBins + bin] += 1;
        }
      }
      if (score >= trial.listed_min) pairs.emplace_back(-score, static_cast<int32_t>(a), static_cast<int32_t>(b));
    }
  }
  std::ranges::sort(pairs);
  trial.listed_cut = pairs.size() > trial.listed_scores.size() / 2;
  pairs.resize(std::min(pairs.size(), trial.listed_scores.size() / 2));
  trial.listed_count = static_cast<int32_t>(pairs.size());
  for (size_t i = 0; i < pairs.size(); ++i) {
    trial.listed_scores[i] = -std::get<0>(pairs[i]);
    trial.listed_a[i] = std::get<1>(pairs[i]);
    trial.listed_b[i] = std::get<2>(pairs[i]);
  }
}

void expect_equal(const Trial& trial, const Trial& expected) {
  EXPECT_EQ(trial.non_mated, expected.non_mated);
  EXPECT_EQ(trial.disputed, expected.disputed);
  EXPECT_EQ(trial.within, expected.within);
  EXPECT_EQ(trial.mated_scores, expected.mated_scores);
  EXPECT_EQ(trial.mated_a, expected.mated_a);
  EXPECT_EQ(trial.mated_b, expected.mated_b);
  EXPECT_EQ(trial.listed(), expected.listed());
  EXPECT_EQ(trial.listed_cut, expected.listed_cut);
}

TEST(ComparePairs, CountsWhatTheDefinitionsCountWhateverTheShares) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (const size_t count : {1, 2, 3, 40, 191, 192, 193, 300, 450}) {
    const Trial fresh(random, count, 33, 3, 50);
    for (const Kernels* kernels : runnable_kernels()) {
      SCOPED_TRACE(std::string(name_of(kernels->set)) + ", " + std::to_string(count) + " vectors");
      Trial expected = fresh;
      compare_naively(expected, *kernels);
      Trial trial = fresh;
      std::vector<size_t> cuts{0, count};
      for (int i = 0; i < 3; ++i) cuts.push_back(static_cast<size_t>(random.whole(0, static_cast<int32_t>(count))));
      std::ranges::sort(cuts);
      for (size_t i = cuts.size() - 1; i > 0; --i) trial.compare(cuts[i - 1], cuts[i], *kernels);
      trial.sort();
      expect_equal(trial, expected);
    }
  }
}

TEST(ComparePairs, KeepsTheHighestAndSaysWhenThereWereMore) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (const size_t listed_max : {0, 1, 7, 100'000}) {
    Trial trial(random, 260, 8, 0, listed_max);
    trial.listed_min = -2;
    Trial expected = trial;
    compare_naively(expected, kernels());
    trial.compare(100, 260);
    trial.compare(0, 100);
    trial.sort();
    expect_equal(trial, expected);
    EXPECT_EQ(trial.listed_cut, listed_max == 100'000 ? 0 : 1);
  }
}

TEST(ComparePairs, EqualScoresAreListedByTheirVectors) {
  test::Random random;
  Trial trial(random, 30, 2, 0, 5);
  std::ranges::fill(trial.values, 0.5F);
  trial.listed_min = 0;
  Trial expected = trial;
  compare_naively(expected, kernels());
  trial.compare(15, 30);
  trial.compare(0, 15);
  trial.sort();
  expect_equal(trial, expected);
}

TEST(ComparePairs, BinsAreOfEqualWidthAndEndAtOne) {
  EXPECT_EQ(score_bin(-1), 0);
  EXPECT_EQ(score_bin(0), 100'000);
  EXPECT_EQ(score_bin(1), 200'000);
  EXPECT_EQ(score_bin(0.25F), 125'000);
  EXPECT_EQ(score_bin(0.300004F), 130'000);
  EXPECT_EQ(score_bin(0.300006F), 130'001);
  EXPECT_EQ(score_bin(-1.5F), 0);
  EXPECT_EQ(score_bin(1.5F), 200'000);
  EXPECT_EQ(score_bin(-std::numeric_limits<float>::infinity()), 0);
  EXPECT_EQ(score_bin(std::numeric_limits<float>::infinity()), 200'000);
  EXPECT_EQ(score_bin(std::numeric_limits<float>::quiet_NaN()), 0);
}

TEST(ComparePairs, RefusesWhatDoesNotFitTogether) {
  // Other labels can fit the same places by chance: one draw in a hundred does.
  test::Random random(1);
  const Trial fresh(random, 20, 4, 2, 3);
  const auto refused = [&](auto&& spoil) {
    Trial trial = fresh;
    spoil(trial);
    EXPECT_THROW(trial.compare(0, trial.count), std::invalid_argument);
  };
  refused([](Trial& trial) { trial.identities[3] = -1; });
  refused([](Trial& trial) { trial.identities.pop_back(); });
  refused([](Trial& trial) { trial.corrected[3] = -2; });
  refused([](Trial& trial) { trial.corrected.push_back(0); });
  refused([](Trial& trial) { trial.group_numbers[3] = 2; });
  refused([](Trial& trial) { trial.group_numbers[3] = -2; });
  refused([](Trial& trial) { trial.group_numbers.pop_back(); });
  refused([](Trial& trial) { trial.within.pop_back(); });
  refused([](Trial& trial) { trial.non_mated.pop_back(); });
  refused([](Trial& trial) { trial.disputed.pop_back(); });
  refused([](Trial& trial) { trial.starts.pop_back(); });
  refused([](Trial& trial) { trial.starts[5] += 1000; });
  refused([](Trial& trial) { trial.identities[0] = trial.identities[1] = 500; });
  refused([](Trial& trial) { trial.mated_a.push_back(0); });
  refused([](Trial& trial) { trial.listed_scores.push_back(0); });
  refused([](Trial& trial) { trial.listed_b.pop_back(); });
  refused([](Trial& trial) { trial.listed_count = 7; });
  refused([](Trial& trial) { trial.listed_count = -1; });
  refused([](Trial& trial) { trial.dimension = 0; });
  refused([](Trial& trial) { trial.dimension = kDimensionMax + 1; });
  Trial trial = fresh;
  EXPECT_THROW(trial.compare(0, 21), std::invalid_argument);
  EXPECT_THROW(trial.compare(5, 4), std::invalid_argument);
}

TEST(ComparePairs, RefusesToSortWhatIsNotThere) {
  std::vector<float> scores(4);
  std::vector<int32_t> a(4);
  std::vector<int32_t> b(4);
  int32_t cut = 0;
  for (int32_t count : {-1, 5}) EXPECT_THROW(sort_listed({scores, a, b}, count, cut), std::invalid_argument);
  b.pop_back();
  int32_t count = 2;
  EXPECT_THROW(sort_listed({scores, a, b}, count, cut), std::invalid_argument);
}

TEST(CompareListed, GivesTheCosineOfEachPair) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  const std::vector<float> values = test::unit_vectors(random, 10, 65);
  const EmbeddingRows rows{values.data(), 65, 10};
  const std::vector<int32_t> a{0, 3, 9};
  const std::vector<int32_t> b{9, 3, 1};
  for (const Kernels* kernels : runnable_kernels()) {
    std::vector<float> out(3);
    compare_listed(rows, a, b, out, *kernels);
    for (size_t i = 0; i < 3; ++i) {
      const std::span<const float> left(rows.row(static_cast<size_t>(a[i])), 65);
      const std::span<const float> right(rows.row(static_cast<size_t>(b[i])), 65);
      EXPECT_EQ(out[i], cosine(left, right, *kernels));
    }
  }
}

TEST(CompareListed, RefusesVectorsThatAreNotThere) {
  const std::vector<float> values(8);
  const EmbeddingRows rows{values.data(), 4, 2};
  std::vector<float> out(1);
  const std::vector<int32_t> good{1};
  const std::vector<int32_t> two{0, 1};
  for (const int32_t place : {-1, 2}) {
    const std::vector<int32_t> bad{place};
    EXPECT_THROW(compare_listed(rows, bad, good, out), std::invalid_argument);
    EXPECT_THROW(compare_listed(rows, good, bad, out), std::invalid_argument);
  }
  EXPECT_THROW(compare_listed(rows, good, two, out), std::invalid_argument);
  EXPECT_THROW(compare_listed(rows, two, two, out), std::invalid_argument);
}

}  // namespace
}  // namespace face
