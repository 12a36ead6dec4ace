#include "similarity.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "random.h"

namespace face {
namespace {

const std::vector<float> kReference{38.2946F, 51.6963F, 73.5318F, 51.5014F, 56.0252F,
                                    71.7366F, 41.5493F, 92.3655F, 70.7299F, 92.2041F};

std::vector<float> mapped(const Affine& map, const std::vector<float>& points) {
  std::vector<float> result;
  for (size_t i = 0; i < points.size(); i += 2) {
    result.push_back(static_cast<float>(map[0] * points[i] + map[1] * points[i + 1] + map[2]));
    result.push_back(static_cast<float>(map[3] * points[i] + map[4] * points[i + 1] + map[5]));
  }
  return result;
}

Affine random_similarity(test::Random& random) {
  const double scale = std::exp(random.real(-3, 3));
  const double angle = random.real(-3.14159, 3.14159);
  const double a = scale * std::cos(angle);
  const double b = scale * std::sin(angle);
  return {a, -b, random.real(-2000, 2000), b, a, random.real(-2000, 2000)};
}

/// Sum of squared distances in pixels of `reference`.
double residual(const Affine& map, const std::vector<float>& points, const std::vector<float>& reference) {
  const double determinant = map[0] * map[4] - map[1] * map[3];
  double sum = 0;
  for (size_t i = 0; i < points.size(); i += 2) {
    const double x = points[i] - map[2];
    const double y = points[i + 1] - map[5];
    const double dx = (map[4] * x - map[1] * y) / determinant - reference[i];
    const double dy = (map[0] * y - map[3] * x) / determinant - reference[i + 1];
    sum += dx * dx + dy * dy;
  }
  return sum;
}

TEST(Similarity, RecoversAKnownTransform) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (int round = 0; round < 200; ++round) {
    const Affine truth = random_similarity(random);
    const Affine found = similarity(mapped(truth, kReference), kReference);
    for (const int i : {0, 1, 3, 4}) ASSERT_NEAR(found[i], truth[i], 1e-4 * std::hypot(truth[0], truth[3]) + 2e-5);
    for (const int i : {2, 5}) ASSERT_NEAR(found[i], truth[i], 2e-2);
  }
}

TEST(Similarity, TwoPointsAreMetExactly) {
  const std::vector<float> points{10, 20, 30, 20};
  const std::vector<float> reference{0, 0, 0, 10};
  const std::vector<float> landed = mapped(similarity(points, reference), reference);
  for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(landed[i], points[i], 1e-4);
}

TEST(Similarity, NoOtherMapNearbyFitsBetter) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (int round = 0; round < 50; ++round) {
    std::vector<float> points = mapped(random_similarity(random), kReference);
    for (float& v : points) v += static_cast<float>(random.real(-4, 4));
    const Affine best = similarity(points, kReference);
    const double least = residual(best, points, kReference);
    for (int trial = 0; trial < 20; ++trial) {
      Affine other = best;
      const double a = random.real(-1e-2, 1e-2);
      const double b = random.real(-1e-2, 1e-2);
      other[0] += a, other[4] += a, other[1] -= b, other[3] += b;
      other[2] += random.real(-0.5, 0.5), other[5] += random.real(-0.5, 0.5);
      ASSERT_GE(residual(other, points, kReference), least * (1 - 1e-6));
    }
  }
}

TEST(Similarity, NeverReflects) {
  std::vector<float> mirrored = kReference;
  for (size_t i = 0; i < mirrored.size(); i += 2) mirrored[i] = 200 - mirrored[i];
  const Affine map = similarity(mirrored, kReference);
  EXPECT_GT(map[0] * map[4] - map[1] * map[3], 0);
  EXPECT_DOUBLE_EQ(map[0], map[4]);
  EXPECT_DOUBLE_EQ(map[1], -map[3]);
}

TEST(Similarity, RefusesPointsThatDetermineNothing) {
  const std::vector<float> same(10, 7.5F);
  EXPECT_THROW(similarity(same, kReference), std::invalid_argument);
  EXPECT_THROW(similarity(kReference, same), std::invalid_argument);
  // A square against its mirror image: every rotation fits equally badly.
  EXPECT_THROW(
      similarity(std::vector<float>{1, 1, 1, -1, -1, -1, -1, 1}, std::vector<float>{-1, 1, -1, -1, 1, -1, 1, 1}),
      std::invalid_argument);
}

TEST(Similarity, RefusesWhatIsNotFinite) {
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    std::vector<float> points = kReference;
    points[3] = bad;
    EXPECT_THROW(similarity(points, kReference), std::invalid_argument);
    EXPECT_THROW(similarity(kReference, points), std::invalid_argument);
  }
}

TEST(Similarity, RefusesWrongCounts) {
  EXPECT_THROW(similarity({}, {}), std::invalid_argument);
  EXPECT_THROW(similarity(std::vector<float>(2), std::vector<float>(2)), std::invalid_argument);
  EXPECT_THROW(similarity(std::vector<float>(5), std::vector<float>(5)), std::invalid_argument);
  EXPECT_THROW(similarity(std::vector<float>(6), std::vector<float>(4)), std::invalid_argument);
}

TEST(Similarity, HugeCoordinatesStayDefined) {
  std::vector<float> huge = kReference;
  for (float& v : huge) v *= 1e30F;
  const Affine map = similarity(huge, kReference);
  for (const double m : map) EXPECT_TRUE(std::isfinite(m));
}

}  // namespace
}  // namespace face
