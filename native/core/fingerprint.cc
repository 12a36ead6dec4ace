#include "fingerprint.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <numbers>
#include <stdexcept>
#include <string>
#include <vector>

namespace face {
namespace {

/// Rec. 601 in 256ths; with the 16 pixels of a cell a grey level is 4096, and four times that in a residual.
constexpr int32_t kRed = 77;
constexpr int32_t kGreen = 150;
constexpr int32_t kBlue = 29;
constexpr int32_t kGreyLevel = 4 * kCellPixels * kCellPixels * 256;
constexpr int32_t kNoneMax = kGreyLevel / 4;
constexpr int32_t kWeakMax = kGreyLevel * 2;

/// Luma of the cell whose first pixel is x, y, in 4096ths of a grey level.
int32_t cell_at(const Picture& picture, int32_t x, int32_t y) {
  const ptrdiff_t stride = static_cast<ptrdiff_t>(picture.width) * 3;
  const uint8_t* row = picture.rgb + y * stride + static_cast<ptrdiff_t>(x) * 3;
  int32_t red = 0;
  int32_t green = 0;
  int32_t blue = 0;
  for (int32_t i = 0; i < kCellPixels; ++i, row += stride) {
    for (int32_t j = 0; j < kCellPixels * 3; j += 3) {
      red += row[j];
      green += row[j + 1];
      blue += row[j + 2];
    }
  }
  return kRed * red + kGreen * green + kBlue * blue;
}

int32_t grid_cell(const Picture& picture, int32_t column, int32_t row) {
  return cell_at(picture, column * kCellPixels, row * kCellPixels);
}

int8_t code_of(int32_t residual) {
  const int32_t size = std::abs(residual);
  if (size < kNoneMax) return 0;
  const int8_t code = size < kWeakMax ? 1 : 2;
  return static_cast<int8_t>(residual < 0 ? -code : code);
}

void check_axis(const char* name, int32_t first, int32_t count, int32_t step, int32_t cells) {
  const int64_t last = first + (static_cast<int64_t>(count) - 1) * step;
  if (first >= 1 && count >= 1 && step >= 1 && last <= cells - 2) return;
  throw std::invalid_argument("window." + std::string(name) + " must keep each place's neighbours within " +
                              std::to_string(cells) + " cells; it reaches from " + std::to_string(first) + " to " +
                              std::to_string(last));
}

/// Neighbouring places share cells: each is added up once.
void dense_signs(const Picture& picture, const NoiseWindow& window, std::span<int8_t> out) {
  const int32_t width = window.columns + 2;
  std::vector<int32_t> cells(static_cast<size_t>(width) * (window.rows + 2));
  for (int32_t y = 0; y < window.rows + 2; ++y) {
    for (int32_t x = 0; x < width; ++x) {
      cells[static_cast<size_t>(y) * width + x] = grid_cell(picture, window.column - 1 + x, window.row - 1 + y);
    }
  }
  size_t place = 0;
  for (int32_t y = 1; y <= window.rows; ++y) {
    const int32_t* row = cells.data() + static_cast<ptrdiff_t>(y) * width;
    for (int32_t x = 1; x <= window.columns; ++x) {
      out[place++] = code_of(4 * row[x] - row[x - 1] - row[x + 1] - row[x - width] - row[x + width]);
    }
  }
}

/// dct[u][i] of the frequencies 1–8 over 32 samples.
constexpr int32_t kSamples = 32;
constexpr int32_t kFrequencies = 8;
using Basis = std::array<std::array<float, kSamples>, kFrequencies>;

Basis make_basis() {
  Basis basis{};
  for (int32_t u = 0; u < kFrequencies; ++u) {
    for (int32_t i = 0; i < kSamples; ++i) {
      basis[u][i] = static_cast<float>(std::cos(std::numbers::pi * (u + 1) * (2 * i + 1) / (2.0 * kSamples)));
    }
  }
  return basis;
}

/// First pixel of sample i of an axis, spread evenly.
int32_t sample_at(int32_t i, int32_t side) {
  return static_cast<int32_t>((2 * static_cast<int64_t>(i) + 1) * (side - kCellPixels) / (2 * kSamples));
}

}  // namespace

void noise_signs(const Picture& picture, const NoiseWindow& window, std::span<int8_t> out) {
  check_axis("columns", window.column, window.columns, window.step, picture.width / kCellPixels);
  check_axis("rows", window.row, window.rows, window.step, picture.height / kCellPixels);
  if (window.step == 1) return dense_signs(picture, window, out);
  size_t place = 0;
  for (int32_t y = 0; y < window.rows; ++y) {
    const int32_t row = window.row + y * window.step;
    for (int32_t x = 0; x < window.columns; ++x) {
      const int32_t column = window.column + x * window.step;
      out[place++] = code_of(4 * grid_cell(picture, column, row) - grid_cell(picture, column - 1, row) -
                             grid_cell(picture, column + 1, row) - grid_cell(picture, column, row - 1) -
                             grid_cell(picture, column, row + 1));
    }
  }
}

void perceptual_hash(const Picture& picture, std::span<uint8_t> out) {
  if (picture.width < kCellPixels || picture.height < kCellPixels) {
    throw std::invalid_argument("picture must be at least 4 × 4 pixels; it is " + std::to_string(picture.width) +
                                " × " + std::to_string(picture.height));
  }
  static const Basis basis = make_basis();
  std::array<std::array<float, kFrequencies>, kSamples> rows{};
  for (int32_t y = 0; y < kSamples; ++y) {
    std::array<float, kSamples> samples;
    for (int32_t x = 0; x < kSamples; ++x) {
      samples[x] = static_cast<float>(cell_at(picture, sample_at(x, picture.width), sample_at(y, picture.height)));
    }
    for (int32_t u = 0; u < kFrequencies; ++u) {
      for (int32_t x = 0; x < kSamples; ++x) rows[y][u] += basis[u][x] * samples[x];
    }
  }
  for (int32_t v = 0; v < kFrequencies; ++v) {
    uint8_t bits = 0;
    for (int32_t u = 0; u < kFrequencies; ++u) {
      float coefficient = 0;
      for (int32_t y = 0; y < kSamples; ++y) coefficient += basis[v][y] * rows[y][u];
      if (coefficient > 0) bits = static_cast<uint8_t>(bits | 1 << u);
    }
    out[v] = bits;
  }
}

}  // namespace face
