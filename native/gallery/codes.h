#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "rotation.h"
#include "shape.h"

namespace face::gallery {

/// What is stored of a vector x, of a length up to 1, beside its exact form. With y = x rotated:
///
///   signs   one bit a coordinate, set where y ≥ 0
///   codes   u = ⌊y / step + 128⌋ in 0…255; the coordinate is step · (u − 127.5), or step · (16 h − 120) by the upper
///           four bits h alone. Byte j of a plane holds coordinate j in its low half and coordinate padded/2 + j in its
///           high half; `high` has the upper, `low` the lower four bits.
struct Codes {
  explicit Codes(const Shape& shape);
  /// Wiped: a face could be known by them.
  ~Codes();
  Codes(const Codes&) = default;
  Codes& operator=(const Codes&) = default;

  std::vector<uint64_t> signs;
  std::vector<uint8_t> high;
  std::vector<uint8_t> low;
  /// As the one-bit scan wants them: gallery_kernels.h.
  uint32_t sign_factors = 0;
  float step = 0;
  /// ‖y − what `high` says‖ and ‖y − what both planes say‖, rounded up.
  float high_error = 0;
  float code_error = 0;
};

/// @param vector `dimension` elements, of a length up to 1
/// @throws std::invalid_argument where it is longer, or nothing
void encode(const Shape& shape, const Rotation& rotation, std::span<const float> vector, Codes& codes);

/// The rotated vector that both planes say; `out` has `padded` elements.
void decode(const Shape& shape, const Codes& codes, std::span<float> out);

/// A vector's length. @throws std::invalid_argument where it is above 1, to a part in ten thousand, or next to nothing
float checked_length(std::span<const float> vector);

/// To nearest, ties to even; NaN stays NaN.
uint16_t to_bfloat16(float value);
float from_bfloat16(uint16_t bits);

}  // namespace face::gallery
