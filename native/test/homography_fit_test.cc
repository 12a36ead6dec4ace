#include "homography_fit.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "random.h"

namespace face {
namespace {

using Eight = std::array<double, 8>;

/// Near enough to none that its inverse exists and no point of the square goes to infinity.
Eight small_step(test::Random& random) {
  Eight step{};
  for (double& value : step) value = random.real(-0.1, 0.1);
  return step;
}

struct Point {
  float x, y;
};

Point applied(const Homography& map, Point point) {
  map.apply(point.x, point.y);
  return point;
}

/// What identity + parameters does to a point, in double precision.
Point by_parameters(const Eight& p, Point at) {
  const double w = p[6] * at.x + p[7] * at.y + 1;
  return {static_cast<float>(((1 + p[0]) * at.x + p[1] * at.y + p[2]) / w),
          static_cast<float>((p[3] * at.x + (1 + p[4]) * at.y + p[5]) / w)};
}

std::vector<Point> points(test::Random& random) {
  std::vector<Point> result{{-1, -1}, {1, -1}, {-1, 1}, {1, 1}, {0, 0}};
  for (int i = 0; i < 20; ++i) {
    result.push_back({static_cast<float>(random.real(-1, 1)), static_cast<float>(random.real(-1, 1))});
  }
  return result;
}

std::array<float, 8> unit_row(size_t place, float value = 1) {
  std::array<float, 8> row{};
  row[place] = value;
  return row;
}

TEST(Homography, IsTheIdentityAtFirst) {
  const Homography map;
  EXPECT_EQ(map.corner_displacement(), 0.0F);
  EXPECT_EQ(applied(map, {0.25F, -0.5F}).x, 0.25F);
  EXPECT_EQ(applied(map, {0.25F, -0.5F}).y, -0.5F);
}

TEST(Homography, IsUndoneByTheStepThatItIs) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (int round = 0; round < 100; ++round) {
    const Eight step = small_step(random);
    Homography inverse;
    ASSERT_TRUE(inverse.compose_inverse(step));
    for (const Point& point : points(random)) {
      const Point back = applied(inverse, by_parameters(step, point));
      EXPECT_NEAR(back.x, point.x, 1e-5);
      EXPECT_NEAR(back.y, point.y, 1e-5);
    }
  }
}

TEST(Homography, FollowsTheInverseOfALaterStepFirst) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (int round = 0; round < 100; ++round) {
    const Eight first = small_step(random);
    const Eight second = small_step(random);
    Homography before;
    ASSERT_TRUE(before.compose_inverse(first));
    Homography both = before;
    ASSERT_TRUE(both.compose_inverse(second));
    for (const Point& point : points(random)) {
      const Point moved = applied(both, by_parameters(second, point));
      const Point expected = applied(before, point);
      EXPECT_NEAR(moved.x, expected.x, 1e-5);
      EXPECT_NEAR(moved.y, expected.y, 1e-5);
    }
  }
}

TEST(Homography, RefusesAStepWithoutInverse) {
  Homography map;
  // The third column and row 0: every point falls on the same line through what cannot be divided by.
  EXPECT_FALSE(map.compose_inverse({-1, 0, 0, 0, 0, 0, 0, 0}));
}

TEST(Homography, TellsTheLongestWayOfACorner) {
  Homography map;
  ASSERT_TRUE(map.compose_inverse({0, 0, -0.3, 0, 0, 0.4, 0, 0}));
  EXPECT_NEAR(map.corner_displacement(), 0.5, 1e-6);
}

TEST(Homography, SteepestDescentIsTheSlopeOfTheLevelWithEachParameter) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (const Point& point : points(random)) {
    const double gx = random.real(-50, 50);
    const double gy = random.real(-50, 50);
    const auto steepest = homography_steepest(point.x, point.y, static_cast<float>(gx), static_cast<float>(gy));
    for (size_t k = 0; k < 8; ++k) {
      constexpr double kStep = 1e-3;
      Eight up{};
      Eight down{};
      up[k] = kStep;
      down[k] = -kStep;
      const Point after = by_parameters(up, point);
      const Point before = by_parameters(down, point);
      const double slope = (gx * (after.x - before.x) + gy * (after.y - before.y)) / (2 * kStep);
      EXPECT_NEAR(steepest[k], slope, 0.02) << "parameter " << k;
    }
  }
}

TEST(SymmetricSystem, SolvesASystemThatIsKnown) {
  SymmetricSystem system;
  for (size_t i = 0; i < 8; ++i) system.add(unit_row(i, static_cast<float>(i + 1)));
  ASSERT_TRUE(system.factor());
  const Eight solution = system.solve({1, 8, 27, 64, 125, 216, 343, 512});
  for (size_t i = 0; i < 8; ++i) EXPECT_NEAR(solution[i], static_cast<double>(i + 1), 1e-12);
}

TEST(SymmetricSystem, FindsWhatItsRowsWereMadeOf) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (int round = 0; round < 50; ++round) {
    Eight truth{};
    for (double& value : truth) value = random.real(-2, 2);
    SymmetricSystem system;
    Eight right{};
    for (int row = 0; row < 200; ++row) {
      std::array<float, 8> values{};
      for (float& value : values) value = static_cast<float>(random.real(-1, 1));
      double product = 0;
      for (size_t i = 0; i < 8; ++i) product += values[i] * truth[i];
      for (size_t i = 0; i < 8; ++i) right[i] += values[i] * product;
      system.add(values);
    }
    ASSERT_TRUE(system.factor());
    const Eight solution = system.solve(right);
    for (size_t i = 0; i < 8; ++i) EXPECT_NEAR(solution[i], truth[i], 1e-9);
  }
}

TEST(SymmetricSystem, RefusesWhatItsRowsDoNotDetermine) {
  EXPECT_FALSE(SymmetricSystem().factor());
  SymmetricSystem seven;
  for (size_t i = 0; i < 7; ++i) seven.add(unit_row(i));
  EXPECT_FALSE(seven.factor());
  // The eighth unknown never comes without the first.
  std::array<float, 8> tied = unit_row(0);
  tied[7] = 1;
  SymmetricSystem dependent;
  for (size_t i = 1; i < 7; ++i) dependent.add(unit_row(i));
  dependent.add(tied);
  EXPECT_FALSE(dependent.factor());
}

}  // namespace
}  // namespace face
