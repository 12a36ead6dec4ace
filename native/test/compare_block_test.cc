#include "compare_block.h"

#include <gtest/gtest.h>

#include <vector>

#include "unit_vectors.h"

namespace face {
namespace {

std::vector<const float*> rows_of(const std::vector<float>& values, size_t dimension) {
  std::vector<const float*> rows;
  for (size_t i = 0; i < values.size(); i += dimension) rows.push_back(values.data() + i);
  return rows;
}

/// Row by row.
std::vector<float> scores_of(const std::vector<float>& a, const std::vector<float>& b, size_t dimension,
                             const Kernels& kernels) {
  ScoreBlock block(dimension, kernels);
  const std::vector<const float*> columns = rows_of(b, dimension);
  block.set_rows(rows_of(a, dimension));
  block.multiply(columns);
  std::vector<float> scores;
  for (size_t row = 0; row < a.size() / dimension; ++row) {
    scores.insert(scores.end(), block.scores(row), block.scores(row) + columns.size());
  }
  return scores;
}

void expect_agreement(test::Random& random, size_t rows, size_t columns, size_t dimension) {
  const std::vector<float> a = test::unit_vectors(random, rows, dimension);
  const std::vector<float> b = test::unit_vectors(random, columns, dimension);
  const std::vector<float> expected = scores_of(a, b, dimension, *runnable_kernels().front());
  for (const Kernels* kernels : runnable_kernels()) {
    const std::vector<float> scores = scores_of(a, b, dimension, *kernels);
    for (size_t i = 0; i < scores.size(); ++i) {
      ASSERT_NEAR(scores[i], expected[i], 1e-6) << name_of(kernels->set) << ", " << rows << " x " << columns
                                                << " vectors of " << dimension << ", pair " << i;
    }
  }
}

TEST(ScoreBlock, EveryInstructionSetAgreesWithTheScalarOneAtEveryDimension) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (size_t dimension = 1; dimension <= 130; ++dimension) expect_agreement(random, 13, 33, dimension);
  for (const size_t dimension : {255, 256, 257, 271, 272, 273, 511, 512, 513, 767, 768, 1024, 2047, 4096}) {
    expect_agreement(random, 13, 33, dimension);
  }
}

TEST(ScoreBlock, EveryInstructionSetAgreesWithTheScalarOneAtEverySizeAroundItsTiles) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (size_t rows = 1; rows <= 25; ++rows) {
    for (size_t columns = 1; columns <= 34; ++columns) expect_agreement(random, rows, columns, 20);
  }
  expect_agreement(random, kBlockRows, kBlockColumns, 70);
  expect_agreement(random, kBlockRows - 1, kBlockColumns - 1, 70);
}

TEST(ScoreBlock, AgreesWithTheDotProduct) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  const std::vector<float> a = test::unit_vectors(random, 30, 700);
  const std::vector<float> b = test::unit_vectors(random, 50, 700);
  for (const Kernels* kernels : runnable_kernels()) {
    const std::vector<float> scores = scores_of(a, b, 700, *kernels);
    for (size_t i = 0; i < scores.size(); ++i) {
      EXPECT_NEAR(scores[i], scalar::dot(&a[i / 50 * 700], &b[i % 50 * 700], 700), 1e-6) << name_of(kernels->set);
    }
  }
}

TEST(ScoreBlock, AScoreHasTheSameBitsAtEveryPlaceAndInBothOrders) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  constexpr size_t kDimension = 300;
  const std::vector<float> all = test::unit_vectors(random, 40, kDimension);
  for (const Kernels* kernels : runnable_kernels()) {
    const std::vector<float> square = scores_of(all, all, kDimension, *kernels);
    for (size_t a = 0; a < 40; ++a) {
      for (size_t b = 0; b < 40; ++b) ASSERT_EQ(square[a * 40 + b], square[b * 40 + a]) << name_of(kernels->set);
    }
    const std::vector<float> one(all.begin() + 7 * kDimension, all.begin() + 8 * kDimension);
    const std::vector<float> row = scores_of(one, all, kDimension, *kernels);
    for (size_t b = 0; b < 40; ++b) ASSERT_EQ(row[b], square[7 * 40 + b]) << name_of(kernels->set);
  }
}

TEST(ScoreBlock, ForgetsTheColumnsOfTheLastTime) {
  const std::vector<float> a{1, 0, 0, 1};
  for (const Kernels* kernels : runnable_kernels()) {
    ScoreBlock block(2, *kernels);
    block.set_rows(rows_of(a, 2));
    block.multiply(rows_of({0.5F, 0.25F, 1, 1, 2, 3}, 2));
    const std::vector<float> b{0.75F, 0.125F};
    block.multiply(rows_of(b, 2));
    EXPECT_EQ(block.scores(0)[0], 0.75F);
    EXPECT_EQ(block.scores(1)[0], 0.125F);
  }
}

}  // namespace
}  // namespace face
