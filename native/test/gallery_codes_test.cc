#include "codes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "people.h"
#include "probe.h"

namespace face::gallery {
namespace {

constexpr size_t kDimensions[] = {64, 65, 100, 127, 128, 192, 256, 300, 320, 384, 512, 513, 700, 768, 1000, 1024};
constexpr Seed kSeed{1, 2, 3};

double distance(std::span<const float> a, std::span<const float> b) {
  double squares = 0;
  for (size_t i = 0; i < a.size(); ++i) squares += std::pow(static_cast<double>(a[i]) - b[i], 2);
  return std::sqrt(squares);
}

TEST(Rotation, KeepsInnerProductsAtEveryDimension) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (const size_t dimension : kDimensions) {
    test::People people(random, dimension);
    const Rotation rotation(dimension, kSeed);
    std::vector<float> a = people.centre();
    std::vector<float> b = people.picture(a);
    const double before = test::People::score(a, b);
    rotation.apply(a);
    rotation.apply(b);
    EXPECT_NEAR(test::People::score(a, a), 1, 2e-6) << dimension;
    EXPECT_NEAR(test::People::score(a, b), before, 2e-6) << dimension;
  }
}

TEST(Rotation, SpreadsASingleCoordinateOverAll) {
  for (const size_t dimension : kDimensions) {
    const Rotation rotation(dimension, kSeed);
    for (const size_t place : {size_t{0}, dimension / 2, dimension - 1}) {
      std::vector<float> vector(dimension, 0.0F);
      vector[place] = 1;
      rotation.apply(vector);
      float largest = 0;
      for (const float x : vector) largest = std::max(largest, std::abs(x));
      EXPECT_LT(largest, 8 / std::sqrt(static_cast<float>(dimension))) << dimension << ", place " << place;
    }
  }
}

TEST(Rotation, IsAnotherForAnotherSeed) {
  std::vector<float> a(128, 0.0F);
  a[5] = 1;
  std::vector<float> b = a;
  Seed other = kSeed;
  other[31] ^= 1;
  Rotation(128, kSeed).apply(a);
  Rotation(128, other).apply(b);
  EXPECT_LT(std::abs(test::People::score(a, b)), 0.5);
}

TEST(Codes, SayHowFarTheyAreFromTheVector) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (const size_t dimension : kDimensions) {
    const Shape shape{dimension, Precision::int8};
    test::People people(random, dimension);
    const Rotation rotation(dimension, kSeed);
    for (int repeat = 0; repeat < 20; ++repeat) {
      std::vector<float> vector = people.centre();
      Codes codes(shape);
      encode(shape, rotation, vector, codes);
      std::vector<float> decoded(shape.padded());
      decode(shape, codes, decoded);
      rotation.apply(vector);
      const double error = distance(vector, std::span(decoded).first(dimension));
      EXPECT_LE(error, codes.code_error) << dimension;
      EXPECT_GE(error, codes.code_error * 0.999) << dimension;
      EXPECT_LT(codes.code_error, 0.02) << dimension;
      EXPECT_LT(codes.high_error, 0.2) << dimension;
      const float cosine = from_bfloat16(static_cast<uint16_t>(codes.sign_factors >> 16));
      EXPECT_NEAR(cosine, std::sqrt(2 / 3.14159), 0.1) << dimension;
    }
  }
}

TEST(Codes, RefuseWhatIsLongerThanOneOrNothing) {
  const Shape shape{64, Precision::int8};
  const Rotation rotation(64, kSeed);
  Codes codes(shape);
  for (const float value : {0.0F, 1e-5F, 1.0F, 0.1251F, std::numeric_limits<float>::quiet_NaN(),
                            std::numeric_limits<float>::infinity()}) {
    const std::vector<float> vector(64, value);
    EXPECT_THROW(encode(shape, rotation, vector, codes), std::invalid_argument) << value;
  }
  for (const float value : {0.125F, 0.1F, 0.01F}) {
    const std::vector<float> vector(64, value);
    EXPECT_NO_THROW(encode(shape, rotation, vector, codes));
  }
}

TEST(Bfloat16, RoundsToTheNearest) {
  EXPECT_EQ(from_bfloat16(to_bfloat16(1.0F)), 1.0F);
  EXPECT_EQ(from_bfloat16(to_bfloat16(-0.5F)), -0.5F);
  EXPECT_NEAR(from_bfloat16(to_bfloat16(0.3F)), 0.3F, 0.3F / 256);
  EXPECT_TRUE(std::isnan(from_bfloat16(to_bfloat16(std::numeric_limits<float>::quiet_NaN()))));
}

}  // namespace
}  // namespace face::gallery
