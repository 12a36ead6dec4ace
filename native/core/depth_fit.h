#pragma once

#include <array>
#include <span>
#include <vector>

#include "depth_map.h"

namespace face {

/// A plane and, in it, a right-handed basis; `normal` points away from the camera.
struct Plane {
  Point3 centre;
  Point3 across;
  Point3 down;
  Point3 normal;

  /// Millimetres towards the camera.
  float height(const Point3& point) const {
    return -(normal.x * (point.x - centre.x) + normal.y * (point.y - centre.y) + normal.z * (point.z - centre.z));
  }
};

/// Total least squares: the distances are those to the plane, however it is turned. @param points at least three
Plane fit_plane(std::span<const Point3> points);

/// Root mean square of the heights over a plane, millimetres.
float plane_rms(std::span<const Point3> points, const Plane& plane);

/// One number over a place.
struct Height {
  double x;
  double y;
  double value;
};

/// Takes the best polynomial of this degree (1: plane, 2: quadratic surface) out of the values, with least squares.
/// What spans no such polynomial, such as points on one line, keeps what cannot be told.
void remove_polynomial(std::span<Height> heights, int degree);

/// Root mean square of the values.
double rms_of(std::span<const Height> heights);

}  // namespace face
