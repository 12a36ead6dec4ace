#include "compare_search.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "unit_vectors.h"

namespace face {
namespace {

constexpr float kNone = -std::numeric_limits<float>::infinity();

struct Search {
  std::vector<int32_t> gallery, probes, mates;
  std::vector<float> mate, highest_other;
  std::vector<int32_t> rank;

  void run(const EmbeddingRows& rows, size_t first, size_t last, const Kernels& kernels = face::kernels()) {
    mate.assign(last - first, 7);
    rank.assign(last - first, 7);
    highest_other.assign(last - first, 7);
    search_share(rows, {gallery, probes, mates}, first, last, {mate, rank, highest_other}, kernels);
  }
};

Search random_search(test::Random& random, size_t vectors, size_t gallery, size_t probes) {
  Search search;
  for (size_t i = 0; i < gallery; ++i) search.gallery.push_back(random.whole(0, static_cast<int32_t>(vectors) - 1));
  for (size_t i = 0; i < probes; ++i) {
    search.probes.push_back(random.whole(0, static_cast<int32_t>(vectors) - 1));
    search.mates.push_back(random.whole(-1, static_cast<int32_t>(gallery) - 1));
  }
  return search;
}

TEST(Search, RanksAsTheDefinitionDoes) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  constexpr size_t kDimension = 37;
  const std::vector<float> values = test::unit_vectors(random, 600, kDimension);
  const EmbeddingRows rows{values.data(), kDimension, 600};
  for (const auto& [gallery, probes] : {std::pair<size_t, size_t>{1, 1}, {5, 9}, {257, 200}, {600, 193}}) {
    for (const Kernels* kernels : runnable_kernels()) {
      SCOPED_TRACE(std::string(name_of(kernels->set)) + ", gallery of " + std::to_string(gallery));
      Search search = random_search(random, 600, gallery, probes);
      const size_t first = probes / 3;
      search.run(rows, first, probes, *kernels);
      ScoreBlock block(kDimension, *kernels);
      for (size_t i = first; i < probes; ++i) {
        std::vector<float> scores;
        const std::array<const float*, 1> probe{rows.row(static_cast<size_t>(search.probes[i]))};
        block.set_rows(probe);
        for (const int32_t reference : search.gallery) {
          const std::array<const float*, 1> column{rows.row(static_cast<size_t>(reference))};
          block.multiply(column);
          scores.push_back(block.scores(0)[0]);
        }
        const int32_t mate = search.mates[i];
        const float mate_score = mate < 0 ? NAN : scores[static_cast<size_t>(mate)];
        int32_t rank = mate < 0 ? 0 : 1;
        float highest_other = kNone;
        for (size_t j = 0; j < scores.size(); ++j) {
          if (static_cast<int32_t>(j) == mate) continue;
          rank += scores[j] > mate_score;
          highest_other = std::max(highest_other, scores[j]);
        }
        const size_t place = i - first;
        EXPECT_EQ(std::isnan(search.mate[place]), mate < 0);
        if (mate >= 0) {
          EXPECT_EQ(search.mate[place], mate_score);
        }
        EXPECT_EQ(search.rank[place], rank);
        EXPECT_EQ(search.highest_other[place], highest_other);
      }
    }
  }
}

TEST(Search, AnEmptyGalleryHoldsNobody) {
  const std::vector<float> values{1, 0};
  Search search{{}, {0}, {-1}, {}, {}, {}};
  search.run({values.data(), 2, 1}, 0, 1);
  EXPECT_TRUE(std::isnan(search.mate[0]));
  EXPECT_EQ(search.rank[0], 0);
  EXPECT_EQ(search.highest_other[0], kNone);
}

TEST(Search, AReferenceThatScoresTheSameDoesNotRankBefore) {
  const std::vector<float> values{1, 0, 1, 0, 1, 0};
  Search search{{0, 1}, {2}, {1}, {}, {}, {}};
  search.run({values.data(), 2, 3}, 0, 1);
  EXPECT_EQ(search.rank[0], 1);
  EXPECT_EQ(search.highest_other[0], 1);
}

TEST(Search, RefusesWhatDoesNotFitTogether) {
  const std::vector<float> values(12);
  const EmbeddingRows rows{values.data(), 4, 3};
  const Search fresh{{0, 1}, {2, 1}, {-1, 1}, {}, {}, {}};
  const auto refused = [&](auto&& spoil) {
    Search search = fresh;
    spoil(search);
    EXPECT_THROW(search.run(rows, 0, 2), std::invalid_argument);
  };
  EXPECT_NO_THROW(Search(fresh).run(rows, 0, 2));
  refused([](Search& search) { search.gallery[0] = 3; });
  refused([](Search& search) { search.gallery[0] = -1; });
  refused([](Search& search) { search.probes[0] = 3; });
  refused([](Search& search) { search.probes[0] = -1; });
  refused([](Search& search) { search.mates[0] = 2; });
  refused([](Search& search) { search.mates[0] = -2; });
  refused([](Search& search) { search.mates.pop_back(); });
  EXPECT_THROW(Search(fresh).run(rows, 0, 3), std::invalid_argument);
}

}  // namespace
}  // namespace face
