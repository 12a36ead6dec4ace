#include "face_flow.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <stdexcept>
#include <vector>

#include "random.h"

namespace face {
namespace {

using Chip = std::vector<uint8_t>;

/// Where a pixel of the chip looks, both about the middle of the chip.
using View = std::function<void(double& x, double& y)>;

void straight(double&, double&) {}

/// Rows of a homography, pixels; the last element is 1.
View homography(const std::array<double, 8>& h) {
  return [h](double& x, double& y) {
    const double w = h[6] * x + h[7] * y + 1;
    const double u = (h[0] * x + h[1] * y + h[2]) / w;
    y = (h[3] * x + h[4] * y + h[5]) / w;
    x = u;
  };
}

/// A pattern with detail at all the sizes a face has.
class Scene {
 public:
  explicit Scene(uint32_t fixed = 11) {
    test::Random random(fixed);
    for (int i = 0; i < 160; ++i) {
      const double size = random.real(1.5, 14);
      blobs_.push_back({random.real(-100, 100), random.real(-100, 100), 1 / (size * size), random.real(-60, 60)});
    }
  }

  [[nodiscard]] double level(double x, double y) const {
    double sum = 120;
    for (const Blob& blob : blobs_) {
      const double distance = blob.sharpness * ((x - blob.x) * (x - blob.x) + (y - blob.y) * (y - blob.y));
      if (distance < 20) sum += blob.height * std::exp(-distance);
    }
    return sum;
  }

  /// @param noise standard deviation, grey levels
  [[nodiscard]] Chip seen(const View& view = straight, double noise = 0, uint32_t fixed = 1, double gain = 1,
                          double offset = 0) const {
    std::mt19937 engine(fixed);
    std::normal_distribution<double> normal;
    Chip chip;
    for (int32_t row = 0; row < kFlowSide; ++row) {
      for (int32_t column = 0; column < kFlowSide; ++column) {
        double x = column - kFlowSide / 2;
        double y = row - kFlowSide / 2;
        view(x, y);
        const double value = gain * level(x, y) + offset + noise * normal(engine);
        chip.push_back(static_cast<uint8_t>(std::clamp(std::lround(value), 0L, 255L)));
      }
    }
    return chip;
  }

 private:
  struct Blob {
    double x, y, sharpness, height;
  };
  std::vector<Blob> blobs_;
};

Chip normalised(const Chip& luma) {
  Chip out(kFlowPixels);
  normalise_chip(luma, out);
  return out;
}

FaceFlow flow_between(const Chip& reference, const Chip& current) {
  FaceFlow flow{};
  EXPECT_TRUE(measure_face_flow(normalised(reference), normalised(current), flow));
  return flow;
}

double length_at(const FaceFlow& flow, size_t patch) {
  return std::hypot(flow.left_over[2 * patch], flow.left_over[2 * patch + 1]);
}

/// Root mean square of a vector, pixels.
double left_over_of(const FaceFlow& flow) {
  double sum = 0;
  for (const float value : flow.left_over) sum += value * value;
  return std::sqrt(sum / (kFlowGrid * kFlowGrid));
}

TEST(NormaliseChip, MakesAnEvenChipEven) {
  for (const uint8_t level : {0, 77, 255}) {
    EXPECT_EQ(normalised(Chip(kFlowPixels, level)), Chip(kFlowPixels, 128));
  }
}

TEST(NormaliseChip, TakesGainAndOffsetOfLightOut) {
  const Scene scene;
  const auto shade = [&](double gain, double offset) { return scene.seen(straight, 0, 1, gain, offset); };
  const Chip plain = normalised(shade(0.5, 20));
  for (const auto& [gain, offset] : {std::pair(0.5, 60.0), {0.6, 5.0}, {0.4, 80.0}}) {
    const Chip other = normalised(shade(gain, offset));
    double sum = 0;
    int largest = 0;
    for (size_t i = 0; i < kFlowPixels; ++i) {
      const int difference = std::abs(plain[i] - other[i]);
      sum += difference;
      largest = std::max(largest, difference);
    }
    // Of 32 levels to a deviation.
    EXPECT_LT(sum / kFlowPixels, 1.5) << "gain " << gain;
    EXPECT_LE(largest, 12) << "gain " << gain;
  }
}

TEST(NormaliseChip, GivesMeanAndDeviation) {
  const Chip chip = normalised(Scene().seen());
  double sum = 0;
  double squares = 0;
  for (const uint8_t level : chip) {
    sum += level;
    squares += static_cast<double>(level) * level;
  }
  const double mean = sum / kFlowPixels;
  EXPECT_NEAR(mean, 128, 3);
  // 32 but for the flat parts, which stay small.
  const double deviation = std::sqrt(squares / kFlowPixels - mean * mean);
  EXPECT_GT(deviation, 20);
  EXPECT_LT(deviation, 34);
}

TEST(NormaliseChip, TreatsBothDirectionsAlike) {
  SCOPED_TRACE(test::seed_note());
  const auto turned = [](const Chip& chip) {
    Chip out(kFlowPixels);
    for (size_t row = 0; row < kFlowSide; ++row) {
      for (size_t column = 0; column < kFlowSide; ++column) {
        out[column * kFlowSide + row] = chip[row * kFlowSide + column];
      }
    }
    return out;
  };
  test::Random random;
  const Chip chip = random.bytes(kFlowPixels);
  const Chip one = turned(normalised(chip));
  const Chip other = normalised(turned(chip));
  for (size_t i = 0; i < kFlowPixels; ++i) EXPECT_NEAR(one[i], other[i], 1);
}

TEST(FaceFlow, OfAChipWithItselfIsNothing) {
  const Chip chip = Scene().seen();
  const FaceFlow flow = flow_between(chip, chip);
  EXPECT_NEAR(flow.correlation, 1, 1e-4);
  EXPECT_LT(flow.displacement, 1e-4);
  EXPECT_LT(flow.noise, 1e-6);
  EXPECT_LT(left_over_of(flow), 1e-3);
}

TEST(FaceFlow, TellsHowFarTheChipWasShifted) {
  const Scene scene;
  for (const double shift : {1.0, 4.0, 8.0}) {
    const FaceFlow flow = flow_between(scene.seen(), scene.seen(homography({1, 0, shift, 0, 1, 0, 0, 0})));
    EXPECT_NEAR(flow.displacement, shift / kFlowSide, 0.15 * shift / kFlowSide + 5e-4);
  }
}

/// The most that a plane may leave over, pixels.
constexpr double kOfAPlane = 0.2;

TEST(FaceFlow, LeavesNothingOverOfAPlaneHoweverItMoved) {
  const View views[] = {
      homography({1, 0, 5.3, 0, 1, -3.7, 0, 0}),
      homography({1.06, 0, 0, 0, 1.06, 0, 0, 0}),
      homography({0.997, -0.08, 2, 0.08, 0.997, -1, 0, 0}),
      homography({1, 0.05, 0, 0, 1.04, 0, 0, 0}),
      homography({1, 0, 1, 0, 1, 2, 0.0009, -0.0007}),
      homography({1.03, -0.05, 4, 0.04, 0.98, -4, -0.0006, 0.0008}),
  };
  for (uint32_t pattern = 1; pattern <= 3; ++pattern) {
    const Scene scene(pattern);
    const Chip reference = scene.seen();
    for (size_t i = 0; i < std::size(views); ++i) {
      const FaceFlow flow = flow_between(reference, scene.seen(views[i]));
      EXPECT_LT(left_over_of(flow), kOfAPlane) << "pattern " << pattern << ", view " << i;
      EXPECT_GT(flow.correlation, 0.97) << "pattern " << pattern << ", view " << i;
    }
  }
}

TEST(FaceFlow, LeavesTheDepthOfAHeadOver) {
  for (uint32_t pattern = 1; pattern <= 3; ++pattern) {
    const Scene scene(pattern);
    const Chip reference = scene.seen();
    for (const double turn : {-4.0, 4.0}) {
      // A broad dome with a nose on it, whose tip moves by this many pixels against the plane.
      const Chip current = scene.seen([=](double& x, double& y) {
        const double u = x / (kFlowSide / 2.0);
        const double v = y / (kFlowSide / 2.0);
        x += turn * 0.5 * (std::exp(-2 * (u * u + v * v)) + std::exp(-30 * (u * u + 0.5 * v * v)));
      });
      EXPECT_GT(left_over_of(flow_between(reference, current)), 1.5 * kOfAPlane) << "pattern " << pattern;
    }
  }
}

TEST(FaceFlow, ShowsAPatchThatMovesAlone) {
  const Scene scene;
  const Chip reference = scene.seen();
  // The centre of patch (column 4, row 3), about the middle of the chip.
  const double centre_x = 160 * (0.2 + 0.6 * 4 / 7) - 80;
  const double centre_y = 160 * (0.2 + 0.68 * 3 / 7) - 80;
  const size_t patch = 3 * kFlowGrid + 4;
  for (const double shift : {-1.0, 1.0}) {
    const Chip current = scene.seen([=](double& x, double& y) {
      const double distance = std::hypot(x - centre_x, y - centre_y);
      // The picture there moves to the right by `shift`: what is seen lies as far to the left.
      x -= shift * std::exp(-distance * distance / (2 * 12 * 12));
    });
    const FaceFlow flow = flow_between(reference, current);
    EXPECT_GT(shift * flow.left_over[2 * patch], 0.3);
    for (size_t other = 0; other < kFlowGrid * kFlowGrid; ++other) {
      EXPECT_LE(length_at(flow, other), length_at(flow, patch)) << "patch " << other;
    }
    // The far corners stay.
    for (const size_t corner : {size_t{0}, size_t{kFlowGrid * (kFlowGrid - 1)}}) {
      EXPECT_LT(length_at(flow, corner), 0.25 * length_at(flow, patch));
    }
  }
}

TEST(FaceFlow, TellsOfNoiseWhatItLeavesOver) {
  const Scene scene;
  const Chip reference = scene.seen();
  float before = flow_between(reference, reference).noise;
  for (const double noise : {1.0, 2.0, 4.0, 8.0}) {
    const FaceFlow flow = flow_between(reference, scene.seen(straight, noise));
    EXPECT_GT(flow.noise, 1.5F * before) << "noise " << noise;
    before = flow.noise;
  }
}

TEST(FaceFlow, FindsNoHomographyOnAFlatChip) {
  const Chip flat(kFlowPixels, 128);
  const Chip chip = normalised(Scene().seen());
  FaceFlow flow{};
  EXPECT_FALSE(measure_face_flow(flat, flat, flow));
  EXPECT_FALSE(measure_face_flow(flat, chip, flow));
}

TEST(FaceFlow, OfAnyTwoChipsIsFiniteOrNone) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (int round = 0; round < 30; ++round) {
    FaceFlow flow{};
    const Chip chip = round % 2 == 0 ? random.bytes(kFlowPixels) : normalised(random.bytes(kFlowPixels));
    if (!measure_face_flow(chip, random.bytes(kFlowPixels), flow)) continue;
    EXPECT_TRUE(std::isfinite(flow.correlation) && std::isfinite(flow.displacement) && std::isfinite(flow.noise));
    EXPECT_LE(std::abs(flow.correlation), 1.0001F);
    EXPECT_TRUE(std::ranges::all_of(flow.left_over, [](float value) { return std::isfinite(value); }));
  }
}

TEST(FaceFlow, RefusesChipsOfAnotherSize) {
  const Chip chip(kFlowPixels);
  const Chip shorter(kFlowPixels - 1);
  Chip out(kFlowPixels);
  Chip longer(kFlowPixels + 1);
  FaceFlow flow{};
  EXPECT_THROW(normalise_chip(shorter, out), std::invalid_argument);
  EXPECT_THROW(normalise_chip(chip, longer), std::invalid_argument);
  EXPECT_THROW(measure_face_flow(shorter, chip, flow), std::invalid_argument);
  EXPECT_THROW(measure_face_flow(chip, longer, flow), std::invalid_argument);
}

}  // namespace
}  // namespace face
