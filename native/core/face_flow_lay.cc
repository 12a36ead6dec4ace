#include "face_flow_lay.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace face {
namespace {

/// The face, as an ellipse in coordinates of −1 to 1: hair and background move otherwise.
constexpr float kMaskX = 0.84F;
constexpr float kMaskY = 0.94F;
constexpr float kMaskCentreY = 0.04F;

struct Span {
  int32_t begin, end;
};

/// Pixels of a row that lie in the mask.
Span mask_span(int32_t row, int32_t side) {
  const float y = (unit_of(row, side) - kMaskCentreY) / kMaskY;
  if (!(y * y < 1.0F)) return {0, 0};
  const float reach = 0.5F * static_cast<float>(side) * kMaskX * std::sqrt(1.0F - y * y);
  const float middle = 0.5F * static_cast<float>(side - 1);
  return {static_cast<int32_t>(std::ceil(middle - reach)), static_cast<int32_t>(std::floor(middle + reach)) + 1};
}

/// So many pixels are worked on at a time that all about them stays in the first cache.
constexpr int32_t kBatch = 64;
using Batch = std::array<float, kBatch>;

/// Where pixels of one picture look in another.
struct Places {
  std::array<int32_t, kBatch> offset;
  Batch fx, fy;
  /// 1 or 0.
  Batch seen;
};

/// @param h rows of the homography, −1–1
void place(const std::array<float, 9>& h, const float* xs, const float* ys, int32_t count, int32_t side, Places& out) {
  const auto full = static_cast<float>(side);
  const float last = full - 1.0F;
  const float inmost = std::nextafter(last, 0.0F);
  for (int32_t i = 0; i < count; ++i) {
    const float w = h[6] * xs[i] + h[7] * ys[i] + 1.0F;
    const float u = (h[0] * xs[i] + h[1] * ys[i] + h[2]) / w;
    const float v = (h[3] * xs[i] + h[4] * ys[i] + h[5]) / w;
    const float x = ((u + 1.0F) * full - 1.0F) * 0.5F;
    const float y = ((v + 1.0F) * full - 1.0F) * 0.5F;
    // Held inside, also what is no number, so that whatever was not seen can be read and left out later.
    const float low_x = x > 0.0F ? x : 0.0F;
    const float low_y = y > 0.0F ? y : 0.0F;
    const float held_x = low_x < last ? low_x : inmost;
    const float held_y = low_y < last ? low_y : inmost;
    const auto left = static_cast<float>(static_cast<int32_t>(held_x));
    const auto top = static_cast<float>(static_cast<int32_t>(held_y));
    out.offset[i] = static_cast<int32_t>(top * full + left);
    out.fx[i] = held_x - left;
    out.fy[i] = held_y - top;
    out.seen[i] =
        (x == low_x ? 1.0F : 0.0F) * (y == low_y ? 1.0F : 0.0F) * (x < last ? 1.0F : 0.0F) * (y < last ? 1.0F : 0.0F);
  }
}

/// Bilinear.
void sample(const float* plane, int32_t side, const Places& places, int32_t count, float* out) {
  for (int32_t i = 0; i < count; ++i) {
    const float* at = plane + places.offset[i];
    const float upper = at[0] + places.fx[i] * (at[1] - at[0]);
    const float lower = at[side] + places.fx[i] * (at[side + 1] - at[side]);
    out[i] = upper + places.fy[i] * (lower - upper);
  }
}

/// Pixels of the reference that lie in the mask; an incomplete batch ends with pixels that have no slope.
struct Samples {
  Batch x, y, level;
  std::array<Batch, 8> steepest;
};

std::vector<Samples> samples_of(const Plane& reference, int32_t side) {
  std::vector<Samples> batches;
  batches.reserve(reference.size() / kBatch + 1);
  const float per_unit = static_cast<float>(side) / 2.0F;
  int32_t place = kBatch;
  for (int32_t row = 1; row + 1 < side; ++row) {
    const Span span = mask_span(row, side);
    for (int32_t column = std::max(1, span.begin); column < std::min(side - 1, span.end); ++column, ++place) {
      if (place == kBatch) {
        batches.emplace_back();
        place = 0;
      }
      Samples& batch = batches.back();
      const float x = unit_of(column, side);
      const float y = unit_of(row, side);
      const float* at = reference.data() + static_cast<ptrdiff_t>(row) * side + column;
      const float gx = 0.5F * (at[1] - at[-1]) * per_unit;
      const float gy = 0.5F * (at[side] - at[-side]) * per_unit;
      batch.x[place] = x;
      batch.y[place] = y;
      batch.level[place] = *at;
      const std::array<float, 8> steepest = homography_steepest(x, y, gx, gy);
      for (size_t k = 0; k < 8; ++k) batch.steepest[k][place] = steepest[k];
    }
  }
  return batches;
}

std::array<double, 8> gradient_of(const std::vector<Samples>& samples, const float* current, int32_t side,
                                  const Homography& map) {
  std::array<double, 8> gradient{};
  Places places;
  Batch difference;
  const std::array<float, 9> h = map.rows();
  for (const Samples& batch : samples) {
    place(h, batch.x.data(), batch.y.data(), kBatch, side, places);
    sample(current, side, places, kBatch, difference.data());
    for (int32_t i = 0; i < kBatch; ++i) {
      // Held: a highlight or a lid that closed shall not pull the whole face.
      difference[i] = places.seen[i] * std::clamp(difference[i] - batch.level[i], -48.0F, 48.0F);
    }
    for (size_t k = 0; k < 8; ++k) gradient[k] += static_cast<double>(sum_of_products(batch.steepest[k], difference));
  }
  return gradient;
}

}  // namespace

bool refine_homography(const Plane& reference, const Plane& current, int32_t side, int iterations, Homography& map) {
  const std::vector<Samples> samples = samples_of(reference, side);
  SymmetricSystem hessian;
  for (const Samples& batch : samples) {
    for (size_t i = 0; i < 8; ++i) {
      for (size_t j = 0; j <= i; ++j) hessian.add(i, j, sum_of_products(batch.steepest[i], batch.steepest[j]));
    }
  }
  if (!hessian.factor()) return false;
  for (int iteration = 0; iteration < iterations; ++iteration) {
    const std::array<double, 8> step = hessian.solve(gradient_of(samples, current.data(), side, map));
    if (!map.compose_inverse(step)) return false;
    double largest = 0;
    for (const double value : step) largest = std::max(largest, std::abs(value));
    if (largest < 1e-4) break;
  }
  return true;
}

Plane laid_by(const Homography& map, const Plane& current, int32_t side) {
  // As far as the mask reaches, and the patches, whose pixels lie within 20 and 153 of 160.
  const int32_t from = side / 20;
  constexpr float kUnseen = std::numeric_limits<float>::quiet_NaN();
  Plane out(current.size(), kUnseen);
  Plane xs(static_cast<size_t>(side));
  for (int32_t column = 0; column < side; ++column) xs[static_cast<size_t>(column)] = unit_of(column, side);
  const std::array<float, 9> h = map.rows();
  Batch ys;
  Places places;
  for (int32_t row = from; row < side; ++row) {
    ys.fill(unit_of(row, side));
    for (int32_t column = from; column < side - from; column += kBatch) {
      const int32_t count = std::min(kBatch, side - from - column);
      float* levels = out.data() + static_cast<ptrdiff_t>(row) * side + column;
      place(h, xs.data() + column, ys.data(), count, side, places);
      sample(current.data(), side, places, count, levels);
      for (int32_t i = 0; i < count; ++i) levels[i] = places.seen[i] > 0.0F ? levels[i] : kUnseen;
    }
  }
  return out;
}

float correlation_over_face(const Plane& a, const Plane& b, int32_t side) {
  double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0, count = 0;
  for (int32_t row = 0; row < side; ++row) {
    const Span span = mask_span(row, side);
    for (int32_t column = span.begin; column < span.end; ++column) {
      const size_t i = static_cast<size_t>(row) * side + column;
      const double known = std::isnan(b[i]) ? 0.0 : 1.0;
      const double x = known * a[i];
      const double y = known > 0 ? b[i] : 0.0;
      sa += x, sb += y, saa += x * x, sbb += y * y, sab += x * y, count += known;
    }
  }
  if (count < 1) return 0.0F;
  const double spread = std::sqrt((saa - sa * sa / count) * (sbb - sb * sb / count));
  return spread > 0 ? static_cast<float>((sab - sa * sb / count) / spread) : 0.0F;
}

}  // namespace face
