#include "depth_relief.h"

#include <cmath>
#include <limits>
#include <vector>

#include "depth_fit.h"

namespace face {
namespace {

/// From the middle of the eyes: half the grid to either side, and so far up, millimetres.
constexpr float kPitchMm = 6;
constexpr float kLeftMm = kPitchMm * kReliefSide / 2;
constexpr float kAboveMm = 36;
/// A place needs so many samples.
constexpr int kSamplesMin = 2;

Point3 difference(const Point3& a, const Point3& b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }

float dot(const Point3& a, const Point3& b) { return a.x * b.x + a.y * b.y + a.z * b.z; }

Point3 cross(const Point3& a, const Point3& b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

Point3 unit(const Point3& a) {
  const float length = std::sqrt(dot(a, a));
  return {a.x / length, a.y / length, a.z / length};
}

}  // namespace

Relief relief_of(std::span<const Point3> samples, const FaceAxes& axes) {
  const Point3 origin = {(axes.left_eye.x + axes.right_eye.x) / 2, (axes.left_eye.y + axes.right_eye.y) / 2,
                         (axes.left_eye.z + axes.right_eye.z) / 2};
  const Point3 across = unit(difference(axes.right_eye, axes.left_eye));
  const Point3 towards_mouth = difference(axes.mouth, origin);
  const float along = dot(towards_mouth, across);
  const Point3 down = unit(difference(towards_mouth, {across.x * along, across.y * along, across.z * along}));
  const Point3 away = cross(across, down);
  std::array<float, kReliefSide * kReliefSide> sums{};
  std::array<int, kReliefSide * kReliefSide> counts{};
  constexpr float kSide = kReliefSide;
  for (const Point3& sample : samples) {
    const Point3 d = difference(sample, origin);
    const float column = (dot(d, across) + kLeftMm) / kPitchMm;
    const float row = (dot(d, down) + kAboveMm) / kPitchMm;
    if (!(column >= 0 && column < kSide && row >= 0 && row < kSide)) continue;
    const size_t place = static_cast<size_t>(row) * kReliefSide + static_cast<size_t>(column);
    sums[place] -= dot(d, away);
    ++counts[place];
  }
  std::vector<Height> heights;
  for (size_t place = 0; place < sums.size(); ++place) {
    if (counts[place] < kSamplesMin) continue;
    heights.push_back({static_cast<double>(place % kReliefSide) / kReliefSide - 0.5,
                       static_cast<double>(place / kReliefSide) / kReliefSide - 0.5,
                       sums[place] / static_cast<float>(counts[place])});
  }
  remove_polynomial(heights, 1);
  Relief relief;
  relief.fill(std::numeric_limits<float>::quiet_NaN());
  size_t next = 0;
  for (size_t place = 0; place < sums.size(); ++place) {
    if (counts[place] >= kSamplesMin) relief[place] = static_cast<float>(heights[next++].value);
  }
  return relief;
}

}  // namespace face
