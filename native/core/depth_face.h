#pragma once

#include <array>
#include <optional>
#include <vector>

#include "depth_map.h"

namespace face {

/// Where the face is in the depth map: an ellipse within the mesh, turned with the line of the eyes, which keeps off
/// the rim of the head, where sensors mix the head with what is behind it.
struct FaceRegion {
  float x;
  float y;
  /// Unit vector from the image-left eye to the other one.
  float across_x;
  float across_y;
  float half_width;
  float half_height;

  /// Square of the distance from the middle, 1 on the rim.
  float reach(float px, float py) const {
    const float u = ((px - x) * across_x + (py - y) * across_y) / half_width;
    const float v = (-(px - x) * across_y + (py - y) * across_x) / half_height;
    return u * u + v * v;
  }
};

/// Nothing where the eyes are nearer to each other than `kEyePixelsMin`, or a point is no number.
std::optional<FaceRegion> region_of(MeshPoints mesh);

inline constexpr float kEyePixelsMin = 8;
/// The region is looked at in so many places a side, whatever the resolution: that is what bounds the time.
inline constexpr int kSamplesSide = 64;
/// Samples are joined to cells, whose means have far less noise than a pixel.
inline constexpr int kCellsSide = 16;
inline constexpr int kSamplesPerCell = kSamplesSide / kCellsSide;
/// A face is no deeper than this before or behind its middle, millimetres; what is further off is something else.
inline constexpr float kFaceDepthMm = 100;

/// The face's surface, as seen by the sensor.
struct FaceSurface {
  /// Of samples in the region, row by row, those that hold a surface of the face.
  std::vector<Point3> samples;
  /// Means over the cells that are sufficiently filled.
  std::vector<Point3> cells;
  float median_mm;
  /// Share of the region without a surface of the face, 0–1.
  float hole_share;
  /// Standard deviation of a pixel's depth, from second differences of neighbours, millimetres.
  float noise_mm;
};

/// Nothing where the region is empty.
std::optional<FaceSurface> surface_of(const DepthMap& map, const FaceRegion& region);

/// The surface at a place, as the mean of the 3 × 3 pixels about it that hold the face; nothing where none does.
std::optional<Point3> surface_at(const DepthMap& map, float x, float y, float median_mm);

}  // namespace face
