#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "homography_fit.h"

namespace face {

/// Levels of a square picture, row by row.
using Plane = std::vector<float>;

/// Where pixels of a line lie, −1–1, and back.
inline float unit_of(int32_t pixel, int32_t side) {
  return (2.0F * static_cast<float>(pixel) + 1.0F) / static_cast<float>(side) - 1.0F;
}

/// In eight sums whose order is fixed: compilers make vectors of it, and every one gives the same result.
template <size_t Length>
float sum_of_products(const std::array<float, Length>& a, const std::array<float, Length>& b) {
  static_assert(Length % 8 == 0);
  std::array<float, 8> sums{};
  for (size_t i = 0; i < Length; i += 8) {
    for (size_t lane = 0; lane < 8; ++lane) sums[lane] += a[i + lane] * b[i + lane];
  }
  return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

/// One pyramid level: refines `map` so that current(map(x)) is reference(x) over the face.
///
/// @returns false when the reference does not determine a homography, or the steps lead to none
bool refine_homography(const Plane& reference, const Plane& current, int32_t side, int iterations, Homography& map);

/// `current` as the map sees it in the reference's place; NaN where that was not seen, and well outside the face.
Plane laid_by(const Homography& map, const Plane& current, int32_t side);

/// Of two planes over the face, where the second is not NaN, −1–1.
float correlation_over_face(const Plane& a, const Plane& b, int32_t side);

}  // namespace face
