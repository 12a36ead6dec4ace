#include "depth.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <stdexcept>
#include <vector>

#include "depth_fit.h"
#include "random.h"

namespace face {
namespace {

constexpr int32_t kWidth = 320;
constexpr int32_t kHeight = 240;
constexpr float kFocal = 300;
constexpr double kDistance = 400;

/// Height over a plane that faces the camera, millimetres towards it, at a place relative to the middle of the face.
using Shape = std::function<double(double x, double y)>;

double bump(double x, double y, double at_y, double width, double height) {
  return height * std::exp(-(x * x + (y - at_y) * (y - at_y)) / (2 * width * width));
}

double flat(double, double) { return 0; }
/// Bent about an upright axis, radius 100 mm.
double upright_cylinder(double x, double) { return std::sqrt(std::max(0.0, 1e4 - x * x)) - 100; }
double lying_cylinder(double, double y) { return std::sqrt(std::max(0.0, 1e4 - y * y)) - 100; }
double sphere(double x, double y) { return std::sqrt(std::max(0.0, 1e4 - x * x - y * y)) - 100; }
double head(double x, double y) { return 0.6 * sphere(x, y) + bump(x, y, 12, 11, 24); }

struct Scene {
  std::vector<uint8_t> bytes;
  std::vector<float> mesh;
  DepthMap map() const { return {bytes, kWidth, kHeight, kFocal, kFocal, kWidth / 2.0F, kHeight / 2.0F}; }
};

void put(std::vector<uint8_t>& bytes, int32_t x, int32_t y, double z) {
  const auto value = static_cast<uint16_t>(std::lround(std::clamp(z, 0.0, 65535.0)));
  const size_t place = 2 * (static_cast<size_t>(y) * kWidth + static_cast<size_t>(x));
  bytes[place] = static_cast<uint8_t>(value & 255);
  bytes[place + 1] = static_cast<uint8_t>(value >> 8);
}

/// A mesh of 468 points over an upright ellipse, with the named ones where a face has them; its own relief is that of
/// `head`, as the network sees a face in anything that looks like one.
std::vector<float> mesh_points() {
  std::vector<float> mesh(3 * kMeshPoints);
  const double scale = kFocal / kDistance;
  const auto place = [&](size_t i, double x, double y) {
    mesh[3 * i] = static_cast<float>(x * scale + kWidth / 2.0);
    mesh[3 * i + 1] = static_cast<float>(y * scale + kHeight / 2.0);
    mesh[3 * i + 2] = static_cast<float>(-head(x, y) * scale);
  };
  for (size_t i = 0; i < kMeshPoints; ++i) {
    // Sunflower seeds: even over the ellipse.
    const double reach = std::sqrt((static_cast<double>(i) + 0.5) / kMeshPoints);
    const double angle = 2.399963 * static_cast<double>(i);
    place(i, 68 * reach * std::cos(angle), 85 * reach * std::sin(angle));
  }
  for (const auto& [i, x, y] : std::initializer_list<std::tuple<size_t, double, double>>{{33, -44, -20},
                                                                                         {133, -18, -20},
                                                                                         {362, 18, -20},
                                                                                         {263, 44, -20},
                                                                                         {50, -42, 14},
                                                                                         {280, 42, 14},
                                                                                         {205, -36, 26},
                                                                                         {425, 36, 26},
                                                                                         {61, -24, 44},
                                                                                         {291, 24, 44},
                                                                                         {1, 0, 14},
                                                                                         {4, 0, 10}}) {
    place(i, x, y);
  }
  return mesh;
}

/// @param tilt slope of the plane to the right
Scene scene(const Shape& shape, double noise = 0, double tilt = 0) {
  test::Random random(7);
  Scene made{std::vector<uint8_t>(2 * kWidth * kHeight), mesh_points()};
  for (int32_t y = 0; y < kHeight; ++y) {
    for (int32_t x = 0; x < kWidth; ++x) {
      const double mx = (x - kWidth / 2.0) / kFocal * kDistance;
      const double my = (y - kHeight / 2.0) / kFocal * kDistance;
      put(made.bytes, x, y, kDistance + tilt * mx - shape(mx, my) + noise * random.real(-1.732, 1.732));
    }
  }
  return made;
}

DepthMeasures measured(const Scene& made) {
  const auto result = measure_depth(made.map(), made.mesh);
  EXPECT_TRUE(result.has_value());
  return result ? result->measures : DepthMeasures{};
}

TEST(MeasureDepth, APlaneHasNoResidualButRounding) {
  const DepthMeasures measures = measured(scene(flat));
  EXPECT_LT(measures.relief.plane_residual_mm, 0.5);
  EXPECT_NEAR(measures.relief.nose_relief_mm, 0, 0.5);
  EXPECT_NEAR(measures.distance_mm, kDistance, 1);
  EXPECT_NEAR(measures.inter_eye_mm, 62, 1.5);
  EXPECT_EQ(measures.hole_share, 0);
}

TEST(MeasureDepth, TheResidualOfANoisyPlaneIsTheNoiseOfItsCells) {
  const DepthMeasures measures = measured(scene(flat, 4));
  EXPECT_NEAR(measures.noise_mm, 4, 0.6);
  EXPECT_LT(measures.relief.plane_residual_mm, 2);
  EXPECT_LT(std::abs(measures.relief_correlation), 0.4);
}

TEST(MeasureDepth, ATiltedPlaneIsAPlane) {
  const DepthMeasures measures = measured(scene(flat, 0, 0.5));
  EXPECT_LT(measures.relief.plane_residual_mm, 1.5);
  EXPECT_LT(std::abs(measures.relief.nose_relief_mm), 1.5);
}

TEST(MeasureDepth, ABendLeavesThePlaneButNotTheQuadraticSurface) {
  for (const Shape& bent : {Shape(upright_cylinder), Shape(lying_cylinder)}) {
    const DepthMeasures measures = measured(scene(bent));
    EXPECT_GT(measures.relief.plane_residual_mm, 4);
    EXPECT_LT(measures.relief.surface_residual_mm, 1.5);
    EXPECT_LT(measures.relief_correlation, 0.6);
  }
}

TEST(MeasureDepth, ASphereHasNoNose) {
  const DepthMeasures measures = measured(scene(sphere));
  EXPECT_LT(measures.relief.surface_residual_mm, 1.5);
  EXPECT_LT(measures.relief.nose_relief_mm, 16);
}

TEST(MeasureDepth, AHeadHasANoseWhereTheMeshHasIt) {
  const DepthMeasures measures = measured(scene(head, 2));
  EXPECT_GT(measures.relief.nose_relief_mm, 20);
  EXPECT_GT(measures.relief.surface_residual_mm, 2);
  EXPECT_GT(measures.shape_correlation, 0.9);
  EXPECT_GT(measures.relief_correlation, 0.8);
}

TEST(MeasureDepth, TheReliefIsThatOfTheFrontHoweverTheFaceIsFarAway) {
  const auto near = measure_depth(scene(head).map(), mesh_points());
  ASSERT_TRUE(near.has_value());
  float highest = -1000;
  size_t place = 0;
  for (size_t i = 0; i < near->relief.size(); ++i) {
    if (near->relief[i] > highest) {
      highest = near->relief[i];
      place = i;
    }
  }
  // The tip of the nose: 32 mm below the eyes, in the middle.
  EXPECT_NEAR(static_cast<double>(place % kReliefSide), 7.5, 1);
  EXPECT_NEAR(static_cast<double>(place / kReliefSide), 11, 1.1);
}

TEST(MeasureDepth, AMapOfHolesIsNotMeasured) {
  Scene made = scene(head);
  std::ranges::fill(made.bytes, 0);
  EXPECT_FALSE(measure_depth(made.map(), made.mesh).has_value());
}

TEST(MeasureDepth, HolesAreCountedAndThenTooMany) {
  Scene made = scene(head);
  for (int32_t y = 0; y < kHeight; ++y) {
    for (int32_t x = 0; x < kWidth; ++x) {
      if ((x + y) % 3 == 0) put(made.bytes, x, y, 0);
    }
  }
  EXPECT_NEAR(measured(made).hole_share, 1.0 / 3, 0.05);
  for (int32_t y = 0; y < kHeight; ++y) {
    for (int32_t x = 0; x < kWidth; ++x) {
      if ((x + y) % 3 != 1) put(made.bytes, x, y, 0);
    }
  }
  EXPECT_FALSE(measure_depth(made.map(), made.mesh).has_value());
}

TEST(MeasureDepth, TheBackgroundBehindThePersonIsNoPartOfTheFace) {
  Scene made = scene(head);
  for (int32_t y = 0; y < kHeight / 2 - 30; ++y) {
    for (int32_t x = 0; x < kWidth; ++x) put(made.bytes, x, y, 2000);
  }
  const DepthMeasures measures = measured(made);
  EXPECT_GT(measures.hole_share, 0.05);
  EXPECT_GT(measures.shape_correlation, 0.8);
}

TEST(MeasureDepth, AnyBytesAndAnyPointsAreReadWithinBounds) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (int round = 0; round < 60; ++round) {
    const int32_t width = random.whole(1, 90);
    const int32_t height = random.whole(1, 90);
    const auto bytes = random.bytes(2 * static_cast<size_t>(width) * static_cast<size_t>(height));
    const float focal = static_cast<float>(random.real(1, 500));
    auto mesh = random.floats(3 * kMeshPoints, -100, 200);
    if (round % 5 == 0) mesh[static_cast<size_t>(random.whole(0, 1403))] = std::nanf("");
    if (round % 7 == 0) mesh[static_cast<size_t>(random.whole(0, 1403))] = 1e30F;
    const auto result = measure_depth({bytes, width, height, focal, focal, 10, 10}, mesh);
    if (result) {
      EXPECT_TRUE(std::isfinite(result->measures.relief.plane_residual_mm));
      EXPECT_TRUE(std::isfinite(result->measures.shape_correlation));
    }
    const ReliefMeasures estimated = estimate_relief(mesh);
    EXPECT_TRUE(std::isfinite(estimated.surface_residual_mm));
  }
}

TEST(MeasureDepth, RefusesWhatIsNoMapOrNoMesh) {
  const Scene made = scene(flat);
  DepthMap map = made.map();
  EXPECT_THROW(measure_depth(map, std::span(made.mesh).first(9)), std::invalid_argument);
  map.width += 1;
  EXPECT_THROW(measure_depth(map, made.mesh), std::invalid_argument);
  map = made.map();
  map.fx = 0;
  EXPECT_THROW(measure_depth(map, made.mesh), std::invalid_argument);
  map.fx = std::nanf("");
  EXPECT_THROW(measure_depth(map, made.mesh), std::invalid_argument);
}

TEST(EstimateRelief, FindsTheShapeOfTheMeshAtTheSizeOfAnAdult) {
  const ReliefMeasures estimated = estimate_relief(mesh_points());
  EXPECT_GT(estimated.nose_relief_mm, 20);
  EXPECT_GT(estimated.surface_residual_mm, 2);
}

TEST(FitPlane, FindsAPlaneHoweverItIsTurned) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (int round = 0; round < 50; ++round) {
    const double a = random.real(-3, 3);
    const double b = random.real(-3, 3);
    std::vector<Point3> points;
    for (int i = 0; i < 30; ++i) {
      const double x = random.real(-50, 50);
      const double y = random.real(-50, 50);
      points.push_back({static_cast<float>(x), static_cast<float>(y), static_cast<float>(500 + a * x + b * y)});
    }
    const Plane plane = fit_plane(points);
    EXPECT_LT(plane_rms(points, plane), 0.02);
    EXPECT_GE(plane.normal.z, 0);
  }
}

}  // namespace
}  // namespace face
