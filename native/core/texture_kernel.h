#pragma once

#include <cstddef>
#include <cstdint>

/// The texture loops that pay for vectors, written once in plain C++. Each instruction set's translation unit includes
/// them once and its compiler makes vectors of them; the unnamed namespace keeps the copies apart (kernel_functions.h).
/// Whole numbers throughout but for the butterfly, so that all copies give the same bytes.
namespace face {
namespace {

/// A weighted sum of three planes, weights in 1/256. The sum of every pixel fits in 16 bits: at most 65,408 of luma,
/// and from 511 to 65,281 of a difference.
inline void mix_planes(const uint8_t* __restrict rgb, size_t area, const int16_t (&weights)[3], uint16_t offset,
                       uint8_t* __restrict out) {
  const auto red_weight = static_cast<uint16_t>(weights[0]);
  const auto green_weight = static_cast<uint16_t>(weights[1]);
  const auto blue_weight = static_cast<uint16_t>(weights[2]);
  const uint8_t* green = rgb + area;
  const uint8_t* blue = rgb + 2 * area;
  for (size_t i = 0; i < area; ++i) {
    // Products of negative weights wrap around, and so does the sum: back to where it fits.
    const int32_t warm = red_weight * rgb[i] + green_weight * green[i];
    const auto sum = static_cast<uint16_t>(warm + blue_weight * blue[i] + offset);
    out[i] = static_cast<uint8_t>(sum >> 8);
  }
}

/// Full-range BT.601 as in JFIF, rounded. The weights of a difference sum to 0: every grey is exactly 128.
inline void ycbcr_of_planes(const uint8_t* rgb, size_t area, uint8_t* ycbcr) {
  mix_planes(rgb, area, {77, 150, 29}, 128, ycbcr);
  mix_planes(rgb, area, {-43, -84, 127}, 32896, ycbcr + area);
  mix_planes(rgb, area, {127, -106, -21}, 32896, ycbcr + 2 * area);
}

/// One row of codes of local binary patterns: bit n is set where neighbour n, clockwise from the upper left, is not
/// darker than the middle. `row` is the second pixel of a row that has one above and one below.
inline void lbp_row(const uint8_t* row, ptrdiff_t stride, size_t length, uint8_t* codes) {
  const uint8_t* __restrict middle = row;
  const uint8_t* __restrict above = row - stride;
  const uint8_t* __restrict below = row + stride;
  uint8_t* __restrict out = codes;
  for (size_t x = 0; x < length; ++x) {
    const uint8_t level = middle[x];
    uint8_t code = above[static_cast<ptrdiff_t>(x) - 1] >= level ? 1 : 0;
    code |= above[x] >= level ? 2 : 0;
    code |= above[x + 1] >= level ? 4 : 0;
    code |= middle[x + 1] >= level ? 8 : 0;
    code |= below[x + 1] >= level ? 16 : 0;
    code |= below[x] >= level ? 32 : 0;
    code |= below[static_cast<ptrdiff_t>(x) - 1] >= level ? 64 : 0;
    code |= middle[static_cast<ptrdiff_t>(x) - 1] >= level ? 128 : 0;
    out[x] = code;
  }
}

/// Sum of the squares of the 4-neighbour Laplacian over one row; at most 1024 pixels, so that it fits.
inline uint32_t laplacian_row(const uint8_t* row, ptrdiff_t stride, size_t length) {
  const uint8_t* __restrict above = row - stride;
  const uint8_t* __restrict below = row + stride;
  uint32_t squares = 0;
  for (size_t x = 0; x < length; ++x) {
    const int32_t value = above[x] + below[x] + row[static_cast<ptrdiff_t>(x) - 1] + row[x + 1] - 4 * row[x];
    squares += static_cast<uint32_t>(value * value);
  }
  return squares;
}

/// One butterfly of a Fourier transform for `length` columns: (a, b) becomes (a + w·b, a − w·b).
inline void butterfly_row(ComplexRow first, ComplexRow second, float w_real, float w_imaginary, size_t length) {
  float* __restrict a_real = first.real;
  float* __restrict a_imaginary = first.imaginary;
  float* __restrict b_real = second.real;
  float* __restrict b_imaginary = second.imaginary;
  for (size_t x = 0; x < length; ++x) {
    const float real = b_real[x] * w_real - b_imaginary[x] * w_imaginary;
    const float imaginary = b_real[x] * w_imaginary + b_imaginary[x] * w_real;
    b_real[x] = a_real[x] - real;
    b_imaginary[x] = a_imaginary[x] - imaginary;
    a_real[x] += real;
    a_imaginary[x] += imaginary;
  }
}

}  // namespace
}  // namespace face
