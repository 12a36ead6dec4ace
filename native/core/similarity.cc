#include "similarity.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>

namespace face {
namespace {

struct Point {
  double x;
  double y;
};

Point at(std::span<const float> points, size_t i) { return {points[2 * i], points[2 * i + 1]}; }

Point centroid(std::span<const float> points) {
  const size_t count = points.size() / 2;
  Point sum{0, 0};
  for (size_t i = 0; i < count; ++i) {
    sum.x += at(points, i).x;
    sum.y += at(points, i).y;
  }
  return {sum.x / static_cast<double>(count), sum.y / static_cast<double>(count)};
}

bool all_finite(std::span<const float> values) {
  return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
}

/// Below this share of the larger spread, the correlation of the two patterns is rounding noise.
constexpr double kCorrelationMin = 1e-9;

}  // namespace

Affine similarity(std::span<const float> points, std::span<const float> reference) {
  if (points.size() != reference.size() || points.size() < 4 || points.size() % 2 != 0) {
    throw std::invalid_argument("points and template must hold the same number of (x, y) pairs, at least two");
  }
  if (!all_finite(points) || !all_finite(reference)) {
    throw std::invalid_argument("points and template must be finite; a coordinate is NaN or infinite");
  }
  const Point from = centroid(points);
  const Point to = centroid(reference);
  // With points as complex numbers the solution is one complex factor: Σ conj(p)·r / Σ |p|².
  double dot = 0;
  double cross = 0;
  double from_spread = 0;
  double to_spread = 0;
  for (size_t i = 0; i < points.size() / 2; ++i) {
    const Point p{at(points, i).x - from.x, at(points, i).y - from.y};
    const Point r{at(reference, i).x - to.x, at(reference, i).y - to.y};
    dot += p.x * r.x + p.y * r.y;
    cross += p.x * r.y - p.y * r.x;
    from_spread += p.x * p.x + p.y * p.y;
    to_spread += r.x * r.x + r.y * r.y;
  }
  const double correlation = std::hypot(dot, cross);
  if (!(correlation > kCorrelationMin * std::sqrt(from_spread) * std::sqrt(to_spread))) {
    throw std::invalid_argument("points and template must determine a similarity; they coincide or do not correspond");
  }
  // The inverse of the factor (dot + i·cross) / from_spread.
  const double a = dot / correlation * (from_spread / correlation);
  const double b = -cross / correlation * (from_spread / correlation);
  return {a, -b, from.x - a * to.x + b * to.y, b, a, from.y - b * to.x - a * to.y};
}

}  // namespace face
