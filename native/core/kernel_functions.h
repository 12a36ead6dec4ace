#pragma once

#include <cstddef>
#include <cstdint>

#include "picture.h"
#include "warp_plan.h"

/// The functions that exist once for each instruction set. Their arguments are already checked.
///
/// This header and all that a vector kernel includes holds plain data and declarations alone: an inline function,
/// compiled there for a new processor, could be the copy that the linker keeps for everyone.
///
/// `add_products` adds to a tile of `out` (`kTileRows` × `kTileColumns`, rows `stride` apart) the products of two panels
/// over `depth` coordinates; a panel holds, for each coordinate, the values of its rows side by side
/// (compare_block.h). Each element of the tile has one sum, which runs through the coordinates in order: a score does
/// not depend on where in a block it is calculated.
namespace face {

/// Rows of real and imaginary parts.
struct ComplexRow {
  float* real;
  float* imaginary;
};

namespace scalar {
void warp(const WarpPlan& plan);
/// Pixels [begin, end) of row `y`: what the vector kernels call at borders of the picture.
void warp_span(const WarpPlan& plan, int32_t y, int32_t begin, int32_t end);
void halve(const Picture& picture, uint8_t* out);
/// Output pixels [begin, end) of one row from two input rows: what the vector kernels call at the end of a row.
void halve_span(const uint8_t* upper, const uint8_t* lower, int32_t begin, int32_t end, uint8_t* out);
/// One row from a row of Y and the row of U, V pairs that it shares with its neighbour; width even.
void nv12_row(const uint8_t* luma, const uint8_t* chroma, int32_t width, uint8_t* out);
float dot(const float* a, const float* b, size_t length);
inline constexpr size_t kTileRows = 4;
inline constexpr size_t kTileColumns = 4;
void add_products(const float* a, const float* b, size_t depth, float* out, size_t stride);
/// The loops of texture_kernel.h.
void to_ycbcr(const uint8_t* rgb, size_t area, uint8_t* ycbcr);
void lbp_codes(const uint8_t* row, ptrdiff_t stride, size_t length, uint8_t* codes);
uint32_t laplacian_squares(const uint8_t* row, ptrdiff_t stride, size_t length);
void butterfly(ComplexRow first, ComplexRow second, float w_real, float w_imaginary, size_t length);
}  // namespace scalar

namespace avx2 {
void warp(const WarpPlan& plan);
void halve(const Picture& picture, uint8_t* out);
void nv12_row(const uint8_t* luma, const uint8_t* chroma, int32_t width, uint8_t* out);
float dot(const float* a, const float* b, size_t length);
inline constexpr size_t kTileRows = 6;
inline constexpr size_t kTileColumns = 16;
void add_products(const float* a, const float* b, size_t depth, float* out, size_t stride);
void to_ycbcr(const uint8_t* rgb, size_t area, uint8_t* ycbcr);
void lbp_codes(const uint8_t* row, ptrdiff_t stride, size_t length, uint8_t* codes);
uint32_t laplacian_squares(const uint8_t* row, ptrdiff_t stride, size_t length);
void butterfly(ComplexRow first, ComplexRow second, float w_real, float w_imaginary, size_t length);
}  // namespace avx2

namespace avx512 {
void warp(const WarpPlan& plan);
float dot(const float* a, const float* b, size_t length);
inline constexpr size_t kTileRows = 12;
inline constexpr size_t kTileColumns = 32;
void add_products(const float* a, const float* b, size_t depth, float* out, size_t stride);
void to_ycbcr(const uint8_t* rgb, size_t area, uint8_t* ycbcr);
void lbp_codes(const uint8_t* row, ptrdiff_t stride, size_t length, uint8_t* codes);
uint32_t laplacian_squares(const uint8_t* row, ptrdiff_t stride, size_t length);
void butterfly(ComplexRow first, ComplexRow second, float w_real, float w_imaginary, size_t length);
}  // namespace avx512

namespace neon {
void warp(const WarpPlan& plan);
void halve(const Picture& picture, uint8_t* out);
void nv12_row(const uint8_t* luma, const uint8_t* chroma, int32_t width, uint8_t* out);
float dot(const float* a, const float* b, size_t length);
inline constexpr size_t kTileRows = 8;
inline constexpr size_t kTileColumns = 8;
void add_products(const float* a, const float* b, size_t depth, float* out, size_t stride);
}  // namespace neon

}  // namespace face
