#include "gallery_kernels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <mutex>
#include <set>

#include "block.h"
#include "kernels.h"
#include "people.h"
#include "probe.h"

namespace face::gallery {
namespace {

constexpr Seed kSeed{4, 5, 6};
constexpr size_t kDimensions[] = {64, 65, 128, 192, 256, 300, 512, 640, 768, 1024};

/// One block with pictures of a few people and gaps between them, and what they are.
class Filled {
 public:
  Filled(test::Random& random, const Shape& shape, size_t rows)
      : shape_(shape), rotation_(shape.dimension, kSeed), block_(shape), vectors_(rows), people_(random, shape.dimension) {
    std::vector<float> centre = people_.centre();
    for (size_t row = 0; row < rows; ++row) {
      if (row % 5 == 0) centre = people_.centre();
      if (row % 17 == 3) continue;
      vectors_[row] = row % 3 ? people_.picture(centre) : people_.pool(centre);
      Codes codes(shape);
      encode(shape, rotation_, vectors_[row], codes);
      block_.write(row, test::numbered("r", row), 0, codes, vectors_[row]);
    }
  }

  /// A picture of the person at a row.
  std::vector<float> probe_of(size_t row) {
    return vectors_[row].empty() ? people_.centre() : people_.picture(vectors_[row]);
  }
  std::unique_ptr<Probe> probe(const std::vector<float>& vector) const {
    return std::make_unique<Probe>(shape_, rotation_, vector);
  }
  const Block& block() const { return block_; }
  const std::vector<std::vector<float>>& vectors() const { return vectors_; }

 private:
  Shape shape_;
  Rotation rotation_;
  Block block_;
  std::vector<std::vector<float>> vectors_;
  test::People people_;
};

using Seen = std::set<std::pair<uint32_t, int32_t>>;

Seen seen_of(const std::vector<Survivor>& survivors) {
  EXPECT_TRUE(std::ranges::is_sorted(survivors, {}, &Survivor::row));
  Seen seen;
  for (const Survivor& one : survivors) seen.emplace(one.row, one.dot);
  return seen;
}

Seen signs_passed(const GalleryKernels& kernels, const Filled& filled, const SignProbe& probe, size_t rows) {
  std::vector<Survivor> out(rows);
  out.resize(kernels.scan_signs(filled.block().signs(0), filled.block().sign_factors(0), rows / kGroupRows, probe,
                                out.data()));
  return seen_of(out);
}

/// By the lower half of the codes, of those that passed by the upper half.
Seen narrowed(const GalleryKernels& kernels, const Filled& filled, const CodeProbe& probe, float bound, size_t rows) {
  const CodeRows codes = filled.block().codes(0);
  std::vector<Survivor> out(rows);
  out.resize(kernels.scan_high(codes, rows, probe, bound, out.data()));
  const Narrowing by{codes.low, codes.bytes, codes.steps, codes.code_errors, 16, probe.per_dot, probe.offset};
  out.resize(kernels.narrow(by, probe, bound, out.data(), out.size()));
  return seen_of(out);
}

Seen high_passed(const GalleryKernels& kernels, const Filled& filled, const CodeProbe& probe, float bound, size_t rows) {
  std::vector<Survivor> out(rows);
  out.resize(kernels.scan_high(filled.block().codes(0), rows, probe, bound, out.data()));
  return seen_of(out);
}

Seen tile_passed(const GalleryKernels& kernels, const Filled& filled, const std::vector<CodeProbe>& probes, float bound,
                 size_t first) {
  const CodeRows rows = filled.block().codes(first);
  std::vector<TileSurvivor> out(kTileRows * probes.size());
  const std::vector<float> bounds(probes.size(), bound);
  Aligned<uint8_t> scratch(kTileRows * 2 * rows.bytes);
  const size_t groups = (probes.size() + kTileProbes - 1) / kTileProbes;
  Aligned<int8_t> codes(groups * kTileProbes * 2 * rows.bytes);
  for (size_t i = 0; i < probes.size(); ++i) {
    for (size_t k = 0; k < 2 * rows.bytes; ++k) {
      const size_t group = i / kTileProbes * kTileProbes * 2 * rows.bytes;
      codes[group + k / 4 * 4 * kTileProbes + 4 * (i % kTileProbes) + k % 4] = probes[i].codes[k];
    }
  }
  out.resize(kernels.scan_tile(rows, {probes.data(), probes.size(), codes.data()}, bounds.data(), scratch.data(),
                               out.data()));
  Seen seen;
  for (const TileSurvivor& one : out) seen.emplace(one.probe * 1000 + one.row, one.dot);
  return seen;
}

TEST(GalleryKernels, EveryInstructionSetPassesTheRowsThatTheScalarOnePasses) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  const GalleryKernels& scalar = gallery_kernels_of(InstructionSet::scalar);
  for (const size_t dimension : kDimensions) {
    const size_t rows = 200;
    Filled filled(random, {dimension, Precision::float32}, rows);
    std::vector<std::unique_ptr<Probe>> probes;
    std::vector<CodeProbe> codes;
    for (size_t i = 0; i < 37; ++i) {
      probes.push_back(filled.probe(filled.probe_of(i)));
      codes.push_back(probes.back()->codes());
    }
    for (const Kernels* kernels : runnable_kernels()) {
      SCOPED_TRACE(std::string(name_of(kernels->set)) + ", dimension " + std::to_string(dimension));
      const GalleryKernels& table = gallery_kernels_of(kernels->set);
      for (size_t i = 0; i < probes.size(); ++i) {
        const SignProbe signs = probes[i]->signs_at(0.35F);
        EXPECT_EQ(signs_passed(table, filled, signs, rows), signs_passed(scalar, filled, signs, rows));
        // Counts about a vector's width, where the rest of a scan is.
        const size_t count = rows - i;
        EXPECT_EQ(high_passed(table, filled, codes[i], 0.2F, count), high_passed(scalar, filled, codes[i], 0.2F, count));
        EXPECT_EQ(narrowed(table, filled, codes[i], 0.05F, count), narrowed(scalar, filled, codes[i], 0.05F, count));
      }
      for (const size_t count : {size_t{1}, size_t{3}, size_t{4}, size_t{16}, size_t{21}, codes.size()}) {
        const std::vector<CodeProbe> some(codes.begin(), codes.begin() + static_cast<ptrdiff_t>(count));
        EXPECT_EQ(tile_passed(table, filled, some, 0.1F, 16), tile_passed(scalar, filled, some, 0.1F, 16));
      }
    }
  }
}

TEST(GalleryKernels, NoRowThatReachesABoundIsBelowIt) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (const size_t dimension : {64, 128, 200, 512, 1024}) {
    const size_t rows = 400;
    Filled filled(random, {dimension, Precision::float32}, rows);
    for (size_t i = 0; i < rows; i += 7) {
      const std::vector<float> vector = filled.probe_of(i);
      const auto probe = filled.probe(vector);
      for (const Kernels* kernels : runnable_kernels()) {
        const GalleryKernels& table = gallery_kernels_of(kernels->set);
        for (size_t row = 0; row < rows; ++row) {
          if (filled.vectors()[row].empty()) continue;
          // The bound is the very score of a row, so the least it may pass.
          const auto bound = static_cast<float>(test::People::score(vector, filled.vectors()[row]));
          if (row % 29 != i % 29) continue;
          const Seen high = high_passed(table, filled, probe->codes(), bound, rows);
          EXPECT_TRUE(std::ranges::any_of(high, [&](const auto& one) { return one.first == row; }));
          const Seen low = narrowed(table, filled, probe->codes(), bound, rows);
          EXPECT_TRUE(std::ranges::any_of(low, [&](const auto& one) { return one.first == row; }));
          const size_t first = row / kTileRows * kTileRows;
          const Seen tile = tile_passed(table, filled, {probe->codes()}, bound, first);
          EXPECT_TRUE(std::ranges::any_of(tile, [&](const auto& one) { return one.first == row - first; }));
        }
      }
    }
  }
}

TEST(GalleryKernels, PlacesThatHoldNothingNeverPass) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  Filled filled(random, {128, Precision::int8}, 64);
  const auto probe = filled.probe(filled.probe_of(0));
  const float lowest = -std::numeric_limits<float>::infinity();
  for (const Kernels* kernels : runnable_kernels()) {
    const GalleryKernels& table = gallery_kernels_of(kernels->set);
    // 64 places with four gaps, and 192 that were never taken.
    EXPECT_EQ(high_passed(table, filled, probe->codes(), lowest, 256).size(), 60U);
    EXPECT_EQ(signs_passed(table, filled, probe->signs_at(-1), 256).size(), 60U);
    EXPECT_TRUE(tile_passed(table, filled, {probe->codes()}, lowest, 64).empty());
  }
}

TEST(GalleryKernels, BfloatProductsAgreeAtEveryLength) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (size_t length = 1; length <= 100; ++length) {
    const std::vector<float> a = random.floats(length, -1, 1);
    const std::vector<float> b = random.floats(length, -1, 1);
    std::vector<uint16_t> kept(length);
    std::ranges::transform(a, kept.begin(), to_bfloat16);
    const float expected = gallery_kernels_of(InstructionSet::scalar).dot_bfloat16(kept.data(), b.data(), length);
    for (const Kernels* kernels : runnable_kernels()) {
      EXPECT_NEAR(gallery_kernels_of(kernels->set).dot_bfloat16(kept.data(), b.data(), length), expected, 1e-5);
    }
  }
}

}  // namespace
}  // namespace face::gallery
