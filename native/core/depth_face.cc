#include "depth_face.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace face {
namespace {

/// The ellipse inscribed in the mesh is shrunk by this.
constexpr float kInside = 0.85F;
/// A cell needs a quarter of its samples.
constexpr size_t kCellSamplesMin = 4;
/// Within a cell, what is further from its middle is a flying pixel.
constexpr float kCellDepthMm = 15;

struct Point2 {
  float x;
  float y;
};

Point2 between(MeshPoints mesh, size_t a, size_t b) {
  return {(mesh[3 * a] + mesh[3 * b]) / 2, (mesh[3 * a + 1] + mesh[3 * b + 1]) / 2};
}

/// The pixel a place falls on; false outside the map and for what is no number.
bool pixel_of(const DepthMap& map, float x, float y, int32_t& column, int32_t& row) {
  if (!(x >= -0.5F && x < static_cast<float>(map.width) - 0.5F)) return false;
  if (!(y >= -0.5F && y < static_cast<float>(map.height) - 0.5F)) return false;
  column = std::clamp(static_cast<int32_t>(std::lround(x)), 0, map.width - 1);
  row = std::clamp(static_cast<int32_t>(std::lround(y)), 0, map.height - 1);
  return true;
}

float median_of(std::vector<float>& values) {
  const auto middle = values.begin() + static_cast<ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// What the map holds at the places of the grid; depth 0 where it holds nothing.
struct Grid {
  std::array<Point3, kSamplesSide * kSamplesSide> points;
  size_t inside = 0;
};

/// Second differences tell noise from slope. Every other sample is enough.
void add_difference(const DepthMap& map, int32_t column, int32_t row, std::vector<float>& differences) {
  if (column == 0 || column + 1 >= map.width) return;
  const float before = map.at(column - 1, row);
  const float here = map.at(column, row);
  const float after = map.at(column + 1, row);
  if (before == 0 || here == 0 || after == 0) return;
  differences.push_back(std::abs(before - 2 * here + after));
}

void look(const DepthMap& map, const FaceRegion& region, Grid& grid, std::vector<float>& differences) {
  for (int j = 0; j < kSamplesSide; ++j) {
    const float v = (static_cast<float>(j) + 0.5F) / (kSamplesSide / 2) - 1;
    for (int i = 0; i < kSamplesSide; ++i) {
      const float u = (static_cast<float>(i) + 0.5F) / (kSamplesSide / 2) - 1;
      Point3& point = grid.points[static_cast<size_t>(j * kSamplesSide + i)];
      point = {0, 0, 0};
      if (u * u + v * v > 1) continue;
      ++grid.inside;
      const float x = region.x + u * region.half_width * region.across_x - v * region.half_height * region.across_y;
      const float y = region.y + u * region.half_width * region.across_y + v * region.half_height * region.across_x;
      int32_t column = 0;
      int32_t row = 0;
      if (!pixel_of(map, x, y, column, row)) continue;
      const float z = map.at(column, row);
      if (z == 0) continue;
      point = back_projected(map, static_cast<float>(column), static_cast<float>(row), z);
      if (i % 2 == 0 && j % 2 == 0) add_difference(map, column, row, differences);
    }
  }
}

/// Mean of a cell's samples near its median; nothing in a cell that is hardly filled.
std::optional<Point3> cell_of(const Grid& grid, int left, int top) {
  std::array<float, kSamplesPerCell * kSamplesPerCell> depths;
  size_t count = 0;
  const auto at = [&](int i, int j) -> const Point3& {
    return grid.points[static_cast<size_t>((top + j) * kSamplesSide + left + i)];
  };
  for (int j = 0; j < kSamplesPerCell; ++j) {
    for (int i = 0; i < kSamplesPerCell; ++i) {
      if (at(i, j).z > 0) depths[count++] = at(i, j).z;
    }
  }
  if (count < kCellSamplesMin) return std::nullopt;
  const auto middle = depths.begin() + static_cast<ptrdiff_t>(count / 2);
  std::nth_element(depths.begin(), middle, depths.begin() + static_cast<ptrdiff_t>(count));
  const float median = *middle;
  Point3 sum{0, 0, 0};
  float kept = 0;
  for (int j = 0; j < kSamplesPerCell; ++j) {
    for (int i = 0; i < kSamplesPerCell; ++i) {
      const Point3& point = at(i, j);
      if (point.z == 0 || std::abs(point.z - median) > kCellDepthMm) continue;
      sum = {sum.x + point.x, sum.y + point.y, sum.z + point.z};
      ++kept;
    }
  }
  return Point3{sum.x / kept, sum.y / kept, sum.z / kept};
}

}  // namespace

std::optional<FaceRegion> region_of(MeshPoints mesh) {
  const Point2 left_eye = between(mesh, 33, 133);
  const Point2 right_eye = between(mesh, 362, 263);
  const float distance = std::hypot(right_eye.x - left_eye.x, right_eye.y - left_eye.y);
  if (!(distance >= kEyePixelsMin) || !std::isfinite(distance)) return std::nullopt;
  const float ax = (right_eye.x - left_eye.x) / distance;
  const float ay = (right_eye.y - left_eye.y) / distance;
  constexpr float kFar = std::numeric_limits<float>::max();
  float low_u = kFar;
  float low_v = kFar;
  float high_u = -kFar;
  float high_v = -kFar;
  for (size_t i = 0; i < kMeshPoints; ++i) {
    const float x = mesh[3 * i] - left_eye.x;
    const float y = mesh[3 * i + 1] - left_eye.y;
    if (!std::isfinite(x) || !std::isfinite(y)) return std::nullopt;
    const float u = x * ax + y * ay;
    const float v = -x * ay + y * ax;
    low_u = std::min(low_u, u);
    high_u = std::max(high_u, u);
    low_v = std::min(low_v, v);
    high_v = std::max(high_v, v);
  }
  const float u = (low_u + high_u) / 2;
  const float v = (low_v + high_v) / 2;
  const float half_width = kInside * (high_u - low_u) / 2;
  const float half_height = kInside * (high_v - low_v) / 2;
  if (!(half_width > 0 && half_height > 0)) return std::nullopt;
  return FaceRegion{left_eye.x + u * ax - v * ay, left_eye.y + u * ay + v * ax, ax, ay, half_width, half_height};
}

std::optional<FaceSurface> surface_of(const DepthMap& map, const FaceRegion& region) {
  Grid grid;
  std::vector<float> differences;
  differences.reserve(grid.points.size() / 4);
  look(map, region, grid, differences);
  std::vector<float> depths;
  depths.reserve(grid.points.size());
  for (const Point3& point : grid.points) {
    if (point.z > 0) depths.push_back(point.z);
  }
  if (depths.empty()) return std::nullopt;
  FaceSurface surface{};
  surface.median_mm = median_of(depths);
  surface.samples.reserve(depths.size());
  for (Point3& point : grid.points) {
    if (point.z == 0) continue;
    if (std::abs(point.z - surface.median_mm) > kFaceDepthMm) {
      point.z = 0;
    } else {
      surface.samples.push_back(point);
    }
  }
  surface.hole_share = 1 - static_cast<float>(surface.samples.size()) / static_cast<float>(grid.inside);
  // Of normal noise the second difference has √6 times its deviation, and half of it lies within 0.6745 of that.
  surface.noise_mm = differences.empty() ? 0 : median_of(differences) / (0.6745F * std::sqrt(6.0F));
  surface.cells.reserve(kCellsSide * kCellsSide);
  for (int top = 0; top < kSamplesSide; top += kSamplesPerCell) {
    for (int left = 0; left < kSamplesSide; left += kSamplesPerCell) {
      if (const auto cell = cell_of(grid, left, top)) surface.cells.push_back(*cell);
    }
  }
  return surface;
}

std::optional<Point3> surface_at(const DepthMap& map, float x, float y, float median_mm) {
  int32_t column = 0;
  int32_t row = 0;
  if (!pixel_of(map, x, y, column, row)) return std::nullopt;
  float sum = 0;
  float count = 0;
  for (int32_t j = std::max(0, row - 1); j <= std::min(map.height - 1, row + 1); ++j) {
    for (int32_t i = std::max(0, column - 1); i <= std::min(map.width - 1, column + 1); ++i) {
      const float z = map.at(i, j);
      if (z == 0 || std::abs(z - median_mm) > kFaceDepthMm) continue;
      sum += z;
      ++count;
    }
  }
  if (count == 0) return std::nullopt;
  return back_projected(map, x, y, sum / count);
}

}  // namespace face
