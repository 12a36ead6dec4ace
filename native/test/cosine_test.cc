#include "cosine.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "random.h"

namespace face {
namespace {

std::vector<float> unit_vector(test::Random& random, size_t length) {
  std::vector<float> vector = random.floats(length, -1, 1);
  double squares = 0;
  for (const float v : vector) squares += static_cast<double>(v) * v;
  for (float& v : vector) v = static_cast<float>(v / std::sqrt(squares));
  return vector;
}

TEST(Cosine, EveryInstructionSetAgreesWithTheScalarOneAtEveryLength) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (size_t length = 1; length <= 200; ++length) {
    const std::vector<float> a = unit_vector(random, length);
    const std::vector<float> b = unit_vector(random, length);
    const float expected = cosine(a, b, *runnable_kernels().front());
    for (const Kernels* kernels : runnable_kernels()) {
      EXPECT_NEAR(cosine(a, b, *kernels), expected, 1e-6) << name_of(kernels->set) << ", length " << length;
    }
  }
}

TEST(Cosine, AgreesAtTheLengthsOfEmbeddings) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (const size_t length : {127, 128, 256, 511, 512, 513, 1024}) {
    const std::vector<float> a = unit_vector(random, length);
    const std::vector<float> b = unit_vector(random, length);
    const float expected = cosine(a, b, *runnable_kernels().front());
    for (const Kernels* kernels : runnable_kernels()) {
      EXPECT_NEAR(cosine(a, b, *kernels), expected, 1e-6) << name_of(kernels->set) << ", length " << length;
      EXPECT_NEAR(cosine(a, a, *kernels), 1, 1e-6) << name_of(kernels->set) << ", length " << length;
    }
  }
}

TEST(Cosine, OfKnownVectors) {
  const std::vector<float> a{0.6F, 0.8F};
  const std::vector<float> b{0.8F, -0.6F};
  for (const Kernels* kernels : runnable_kernels()) {
    EXPECT_NEAR(cosine(a, b, *kernels), 0, 1e-7);
    EXPECT_NEAR(cosine(a, a, *kernels), 1, 1e-7);
  }
}

TEST(Cosine, NotANumberIsNotHidden) {
  std::vector<float> a(67, 0.1F);
  const std::vector<float> b(67, 0.1F);
  for (const size_t place : {0, 31, 66}) {
    a[place] = std::numeric_limits<float>::quiet_NaN();
    for (const Kernels* kernels : runnable_kernels()) EXPECT_TRUE(std::isnan(cosine(a, b, *kernels)));
    a[place] = 0.1F;
  }
}

TEST(Cosine, RefusesEmptyAndUnequalVectors) {
  const std::vector<float> two(2);
  const std::vector<float> three(3);
  EXPECT_THROW(cosine(two, three), std::invalid_argument);
  EXPECT_THROW(cosine({}, {}), std::invalid_argument);
}

}  // namespace
}  // namespace face
