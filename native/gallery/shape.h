#pragma once

#include <cstddef>
#include <cstdint>

/// How references lie in memory: docs/search.md, "Layout".
///
/// Plain data and declarations alone, like kernel_functions.h: vector kernels include it.
namespace face::gallery {

/// What scores are computed from at last.
enum class Precision { int8, bfloat16, float32 };

/// Rows whose sign words lie side by side.
inline constexpr size_t kGroupRows = 8;
/// Rows of one allocation: growth never moves what a search reads.
inline constexpr size_t kBlockRows = 16384;
/// Rows one thread takes at a time, under one lock.
inline constexpr size_t kUnitRows = 4096;
inline constexpr size_t kDimensionMin = 64;
inline constexpr size_t kDimensionMax = 1024;
inline constexpr size_t kSignWordsMax = kDimensionMax / 64;
/// Numbers of a row for the one-bit scan, in 32 bits: c ÷ length as the upper half of a float, the count of its set signs, and
/// c itself in steps, where c is the cosine between the row and its signs as a vector.
inline constexpr unsigned kSignCountShift = 5;
inline constexpr uint32_t kSignCountMask = 0x7FF;
inline constexpr uint32_t kSignLevelMask = 0x1F;
inline constexpr float kSignCosineMin = 0.5F;
inline constexpr float kSignCosineStep = 1.0F / 64;
/// Bits of a probe's coordinate in the one-bit scan.
inline constexpr size_t kProbePlanes = 4;

/// Sizes that follow from dimension and precision.
struct Shape {
  size_t dimension;
  Precision precision;

  /// 64-bit words of a row's signs.
  size_t sign_words() const { return (dimension + 63) / 64; }
  /// Coordinates of codes; those past the dimension are nothing, since probes are zero there.
  size_t padded() const { return (dimension + 127) / 128 * 128; }
  /// Bytes of one plane of a row's codes: two coordinates a byte.
  size_t plane_bytes() const { return padded() / 2; }
  /// Bytes of a row's exact vector, a multiple of 64.
  size_t exact_bytes() const {
    const size_t wide = precision == Precision::float32 ? 4 : precision == Precision::bfloat16 ? 2 : 0;
    return (dimension * wide + 63) / 64 * 64;
  }
};

}  // namespace face::gallery
