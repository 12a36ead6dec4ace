#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace face {

/// Side of an aligned luma chip of which flow is measured, pixels.
inline constexpr int32_t kFlowSide = 160;
/// Patches along a side of the grid; each gives one vector.
inline constexpr int32_t kFlowGrid = 8;
inline constexpr size_t kFlowValues = 2 * kFlowGrid * kFlowGrid;
inline constexpr size_t kFlowPixels = static_cast<size_t>(kFlowSide) * kFlowSide;

/// How the face moved between two chips beyond what a plane can.
struct FaceFlow {
  /// Correlation of the chips once the best homography has laid one on the other, −1–1.
  float correlation;
  /// How far that homography carries a corner of the chip, as a share of the side: what alignment has not taken out.
  float displacement;
  /// What `left_over` would be of noise alone that is as strong as all that differs between the chips: mean square of a
  /// vector up to one factor, pixels squared.
  float noise;
  /// For each patch, row by row, what is left over in x and y, pixels of the chip.
  std::array<float, kFlowValues> left_over;
};

/// Takes light and contrast out of a chip, so that two of them compare by structure alone: each pixel as its distance
/// from the mean about it in standard deviations, 128 + 32·z, held within a byte.
///
/// @param luma kFlowPixels bytes
/// @param out as many
void normalise_chip(std::span<const uint8_t> luma, std::span<uint8_t> out);

/// Lays `current` on `reference` by one homography (Gauss–Newton, inverse compositional: Baker and Matthews 2004, two
/// pyramid levels), follows 8 × 8 patches to a few hundredths of a pixel (Lucas and Kanade 1981), and takes out of
/// their vectors whatever a homography explains. What is left over is parallax, expression, blinks and noise; of a flat
/// picture, however it is moved, noise alone (Hartley and Zisserman, Multiple View Geometry, section 13.1).
///
/// @param reference, current normalised chips
/// @returns false when no homography was found
bool measure_face_flow(std::span<const uint8_t> reference, std::span<const uint8_t> current, FaceFlow& out);

}  // namespace face
