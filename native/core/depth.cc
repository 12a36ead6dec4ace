#include "depth.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "depth_face.h"
#include "depth_fit.h"
#include "depth_relief.h"

namespace face {
namespace {

constexpr float kHoleShareMax = 0.5F;
constexpr size_t kCellsMin = 96;
constexpr size_t kLandmarksMin = 120;
/// Scale of places within a face, millimetres: keeps the terms of a fit near 1.
constexpr double kFaceScaleMm = 50;
/// An adult's, for a mesh that carries no size.
constexpr float kInterEyeMm = 63;
/// A cell that far from the plane, in root mean squares, is no part of the surface.
constexpr float kTrim = 3;

/// Mesh indices: corners of the eyes, cheeks, corners of the mouth; and the tip of the nose.
constexpr std::array<size_t, 10> kBase = {33, 133, 362, 263, 50, 280, 205, 425, 61, 291};
constexpr size_t kBaseMin = 7;
constexpr std::array<size_t, 2> kNoseTip = {1, 4};

void check(const DepthMap& map) {
  if (map.width < 1 || map.height < 1 || map.width > 4096 || map.height > 4096) {
    throw std::invalid_argument("a depth map must be 1 to 4096 pixels a side; it is " + std::to_string(map.width) +
                                " x " + std::to_string(map.height));
  }
  const size_t expected = 2 * static_cast<size_t>(map.width) * static_cast<size_t>(map.height);
  if (map.z16.size() != expected) {
    throw std::invalid_argument("a depth map of this size must have " + std::to_string(expected) + " bytes; it has " +
                                std::to_string(map.z16.size()));
  }
  if (!(map.fx > 0 && map.fy > 0 && std::isfinite(map.fx) && std::isfinite(map.fy) && std::isfinite(map.cx) &&
        std::isfinite(map.cy))) {
    throw std::invalid_argument("the focal lengths of a depth map must be above 0, and its intrinsics finite");
  }
}

void check(MeshPoints mesh) {
  if (mesh.size() == 3 * kMeshPoints) return;
  throw std::invalid_argument("a mesh must have " + std::to_string(3 * kMeshPoints) + " numbers; it has " +
                              std::to_string(mesh.size()));
}

std::vector<Point3> trimmed(std::span<const Point3> points) {
  const Plane plane = fit_plane(points);
  const float limit = kTrim * plane_rms(points, plane);
  std::vector<Point3> kept;
  for (const Point3& point : points) {
    if (std::abs(plane.height(point)) <= limit) kept.push_back(point);
  }
  return kept;
}

void measure_residuals(std::span<const Point3> points, ReliefMeasures& relief) {
  const std::vector<Point3> kept = trimmed(points);
  const Plane plane = fit_plane(kept);
  relief.plane_residual_mm = plane_rms(kept, plane);
  std::vector<Height> heights;
  for (const Point3& p : kept) {
    const Point3 d = {p.x - plane.centre.x, p.y - plane.centre.y, p.z - plane.centre.z};
    heights.push_back({(d.x * plane.across.x + d.y * plane.across.y + d.z * plane.across.z) / kFaceScaleMm,
                       (d.x * plane.down.x + d.y * plane.down.y + d.z * plane.down.z) / kFaceScaleMm, plane.height(p)});
  }
  remove_polynomial(heights, 2);
  relief.surface_residual_mm = static_cast<float>(rms_of(heights));
}

Point3 middle(const Point3& a, const Point3& b) { return {(a.x + b.x) / 2, (a.y + b.y) / 2, (a.z + b.z) / 2}; }

float distance(const Point3& a, const Point3& b) { return std::hypot(a.x - b.x, a.y - b.y, a.z - b.z); }

using MaybePoints = std::array<std::optional<Point3>, kMeshPoints>;

/// Nothing where the nose or too much of the base was not seen.
std::optional<float> nose_relief_of(const MaybePoints& points) {
  std::vector<Point3> base;
  for (const size_t index : kBase) {
    if (points[index]) base.push_back(*points[index]);
  }
  if (base.size() < kBaseMin) return std::nullopt;
  const Plane plane = fit_plane(base);
  float sum = 0;
  float count = 0;
  for (const size_t index : kNoseTip) {
    if (!points[index]) continue;
    sum += plane.height(*points[index]);
    ++count;
  }
  if (count == 0) return std::nullopt;
  return sum / count;
}

double correlation(std::span<const Height> a, std::span<const Height> b) {
  double ab = 0;
  double aa = 0;
  double bb = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    ab += a[i].value * b[i].value;
    aa += a[i].value * a[i].value;
    bb += b[i].value * b[i].value;
  }
  const double norm = std::sqrt(aa * bb);
  return norm > 0 ? std::clamp(ab / norm, -1.0, 1.0) : 0;
}

/// Heights over the places of the landmarks: the mesh's own are seen in weak perspective, the sensor's in space.
bool correlate(const MaybePoints& points, MeshPoints mesh, const FaceRegion& region, DepthMeasures& measures) {
  std::vector<Height> seen;
  std::vector<Height> expected;
  for (size_t i = 0; i < kMeshPoints; ++i) {
    const float x = mesh[3 * i];
    const float y = mesh[3 * i + 1];
    if (!points[i] || region.reach(x, y) > 1 || !std::isfinite(mesh[3 * i + 2])) continue;
    seen.push_back({points[i]->x / kFaceScaleMm, points[i]->y / kFaceScaleMm, points[i]->z});
    expected.push_back(
        {(x - region.x) / region.half_width, (y - region.y) / region.half_width, mesh[3 * i + 2] / region.half_width});
  }
  if (seen.size() < kLandmarksMin) return false;
  remove_polynomial(seen, 1);
  remove_polynomial(expected, 1);
  measures.shape_correlation = static_cast<float>(correlation(seen, expected));
  remove_polynomial(seen, 2);
  remove_polynomial(expected, 2);
  measures.relief_correlation = static_cast<float>(correlation(seen, expected));
  return true;
}

bool all_finite(const ReliefMeasures& relief) {
  return std::isfinite(relief.plane_residual_mm) && std::isfinite(relief.surface_residual_mm) &&
         std::isfinite(relief.nose_relief_mm);
}

}  // namespace

std::optional<MeasuredDepth> measure_depth(const DepthMap& map, MeshPoints mesh) {
  check(map);
  check(mesh);
  const auto region = region_of(mesh);
  if (!region) return std::nullopt;
  const auto surface = surface_of(map, *region);
  if (!surface || surface->hole_share > kHoleShareMax || surface->cells.size() < kCellsMin) return std::nullopt;
  MaybePoints points;
  for (size_t i = 0; i < kMeshPoints; ++i) {
    points[i] = surface_at(map, mesh[3 * i], mesh[3 * i + 1], surface->median_mm);
  }
  for (const size_t index : {33, 133, 362, 263, 61, 291}) {
    if (!points[index]) return std::nullopt;
  }
  const auto nose = nose_relief_of(points);
  if (!nose) return std::nullopt;
  MeasuredDepth measured{};
  DepthMeasures& measures = measured.measures;
  measure_residuals(surface->cells, measures.relief);
  measures.relief.nose_relief_mm = *nose;
  if (!correlate(points, mesh, *region, measures)) return std::nullopt;
  const FaceAxes axes = {middle(*points[33], *points[133]), middle(*points[362], *points[263]),
                         middle(*points[61], *points[291])};
  measures.inter_eye_mm = distance(axes.left_eye, axes.right_eye);
  measures.distance_mm = surface->median_mm;
  measures.noise_mm = surface->noise_mm;
  measures.hole_share = surface->hole_share;
  measured.relief = relief_of(surface->samples, axes);
  if (!all_finite(measures.relief) || !std::isfinite(measures.inter_eye_mm)) return std::nullopt;
  return measured;
}

ReliefMeasures estimate_relief(MeshPoints mesh) {
  check(mesh);
  ReliefMeasures relief{};
  const auto region = region_of(mesh);
  if (!region) return relief;
  const auto raw = [&](size_t i) { return Point3{mesh[3 * i], mesh[3 * i + 1], mesh[3 * i + 2]}; };
  const float unit = distance(middle(raw(33), raw(133)), middle(raw(362), raw(263)));
  const float scale = kInterEyeMm / std::max(unit, 1.0F);
  MaybePoints points;
  std::vector<Point3> inside;
  for (size_t i = 0; i < kMeshPoints; ++i) {
    const Point3 point = {mesh[3 * i] * scale, mesh[3 * i + 1] * scale, mesh[3 * i + 2] * scale};
    if (!std::isfinite(point.z)) continue;
    points[i] = point;
    if (region->reach(mesh[3 * i], mesh[3 * i + 1]) <= 1) inside.push_back(point);
  }
  measure_residuals(inside, relief);
  relief.nose_relief_mm = nose_relief_of(points).value_or(0);
  return all_finite(relief) ? relief : ReliefMeasures{};
}

}  // namespace face
