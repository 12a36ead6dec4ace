#pragma once

#include <array>
#include <optional>
#include <span>

#include "depth_map.h"

namespace face {

/// What a surface says about being a face. A flat print has no residual but noise, a bent one none beyond a quadratic
/// surface, and neither has a nose.
struct ReliefMeasures {
  /// Root mean square distance of the surface from its plane, millimetres.
  float plane_residual_mm;
  /// The same from its best quadratic surface, which takes out any bend.
  float surface_residual_mm;
  /// Height of the tip of the nose over the plane of eye corners, cheeks and mouth corners, millimetres.
  float nose_relief_mm;
};

struct DepthMeasures {
  ReliefMeasures relief;
  /// Correlation of depth and mesh over the landmarks once each has lost its plane, −1–1.
  float shape_correlation;
  /// The same once each has lost its quadratic surface.
  float relief_correlation;
  /// Between the centres of the eyes, millimetres: what intrinsics and distance say of the size.
  float inter_eye_mm;
  /// Median over the face.
  float distance_mm;
  /// Of one pixel, standard deviation.
  float noise_mm;
  /// Share of the face without a surface, 0–1.
  float hole_share;
};

/// The relief of the face, seen from its front: heights towards the camera over the plane of eyes and mouth, on a grid
/// of 16 × 16 places 6 mm apart, row by row from the forehead, without their own mean and slope; NaN where nothing was
/// seen.
inline constexpr size_t kReliefSide = 16;
using Relief = std::array<float, kReliefSide * kReliefSide>;

struct MeasuredDepth {
  DepthMeasures measures;
  Relief relief;
};

/// Measures the face in a depth map. About 0.1 ms, whatever the resolution.
///
/// @param mesh 468 × (x, y, z), pixels of the depth map
/// @returns nothing where the map holds too little of the face: over half of it holes, or eyes or nose not seen
/// @throws std::invalid_argument for other lengths, and for a map that is none
std::optional<MeasuredDepth> measure_depth(const DepthMap& map, MeshPoints mesh);

/// The same measures of the mesh's own shape, scaled to the inter-eye distance of an adult, 63 mm: what a network
/// thinks a face looks like, printed or not. It says nothing about a surface before the camera.
ReliefMeasures estimate_relief(MeshPoints mesh);

}  // namespace face
