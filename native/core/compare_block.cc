#include "compare_block.h"

#include <algorithm>

namespace face {
namespace {

constexpr size_t kDepth = 256;
/// Coordinates of one vector that are copied at a time: a cache line.
constexpr size_t kLine = 16;

static_assert(kBlockRows % scalar::kTileRows == 0 && kBlockRows % avx2::kTileRows == 0 &&
              kBlockRows % avx512::kTileRows == 0 && kBlockRows % neon::kTileRows == 0);
static_assert(kBlockColumns % scalar::kTileColumns == 0 && kBlockColumns % avx2::kTileColumns == 0 &&
              kBlockColumns % avx512::kTileColumns == 0 && kBlockColumns % neon::kTileColumns == 0);

size_t panels_of(size_t vectors, size_t width) { return (vectors + width - 1) / width; }

void pack_panel(std::span<const float* const> vectors, size_t dimension, size_t width, float* panel) {
  if (vectors.size() < width) std::fill_n(panel, dimension * width, 0.0F);
  for (size_t from = 0; from < dimension; from += kLine) {
    const size_t to = std::min(from + kLine, dimension);
    for (size_t i = 0; i < vectors.size(); ++i) {
      for (size_t k = from; k < to; ++k) panel[k * width + i] = vectors[i][k];
    }
  }
}

void pack(std::span<const float* const> vectors, size_t dimension, size_t width, float* panels) {
  for (size_t first = 0; first < vectors.size(); first += width) {
    const size_t count = std::min(width, vectors.size() - first);
    pack_panel(vectors.subspan(first, count), dimension, width, panels + first * dimension);
  }
}

}  // namespace

ScoreBlock::Floats ScoreBlock::allocate(size_t length) {
  return Floats(new (std::align_val_t{64}) float[length]);
}

ScoreBlock::ScoreBlock(size_t dimension, const Kernels& kernels)
    : dimension_(dimension),
      tile_(kernels.tile),
      rows_(allocate(kBlockRows * dimension)),
      columns_(allocate(kBlockColumns * dimension)),
      scores_(allocate(kBlockRows * kBlockColumns)) {}

void ScoreBlock::set_rows(std::span<const float* const> rows) {
  row_panels_ = panels_of(rows.size(), tile_.rows);
  pack(rows, dimension_, tile_.rows, rows_.get());
}

void ScoreBlock::multiply(std::span<const float* const> columns) {
  const size_t column_panels = panels_of(columns.size(), tile_.columns);
  pack(columns, dimension_, tile_.columns, columns_.get());
  std::fill_n(scores_.get(), row_panels_ * tile_.rows * kBlockColumns, 0.0F);
  for (size_t from = 0; from < dimension_; from += kDepth) {
    const size_t depth = std::min(kDepth, dimension_ - from);
    for (size_t column = 0; column < column_panels; ++column) {
      const float* b = columns_.get() + (column * dimension_ + from) * tile_.columns;
      for (size_t row = 0; row < row_panels_; ++row) {
        const float* a = rows_.get() + (row * dimension_ + from) * tile_.rows;
        float* out = scores_.get() + row * tile_.rows * kBlockColumns + column * tile_.columns;
        tile_.add_products(a, b, depth, out, kBlockColumns);
      }
    }
  }
}

}  // namespace face
