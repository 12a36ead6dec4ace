#pragma once

#include <array>
#include <span>

namespace face {

/// Maps tensor pixels to picture pixels: x' = m0·x + m1·y + m2, y' = m3·x + m4·y + m5; integers are pixel centres.
using Affine = std::array<double, 6>;

/// Least-squares similarity (rotation, uniform scale, translation, never a reflection), after S. Umeyama,
/// "Least-squares estimation of transformation parameters between two point patterns", PAMI 13 (1991).
///
/// The residual is least in pixels of `reference`, as in the training of face recognition networks, and the map
/// found is then inverted: the result takes `reference` pixels to `points` pixels and is ready for `warp_to_tensor`.
///
/// @param points n × (x, y), n ≥ 2
/// @param reference n × (x, y)
/// @throws std::invalid_argument when a coordinate is not finite or the points determine no similarity
Affine similarity(std::span<const float> points, std::span<const float> reference);

}  // namespace face
