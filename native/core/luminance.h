#pragma once

#include <cstdint>
#include <span>

namespace face {

/// Native values of quality components of ISO/IEC 29794-5, measured over the face: the ellipse inscribed in an aligned
/// luma chip, which leaves out the background and most of the hair.
///
/// The standard speaks of linear luminance. It is had from luma through the transfer function of sRGB (IEC 61966-2-1),
/// rounded to 0–255: exact for grey, and for most skin off by −1 to +4 levels.
struct LuminanceMeasures {
  /// Variance of the 4-neighbour Laplacian of luma over face pixels off the chip's border, grey levels squared.
  float sharpness;
  /// Share of face pixels with linear luminance ≤ 25, 0–1 (UnderExposurePrevention).
  float under_exposure;
  /// Share of face pixels with linear luminance ≥ 247, 0–1 (OverExposurePrevention).
  float over_exposure;
  /// Entropy of the histogram of linear luminance, 256 bins, bits, 0–8 (DynamicRange).
  float dynamic_range;
  /// Intersection of the normalised histograms of linear luminance of the left and right half, 0–1; 1 is even light.
  float illumination_uniformity;
  /// Mean luma, 0–255: how bright the face looks.
  float luma_mean;
  /// Mean of linear luminance, 0–1 (LuminanceMean).
  float luminance_mean;
  /// Variance of linear luminance, 0–0.25 (LuminanceVariance).
  float luminance_variance;
};

/// @param chip side × side bytes
/// @param side 8 to 1024 pixels
/// @throws std::invalid_argument outside these bounds
LuminanceMeasures measure_luminance(std::span<const uint8_t> chip, int32_t side);

}  // namespace face
