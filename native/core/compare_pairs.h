#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "compare_block.h"

/// Every vector against every other, in shares that threads take one by one.
namespace face {

/// Bins of comparison score over −1 … 1, 1e-5 each.
inline constexpr size_t kScoreBins = 200'001;

/// The nearest bin; the first or last one beyond −1 … 1.
int32_t score_bin(float score);

struct PairLabels {
  /// One a vector.
  std::span<const int32_t> identities;
  /// With label errors put right, −1 where nobody knows. A pair that is non-mated by `identities` is disputed where
  /// these are equal or one of them is −1.
  std::span<const int32_t> corrected;
  /// As many as vectors for each attribute, one attribute after the other: group numbers, unique over all attributes,
  /// −1 without a group.
  std::span<const int32_t> groups;
  size_t group_count;
};

/// Parallel arrays of equal length.
struct PairArrays {
  std::span<float> scores;
  std::span<int32_t> a;
  std::span<int32_t> b;
};

/// Where a share adds what it counts; the arrays are the caller's and go from share to share.
struct PairTally {
  /// Counts by score bin: `kScoreBins`, the last of them `kScoreBins` for each group.
  std::span<double> non_mated;
  std::span<double> disputed;
  std::span<double> non_mated_within;
  /// For each vector the mated pairs of those before it with any later one; and in the end, mated pairs in all.
  std::span<const int32_t> mated_starts;
  /// Mated pairs by first and second vector, each at its place.
  PairArrays mated;
  /// Undisputed non-mated pairs of at least this score are listed, in arrays twice as long as pairs are wanted.
  float listed_min;
  PairArrays listed;
  /// Pairs in `listed`, which hold the wanted ones and perhaps others.
  int32_t& listed_count;
  /// Set to 1 when there were more than are wanted and the lowest were given up.
  int32_t& listed_cut;
};

/// Compares vectors [first, last) with every later one.
///
/// @throws std::invalid_argument where lengths, labels or the range do not fit together
void compare_share(const EmbeddingRows& rows, const PairLabels& labels, size_t first, size_t last, PairTally& tally,
                   const Kernels& kernels = kernels());

/// Leaves the wanted pairs of a tally in `listed`, the highest first, equal scores by first and second vector; `cut` is
/// set to 1 when others are given up.
///
/// @throws std::invalid_argument unless `listed` is of one even length and holds `count` pairs
void sort_listed(const PairArrays& listed, int32_t& count, int32_t& cut);

/// Scores of single pairs: `out[i]` is that of vectors `a[i]` and `b[i]`.
///
/// @throws std::invalid_argument unless `a`, `b` and `out` are of equal length and every place is one of a vector
void compare_listed(const EmbeddingRows& rows, std::span<const int32_t> a, std::span<const int32_t> b,
                    std::span<float> out, const Kernels& kernels = kernels());

}  // namespace face
