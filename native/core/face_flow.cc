#include "face_flow.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include "homography_fit.h"

namespace face {
namespace {

constexpr int32_t kSide = kFlowSide;
/// The face, as an ellipse in coordinates of −1 to 1: hair and background move otherwise.
constexpr float kMaskX = 0.84F;
constexpr float kMaskY = 0.94F;
constexpr float kMaskCentreY = 0.04F;

bool in_mask(float x, float y) {
  const float dx = x / kMaskX;
  const float dy = (y - kMaskCentreY) / kMaskY;
  return dx * dx + dy * dy < 1.0F;
}

std::vector<float> floats(std::span<const uint8_t> chip) {
  std::vector<float> plane(chip.size());
  std::ranges::transform(chip, plane.begin(), [](uint8_t level) { return static_cast<float>(level) - 128.0F; });
  return plane;
}

std::vector<float> halved(const std::vector<float>& plane, int32_t side) {
  const int32_t half = side / 2;
  std::vector<float> out(static_cast<size_t>(half) * half);
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

/// Bilinear, NaN outside: what was not seen says nothing.
float sampled(const float* plane, int32_t side, float x, float y) {
  if (!(x >= 0.0F && y >= 0.0F && x < static_cast<float>(side - 1) && y < static_cast<float>(side - 1))) return NAN;
  const int32_t left = static_cast<int32_t>(x);
  const int32_t top = static_cast<int32_t>(y);
  const float fx = x - static_cast<float>(left);
  const float fy = y - static_cast<float>(top);
  const float* at = plane + static_cast<ptrdiff_t>(top) * side + left;
  const float upper = at[0] + fx * (at[1] - at[0]);
  const float lower = at[side] + fx * (at[side + 1] - at[side]);
  return upper + fy * (lower - upper);
}

/// −1–1 of a pixel, and back.
float unit_of(int32_t pixel, int32_t side) {
  return (2.0F * static_cast<float>(pixel) + 1.0F) / static_cast<float>(side) - 1.0F;
}
float pixel_of(float unit, int32_t side) { return ((unit + 1.0F) * static_cast<float>(side) - 1.0F) * 0.5F; }

/// One pyramid level: refines `map` so that current(map(x)) is reference(x).
bool refine(const std::vector<float>& reference, const std::vector<float>& current, int32_t side, int iterations,
            Homography& map) {
  struct Sample {
    float x, y, level;
    std::array<float, 8> steepest;
  };
  std::vector<Sample> samples;
  samples.reserve(reference.size());
  SymmetricSystem hessian;
  const float per_unit = static_cast<float>(side) / 2.0F;
  for (int32_t row = 1; row + 1 < side; ++row) {
    for (int32_t column = 1; column + 1 < side; ++column) {
      const float x = unit_of(column, side);
      const float y = unit_of(row, side);
      if (!in_mask(x, y)) continue;
      const float* at = reference.data() + static_cast<ptrdiff_t>(row) * side + column;
      const float gx = 0.5F * (at[1] - at[-1]) * per_unit;
      const float gy = 0.5F * (at[side] - at[-side]) * per_unit;
      const Sample sample{x, y, *at, homography_steepest(x, y, gx, gy)};
      hessian.add(sample.steepest);
      samples.push_back(sample);
    }
  }
  if (!hessian.factor()) return false;
  for (int iteration = 0; iteration < iterations; ++iteration) {
    std::array<double, 8> gradient{};
    for (const Sample& sample : samples) {
      float x = sample.x;
      float y = sample.y;
      map.apply(x, y);
      const float level = sampled(current.data(), side, pixel_of(x, side), pixel_of(y, side));
      if (std::isnan(level)) continue;
      // Held: a highlight or a lid that closed shall not pull the whole face.
      const float difference = std::clamp(level - sample.level, -48.0F, 48.0F);
      for (size_t i = 0; i < 8; ++i) gradient[i] += sample.steepest[i] * difference;
    }
    const std::array<double, 8> step = hessian.solve(gradient);
    if (!map.compose_inverse(step)) return false;
    double largest = 0;
    for (const double value : step) largest = std::max(largest, std::abs(value));
    if (largest < 1e-4) break;
  }
  return true;
}

/// `current` as the map sees it in the reference's place.
std::vector<float> warped(const std::vector<float>& current, const Homography& map) {
  std::vector<float> out(kFlowPixels);
  for (int32_t row = 0; row < kSide; ++row) {
    for (int32_t column = 0; column < kSide; ++column) {
      float x = unit_of(column, kSide);
      float y = unit_of(row, kSide);
      map.apply(x, y);
      out[static_cast<size_t>(row) * kSide + column] =
          sampled(current.data(), kSide, pixel_of(x, kSide), pixel_of(y, kSide));
    }
  }
  return out;
}

float correlation_of(const std::vector<float>& a, const std::vector<float>& b) {
  double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0, count = 0;
  for (int32_t row = 0; row < kSide; ++row) {
    for (int32_t column = 0; column < kSide; ++column) {
      const size_t i = static_cast<size_t>(row) * kSide + column;
      if (std::isnan(b[i]) || !in_mask(unit_of(column, kSide), unit_of(row, kSide))) continue;
      const double x = a[i];
      const double y = b[i];
      sa += x, sb += y, saa += x * x, sbb += y * y, sab += x * y, count += 1;
    }
  }
  if (count < 1) return 0.0F;
  const double spread = std::sqrt((saa - sa * sa / count) * (sbb - sb * sb / count));
  return spread > 0 ? static_cast<float>((sab - sa * sb / count) / spread) : 0.0F;
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

PatchVector follow_patch(const std::vector<float>& reference, const std::vector<float>& current, int32_t centre_x,
                         int32_t centre_y) {
  float vx = 0.0F;
  float vy = 0.0F;
  float weight = 0.0F;
  float noise = 0.0F;
  for (int iteration = 0; iteration < kPatchIterations; ++iteration) {
    double xx = 0, xy = 0, yy = 0, xd = 0, yd = 0, sx = 0, sy = 0, sd = 0, dd = 0, count = 0;
    for (int32_t row = centre_y - kPatchRadius; row <= centre_y + kPatchRadius; ++row) {
      for (int32_t column = centre_x - kPatchRadius; column <= centre_x + kPatchRadius; ++column) {
        const float level =
            sampled(current.data(), kSide, static_cast<float>(column) + vx, static_cast<float>(row) + vy);
        if (std::isnan(level)) continue;
        const float* at = reference.data() + static_cast<ptrdiff_t>(row) * kSide + column;
        const double gx = 0.5 * (at[1] - at[-1]);
        const double gy = 0.5 * (at[kSide] - at[-kSide]);
        const double difference = *at - level;
        xx += gx * gx, xy += gx * gy, yy += gy * gy;
        xd += gx * difference, yd += gy * difference;
        sx += gx, sy += gy, sd += difference, dd += difference * difference, count += 1;
      }
    }
    if (count < 1) return {0.0F, 0.0F, 0.0F, 0.0F};
    xd -= sx * sd / count;
    yd -= sy * sd / count;
    const double a = xx + kRidge;
    const double b = yy + kRidge;
    const double determinant = a * b - xy * xy;
    const double variance = std::max(0.0, dd - sd * sd / count) / count;
    noise = static_cast<float>(variance * (a + b) / determinant);
    vx += static_cast<float>((b * xd - xy * yd) / determinant);
    vy += static_cast<float>((a * yd - xy * xd) / determinant);
    vx = std::clamp(vx, -3.0F, 3.0F);
    vy = std::clamp(vy, -3.0F, 3.0F);
    weight = static_cast<float>(0.5 * (xx + yy) - std::sqrt(0.25 * (xx - yy) * (xx - yy) + xy * xy));
  }
  return {vx, vy, weight, noise};
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
  const std::vector<float> fine_reference = floats(reference);
  const std::vector<float> fine_current = floats(current);
  const std::vector<float> half_reference = halved(fine_reference, kSide);
  const std::vector<float> half_current = halved(fine_current, kSide);
  Homography map;
  const bool found =
      refine(halved(half_reference, kSide / 2), halved(half_current, kSide / 2), kSide / 4, 20, map) &&
      refine(half_reference, half_current, kSide / 2, 12, map);
  if (!found) return false;
  out.displacement = map.corner_displacement() / 2.0F;
  const std::vector<float> laid = warped(fine_current, map);
  out.correlation = correlation_of(fine_reference, laid);
  std::array<PatchVector, kFlowGrid * kFlowGrid> vectors{};
  size_t place = 0;
  for (int32_t j = 0; j < kFlowGrid; ++j) {
    for (int32_t i = 0; i < kFlowGrid; ++i) {
      vectors[place++] =
          follow_patch(fine_reference, laid, patch_centre(i, 0.2F, 0.6F), patch_centre(j, 0.2F, 0.68F));
    }
  }
  remove_plane(vectors, out);
  return std::ranges::all_of(out.left_over, [](float value) { return std::isfinite(value); });
}

}  // namespace face
