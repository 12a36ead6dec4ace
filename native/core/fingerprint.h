#pragma once

#include <cstdint>
#include <span>

#include "picture.h"

namespace face {

/// What tells the same picture sent again from a second picture of a still scene: the signs of its noise, and a hash of
/// what it shows. Both are measured over cells, means of 4 × 4 pixels of luma: small enough that the noise of a sensor
/// still shows in them, and large enough that JPEG leaves it standing.
inline constexpr int32_t kCellPixels = 4;

/// Places on the picture's grid of cells, `step` cells apart in both directions.
struct NoiseWindow {
  /// The first place.
  int32_t column;
  int32_t row;
  int32_t columns;
  int32_t rows;
  int32_t step;
};

/// The sign of each place's high-pass residual, a cell minus the mean of its four neighbours: 0 under a quarter of a
/// grey level, where rounding decides it; ±1 under two grey levels, where noise does; ±2 from there on, where the scene
/// does.
///
/// @param out exactly columns · rows codes, row by row
/// @throws std::invalid_argument when a place has not all four neighbours in the picture
void noise_signs(const Picture& picture, const NoiseWindow& window, std::span<int8_t> out);

/// 64 signs of the low frequencies (1–8 in both directions, DCT-II) of 32 × 32 cells spread over the picture: near
/// for pictures that look alike, whatever their brightness, size and encoding.
///
/// @param out exactly 8 bytes, lowest bit first
/// @throws std::invalid_argument for a picture less than a cell wide or high
void perceptual_hash(const Picture& picture, std::span<uint8_t> out);

}  // namespace face
