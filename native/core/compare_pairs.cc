#include "compare_pairs.h"

#include <algorithm>
#include <array>
#include <vector>

#include "compare_checks.h"
#include "compare_listing.h"

namespace face {
namespace {

/// What a pair is counted as.
enum Kind : int32_t { non_mated, mated, disputed };

/// Scores of one vector with others that follow each other.
struct ScoreRow {
  const float* scores;
  size_t row;
  size_t first_column;
  size_t count;
};

/// Adds rows of scores to a tally. Bins and kinds are found for a whole row first, in loops that compile to vector
/// instructions; what is left for each pair is an addition and two branches that are nearly never taken.
class Counter {
 public:
  Counter(const PairLabels& labels, PairTally& tally, size_t first, size_t last)
      : labels_(labels),
        tally_(tally),
        listing_(tally),
        first_(first),
        mated_places_(tally.mated_starts.begin() + static_cast<std::ptrdiff_t>(first),
                      tally.mated_starts.begin() + static_cast<std::ptrdiff_t>(last)) {}

  void count(const ScoreRow& row) {
    for (size_t i = 0; i < row.count; ++i) bins_[i] = score_bin(row.scores[i]);
    find_kinds(row);
    count_pairs(row);
    count_within_groups(row);
  }

  /// @throws std::invalid_argument unless every mated pair had its place and every place its pair
  void finish() const {
    for (size_t i = 0; i < mated_places_.size(); ++i) {
      check_place(first_ + i, mated_places_[i] == tally_.mated_starts[first_ + i + 1]);
    }
  }

 private:
  void find_kinds(const ScoreRow& row) {
    const int32_t identity = labels_.identities[row.row];
    const int32_t corrected = labels_.corrected[row.row];
    const int32_t* identities = labels_.identities.data() + row.first_column;
    const int32_t* corrected_others = labels_.corrected.data() + row.first_column;
    for (size_t i = 0; i < row.count; ++i) {
      const bool unsure = (corrected_others[i] == corrected) | (corrected_others[i] < 0) | (corrected < 0);
      kinds_[i] = identities[i] == identity ? mated : unsure ? disputed : non_mated;
    }
  }

  void count_pairs(const ScoreRow& row) {
    double* counts = tally_.non_mated.data();
    for (size_t i = 0; i < row.count; ++i) {
      const size_t bin = static_cast<size_t>(bins_[i]);
      if (kinds_[i] == non_mated) {
        counts[bin] += 1;
        if (row.scores[i] >= listing_.floor()) {
          listing_.offer(row.scores[i], static_cast<int32_t>(row.row), static_cast<int32_t>(row.first_column + i));
        }
      } else if (kinds_[i] == disputed) {
        tally_.disputed[bin] += 1;
      } else {
        place_mated(row.row, row.first_column + i, row.scores[i]);
      }
    }
  }

  void count_within_groups(const ScoreRow& row) {
    const size_t count = labels_.identities.size();
    for (size_t attribute = 0; attribute < labels_.groups.size(); attribute += count) {
      const int32_t group = labels_.groups[attribute + row.row];
      if (group < 0) continue;
      const int32_t* others = labels_.groups.data() + attribute + row.first_column;
      double* counts = tally_.non_mated_within.data() + static_cast<size_t>(group) * kScoreBins;
      // Half of all pairs may be within a group: adding nothing costs less than a branch that cannot be foreseen.
      for (size_t i = 0; i < row.count; ++i) {
        counts[bins_[i]] += static_cast<double>((others[i] == group) & (kinds_[i] == non_mated));
      }
    }
  }

  void place_mated(size_t a, size_t b, float score) {
    int32_t& next = mated_places_[a - first_];
    check_place(a, next < tally_.mated_starts[a + 1]);
    const auto place = static_cast<size_t>(next++);
    tally_.mated.scores[place] = score;
    tally_.mated.a[place] = static_cast<int32_t>(a);
    tally_.mated.b[place] = static_cast<int32_t>(b);
  }

  static void check_place(size_t row, bool right) {
    if (right) return;
    refuse_argument("matedStarts", "the number of mated pairs before each vector",
                    "wrong after vector " + std::to_string(row));
  }

  const PairLabels& labels_;
  PairTally& tally_;
  HighestPairs listing_;
  size_t first_;
  /// For each vector of the share the place of its next mated pair.
  std::vector<int32_t> mated_places_;
  std::array<int32_t, kBlockColumns> bins_;
  std::array<int32_t, kBlockColumns> kinds_;
};

void check_labels(const PairLabels& labels, size_t count) {
  check_length("identities", labels.identities.size(), count);
  check_length("corrected", labels.corrected.size(), count);
  if (count == 0 ? !labels.groups.empty() : labels.groups.size() % count != 0) {
    const std::string came = std::to_string(labels.groups.size()) + " long";
    refuse_argument("groups", "as long as identities for each attribute", came);
  }
  check_numbers("identities", labels.identities, 0, INT32_MAX);
  check_numbers("corrected", labels.corrected, -1, INT32_MAX);
  check_numbers("groups", labels.groups, -1, static_cast<int64_t>(labels.group_count) - 1);
}

void check_tally(const PairTally& tally, size_t count, size_t group_count) {
  check_length("nonMated", tally.non_mated.size(), kScoreBins);
  check_length("disputed", tally.disputed.size(), kScoreBins);
  check_length("nonMatedWithin", tally.non_mated_within.size(), group_count * kScoreBins);
  check_length("matedStarts", tally.mated_starts.size(), count + 1);
  check_numbers("matedStarts", tally.mated_starts, 0, static_cast<int64_t>(tally.mated.scores.size()));
  check_pairs("mated", tally.mated, tally.mated.scores.size());
  check_listed(tally.listed, tally.listed_count);
}

/// Pairs of `rows` with each vector of `columns` that comes later.
void count_block(const EmbeddingRows& rows, size_t first, size_t last, Counter& counter, ScoreBlock& block) {
  std::array<const float*, kBlockColumns> pointers;
  const auto pointers_to = [&](size_t from, size_t to) {
    for (size_t i = from; i < to; ++i) pointers[i - from] = rows.row(i);
    return std::span<const float* const>(pointers.data(), to - from);
  };
  block.set_rows(pointers_to(first, last));
  for (size_t from = first; from < rows.count; from += kBlockColumns) {
    const size_t to = std::min(from + kBlockColumns, rows.count);
    block.multiply(pointers_to(from, to));
    for (size_t row = first; row < std::min(last, to); ++row) {
      const size_t begin = std::max(from, row + 1);
      if (begin < to) counter.count({block.scores(row - first) + (begin - from), row, begin, to - begin});
    }
  }
}

}  // namespace

int32_t score_bin(float score) {
  const double place = (static_cast<double>(score) + 1) * ((kScoreBins - 1) / 2) + 0.5;
  // In this order, what is not a number falls into the first bin.
  const double not_below = place > 0 ? place : 0;
  return static_cast<int32_t>(not_below < kScoreBins - 1 ? not_below : kScoreBins - 1);
}

void compare_share(const EmbeddingRows& rows, const PairLabels& labels, size_t first, size_t last, PairTally& tally,
                   const Kernels& kernels) {
  check_rows(rows);
  check_labels(labels, rows.count);
  check_tally(tally, rows.count, labels.group_count);
  check_range(first, last, rows.count);
  Counter counter(labels, tally, first, last);
  ScoreBlock block(rows.dimension, kernels);
  for (size_t from = first; from < last; from += kBlockRows) {
    count_block(rows, from, std::min(from + kBlockRows, last), counter, block);
  }
  counter.finish();
}

void compare_listed(const EmbeddingRows& rows, std::span<const int32_t> a, std::span<const int32_t> b,
                    std::span<float> out, const Kernels& kernels) {
  check_rows(rows);
  check_length("b", b.size(), a.size());
  check_length("out", out.size(), a.size());
  const int64_t highest = static_cast<int64_t>(rows.count) - 1;
  check_numbers("a", a, 0, highest);
  check_numbers("b", b, 0, highest);
  for (size_t i = 0; i < a.size(); ++i) {
    out[i] = kernels.dot(rows.row(static_cast<size_t>(a[i])), rows.row(static_cast<size_t>(b[i])), rows.dimension);
  }
}

}  // namespace face
