#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace face {

/// A depth picture in memory that somebody else owns: z16, rows from the top, no padding, two bytes a pixel, the
/// lower one first; millimetres along the optical axis, 0 where the sensor saw nothing.
struct DepthMap {
  /// 2 · width · height bytes.
  std::span<const uint8_t> z16;
  int32_t width;
  int32_t height;
  /// Pinhole model of the map itself, pixels: x = fx · X ÷ Z + cx, y = fy · Y ÷ Z + cy, integer coordinates are pixel
  /// centres.
  float fx;
  float fy;
  float cx;
  float cy;

  /// Precondition: 0 ≤ x < width, 0 ≤ y < height.
  float at(int32_t x, int32_t y) const {
    const size_t place = 2 * (static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x));
    return static_cast<float>(z16[place] | (z16[place + 1] << 8));
  }
};

/// Millimetres: x to the right, y down, z away from the camera.
struct Point3 {
  float x;
  float y;
  float z;
};

inline Point3 back_projected(const DepthMap& map, float x, float y, float z) {
  return {(x - map.cx) / map.fx * z, (y - map.cy) / map.fy * z, z};
}

inline constexpr size_t kMeshPoints = 468;
/// 468 × (x, y, z) of the face mesh, pixels of the depth map; z grows away from the camera, from the head's own middle.
using MeshPoints = std::span<const float>;

}  // namespace face
