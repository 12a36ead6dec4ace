#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "compare_block.h"

namespace face {

/// Open-set identification: probes against references that are all of different identities.
struct SearchTask {
  /// Vectors that are references, and vectors that are probes.
  std::span<const int32_t> gallery;
  std::span<const int32_t> probes;
  /// For each probe the place of its mate in `gallery`, −1 without one.
  std::span<const int32_t> mates;
};

/// One element a probe of the share.
struct SearchResults {
  /// Score of the mate, NaN without one.
  std::span<float> mate;
  /// 1 plus the number of others that score higher than the mate, 0 without a mate.
  std::span<int32_t> rank;
  /// Highest score of a reference that is not the mate, −infinity where there is none.
  std::span<float> highest_other;
};

/// Searches with probes [first, last) of the task; `results` has their length.
///
/// @throws std::invalid_argument where lengths, places or the range do not fit together
void search_share(const EmbeddingRows& rows, const SearchTask& task, size_t first, size_t last,
                  const SearchResults& results, const Kernels& kernels = kernels());

}  // namespace face
