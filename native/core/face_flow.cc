#include "face_flow.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "face_flow_lay.h"
#include "homography_fit.h"

namespace face {
namespace {

constexpr int32_t kSide = kFlowSide;

Plane floats(std::span<const uint8_t> chip) {
  Plane plane(chip.size());
  std::ranges::transform(chip, plane.begin(), [](uint8_t level) { return static_cast<float>(level) - 128.0F; });
  return plane;
}

Plane halved(const Plane& plane, int32_t side) {
  const int32_t half = side / 2;
  Plane out(static_cast<size_t>(half) * half);
  for (int32_t y = 0; y < half; ++y) {
    const float* upper = plane.data() + static_cast<ptrdiff_t>(2 * y) * side;
    const float* lower = upper + side;
    for (int32_t x = 0; x < half; ++x) {
      out[static_cast<size_t>(y) * half + x] =
          0.25F * (upper[2 * x] + upper[2 * x + 1] + lower[2 * x] + lower[2 * x + 1]);
    }
  }
  return out;
}

constexpr int32_t kPatchRadius = 9;
constexpr int kPatchIterations = 3;
/// Added to both eigenvalues of a patch's structure: without detail a patch shows no motion rather than any.
constexpr float kRidge = 2048.0F;

struct PatchVector {
  float x, y, weight;
  /// Expected square of the vector if everything that differs between the patches were noise, pixels squared.
  float noise;
};

/// Centres lie evenly over the inner face.
int32_t patch_centre(int32_t place, float from, float span) {
  const float share = static_cast<float>(place) / static_cast<float>(kFlowGrid - 1);
  return static_cast<int32_t>(std::lround((from + span * share) * static_cast<float>(kSide)));
}

constexpr int32_t kPatchSide = 2 * kPatchRadius + 1;
/// The longest vector in x and in y: no patch reaches beyond the chip with it.
constexpr float kVectorMax = 3.0F;
/// Whole vectors; elements beyond the patch hold nothing.
constexpr int32_t kPatchPixels = (kPatchSide * kPatchSide + 7) / 8 * 8;
using PatchPixels = std::array<float, kPatchPixels>;

/// The reference of a patch, and what is seen of it.
struct Patch {
  PatchPixels level{}, gx{}, gy{};
  PatchPixels seen;
};

void read_reference(const Plane& reference, int32_t left, int32_t top, Patch& patch) {
  for (int32_t row = 0; row < kPatchSide; ++row) {
    const float* at = reference.data() + static_cast<ptrdiff_t>(top + row) * kSide + left;
    for (int32_t column = 0; column < kPatchSide; ++column) {
      const int32_t i = row * kPatchSide + column;
      patch.level[i] = at[column];
      patch.gx[i] = 0.5F * (at[column + 1] - at[column - 1]);
      patch.gy[i] = 0.5F * (at[column + kSide] - at[column - kSide]);
    }
  }
}

/// Bilinear at one place between pixels for all of the patch; NaN beyond it, as where nothing was seen.
void read_seen(const Plane& current, float left, float top, Patch& patch) {
  const auto x = static_cast<int32_t>(left);
  const auto y = static_cast<int32_t>(top);
  const float fx = left - static_cast<float>(x);
  const float fy = top - static_cast<float>(y);
  for (int32_t row = 0; row < kPatchSide; ++row) {
    const float* upper = current.data() + static_cast<ptrdiff_t>(y + row) * kSide + x;
    const float* lower = upper + kSide;
    float* out = patch.seen.data() + row * kPatchSide;
    for (int32_t column = 0; column < kPatchSide; ++column) {
      const float above = upper[column] + fx * (upper[column + 1] - upper[column]);
      const float below = lower[column] + fx * (lower[column + 1] - lower[column]);
      out[column] = above + fy * (below - above);
    }
  }
  std::fill(patch.seen.begin() + kPatchSide * kPatchSide, patch.seen.end(), NAN);
}

struct PatchSums {
  double xx, xy, yy, xd, yd, sx, sy, sd, dd, count;
};

PatchSums sums_of(const Patch& patch) {
  PatchPixels gx, gy, difference, known;
  for (int32_t i = 0; i < kPatchPixels; ++i) {
    const bool is_known = patch.seen[i] == patch.seen[i];
    gx[i] = is_known ? patch.gx[i] : 0.0F;
    gy[i] = is_known ? patch.gy[i] : 0.0F;
    difference[i] = is_known ? patch.level[i] - patch.seen[i] : 0.0F;
    known[i] = is_known ? 1.0F : 0.0F;
  }
  return {.xx = sum_of_products(gx, gx),
          .xy = sum_of_products(gx, gy),
          .yy = sum_of_products(gy, gy),
          .xd = sum_of_products(gx, difference),
          .yd = sum_of_products(gy, difference),
          .sx = sum_of_products(gx, known),
          .sy = sum_of_products(gy, known),
          .sd = sum_of_products(difference, known),
          .dd = sum_of_products(difference, difference),
          .count = sum_of_products(known, known)};
}

PatchVector follow_patch(const Plane& reference, const Plane& current, int32_t centre_x, int32_t centre_y) {
  const int32_t left = centre_x - kPatchRadius;
  const int32_t top = centre_y - kPatchRadius;
  Patch patch;
  read_reference(reference, left, top, patch);
  PatchVector vector{0.0F, 0.0F, 0.0F, 0.0F};
  for (int iteration = 0; iteration < kPatchIterations; ++iteration) {
    read_seen(current, static_cast<float>(left) + vector.x, static_cast<float>(top) + vector.y, patch);
    const auto [xx, xy, yy, raw_xd, raw_yd, sx, sy, sd, dd, count] = sums_of(patch);
    if (count < 1) return {0.0F, 0.0F, 0.0F, 0.0F};
    const double xd = raw_xd - sx * sd / count;
    const double yd = raw_yd - sy * sd / count;
    const double a = xx + kRidge;
    const double b = yy + kRidge;
    const double determinant = a * b - xy * xy;
    const double variance = std::max(0.0, dd - sd * sd / count) / count;
    vector.noise = static_cast<float>(variance * (a + b) / determinant);
    vector.x += static_cast<float>((b * xd - xy * yd) / determinant);
    vector.y += static_cast<float>((a * yd - xy * xd) / determinant);
    vector.x = std::clamp(vector.x, -kVectorMax, kVectorMax);
    vector.y = std::clamp(vector.y, -kVectorMax, kVectorMax);
    vector.weight = static_cast<float>(0.5 * (xx + yy) - std::sqrt(0.25 * (xx - yy) * (xx - yy) + xy * xy));
  }
  return vector;
}

/// What the eight motions of a plane do not explain of the vectors, weighted by how well each is known.
void remove_plane(const std::array<PatchVector, kFlowGrid * kFlowGrid>& vectors, FaceFlow& out) {
  std::array<std::array<float, 8>, 2 * kFlowGrid * kFlowGrid> modes{};
  SymmetricSystem normal;
  std::array<double, 8> right{};
  size_t place = 0;
  for (int32_t j = 0; j < kFlowGrid; ++j) {
    for (int32_t i = 0; i < kFlowGrid; ++i, ++place) {
      const float x = unit_of(patch_centre(i, 0.2F, 0.6F), kSide);
      const float y = unit_of(patch_centre(j, 0.2F, 0.68F), kSide);
      const float weight = std::sqrt(vectors[place].weight / (vectors[place].weight + kRidge));
      modes[2 * place] = homography_steepest(x, y, weight, 0.0F);
      modes[2 * place + 1] = homography_steepest(x, y, 0.0F, weight);
      normal.add(modes[2 * place]);
      normal.add(modes[2 * place + 1]);
      for (size_t k = 0; k < 8; ++k) {
        right[k] += static_cast<double>(weight) *
                    (modes[2 * place][k] * vectors[place].x + modes[2 * place + 1][k] * vectors[place].y);
      }
    }
  }
  out.noise = 0.0F;
  for (const PatchVector& vector : vectors) {
    out.noise += vector.noise * vector.weight / (vector.weight + kRidge) / static_cast<float>(vectors.size());
  }
  const std::array<double, 8> plane = normal.factor() ? normal.solve(right) : std::array<double, 8>{};
  for (size_t v = 0; v < kFlowValues; ++v) {
    const PatchVector& vector = vectors[v / 2];
    const double weight = std::sqrt(vector.weight / (vector.weight + kRidge));
    double explained = 0;
    for (size_t k = 0; k < 8; ++k) explained += modes[v][k] * plane[k];
    out.left_over[v] = static_cast<float>(weight * (v % 2 == 0 ? vector.x : vector.y) - explained);
  }
}

}  // namespace

bool measure_face_flow(std::span<const uint8_t> reference, std::span<const uint8_t> current, FaceFlow& out) {
  if (reference.size() != kFlowPixels || current.size() != kFlowPixels) {
    throw std::invalid_argument("a chip must be " + std::to_string(kFlowPixels) + " bytes");
  }
  const Plane fine_reference = floats(reference);
  const Plane fine_current = floats(current);
  const Plane half_reference = halved(fine_reference, kSide);
  const Plane half_current = halved(fine_current, kSide);
  Homography map;
  const bool found =
      refine_homography(halved(half_reference, kSide / 2), halved(half_current, kSide / 2), kSide / 4, 20, map) &&
      refine_homography(half_reference, half_current, kSide / 2, 12, map);
  if (!found) return false;
  out.displacement = map.corner_displacement() / 2.0F;
  const Plane laid = laid_by(map, fine_current, kSide);
  out.correlation = correlation_over_face(fine_reference, laid, kSide);
  std::array<PatchVector, kFlowGrid * kFlowGrid> vectors{};
  size_t place = 0;
  for (int32_t j = 0; j < kFlowGrid; ++j) {
    for (int32_t i = 0; i < kFlowGrid; ++i) {
      vectors[place++] = follow_patch(fine_reference, laid, patch_centre(i, 0.2F, 0.6F), patch_centre(j, 0.2F, 0.68F));
    }
  }
  remove_plane(vectors, out);
  return std::ranges::all_of(out.left_over, [](float value) { return std::isfinite(value); });
}

}  // namespace face
