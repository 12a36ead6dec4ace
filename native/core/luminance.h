#pragma once

#include <cstdint>
#include <span>

namespace face {

/// Native values of quality components of ISO/IEC 29794-5, measured over the face: the ellipse inscribed in an aligned
/// luminance chip, which leaves out the background and most of the hair.
struct LuminanceMeasures {
  /// Variance of the 4-neighbour Laplacian over face pixels off the chip's border, grey levels squared.
  float sharpness;
  /// Share of face pixels with luminance ≤ 25, 0–1 (under-exposure).
  float under_exposure;
  /// Share of face pixels with luminance ≥ 247, 0–1 (over-exposure).
  float over_exposure;
  /// Entropy of the 256-bin histogram, bits, 0–8.
  float dynamic_range;
  /// Intersection of the normalised histograms of the left and right half, 0–1; 1 is even light.
  float illumination_uniformity;
  /// Mean, 0–255.
  float luminance_mean;
};

/// @param chip side × side bytes
/// @param side 8 to 1024 pixels
/// @throws std::invalid_argument outside these bounds
LuminanceMeasures measure_luminance(std::span<const uint8_t> chip, int32_t side);

}  // namespace face
