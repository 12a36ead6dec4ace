#pragma once

#include <span>

#include "depth.h"
#include "depth_map.h"

namespace face {

/// Three places that say how a head is turned: the centres of the eyes, image-left first, and the middle of the mouth.
struct FaceAxes {
  Point3 left_eye;
  Point3 right_eye;
  Point3 mouth;
};

/// The surface turned to its front and resampled. @param samples of the surface, in any order
Relief relief_of(std::span<const Point3> samples, const FaceAxes& axes);

}  // namespace face
