#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <span>

#include "kernels.h"

namespace face {

/// Vectors of equal length row by row; borrowed.
struct EmbeddingRows {
  const float* values;
  size_t dimension;
  size_t count;

  const float* row(size_t index) const { return values + index * dimension; }
};

inline constexpr size_t kDimensionMax = 4096;
/// Rows and columns of the block of scores that is held at one time: with the packed rows of a coordinate range it
/// fills about half of a second-level cache of one megabyte.
inline constexpr size_t kBlockRows = 192;
inline constexpr size_t kBlockColumns = 256;

/// Dot products of up to `kBlockRows` vectors with up to `kBlockColumns` others, kept for counting.
///
/// Both sides are copied into panels of as many vectors as a tile of the kernel has rows or columns, coordinate after
/// coordinate, and the last panel is filled up with zeros, so that kernels read memory in order and know no borders.
/// Sums run over 256 coordinates at a time: panels stay in the nearest cache, and long vectors lose no precision.
/// A score has the same bits wherever its pair lies in a block, and whichever of the two comes first.
class ScoreBlock {
 public:
  ScoreBlock(size_t dimension, const Kernels& kernels);

  /// At most `kBlockRows`; they stay for all later `multiply`.
  void set_rows(std::span<const float* const> rows);
  /// Scores of all rows with these, at most `kBlockColumns`.
  void multiply(std::span<const float* const> columns);
  /// Scores of one row with the columns of the last `multiply`, in their order.
  const float* scores(size_t row) const { return scores_.get() + row * kBlockColumns; }

 private:
  struct Release {
    void operator()(float* memory) const { ::operator delete[](memory, std::align_val_t{64}); }
  };
  using Floats = std::unique_ptr<float[], Release>;
  static Floats allocate(size_t length);

  size_t dimension_;
  const TileKernel& tile_;
  size_t row_panels_ = 0;
  Floats rows_;
  Floats columns_;
  Floats scores_;
};

}  // namespace face
