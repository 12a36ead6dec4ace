#include "gallery.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <map>

#include "gallery_world.h"

namespace face::gallery {
namespace {

void expect_exact(const World& world, const std::vector<float>& probe, const Query& query, const Answer& answer) {
  const auto ranked = world.ranked(probe);
  size_t expected = 0;
  for (const auto& [name, score] : ranked) {
    // A score at the very threshold may fall to either side by rounding.
    if (score >= query.score_min + 1e-6) ++expected;
  }
  if (query.score_min != kAll) {
    EXPECT_GE(answer.found, expected);
    EXPECT_LE(answer.found, expected + 1);
  }
  ASSERT_EQ(answer.hits.size(), std::min(query.limit, query.score_min == kAll ? ranked.size() : answer.found));
  for (size_t i = 0; i < answer.hits.size(); ++i) {
    EXPECT_NEAR(answer.hits[i].score, ranked[i].second, 1e-6) << "rank " << i;
    EXPECT_NEAR(test::People::score(probe, world.vectors.at(answer.hits[i].name)), answer.hits[i].score, 1e-6);
  }
}

TEST(Gallery, FindsExactlyWhatFloatComparisonsFind) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (const size_t dimension : {96, 512}) {
    World world(random, 500, dimension, Precision::float32);
    for (const size_t together : {1, 2, 5, 40, 70}) {
      for (const bool certified : {true, false}) {
        for (const Query& query : {query_of(0.4F, 100, certified), query_of(0.4F, 3, certified), query_of(kAll, 10, true)}) {
          std::vector<std::vector<float>> probes;
          std::vector<std::future<Answer>> answers;
          for (size_t i = 0; i < together; ++i) probes.push_back(world.probe(i % 2 ? 1'000'000 : 7 * i));
          for (const auto& probe : probes) answers.push_back(world.start(probe, query));
          for (size_t i = 0; i < together; ++i) expect_exact(world, probes[i], query, answers[i].get());
        }
      }
    }
  }
}

TEST(Gallery, AnswersABatchInTheOrderOfItsProbes) {
  test::Random random(5);
  World world(random, 300, 128, Precision::float32);
  std::vector<float> probes;
  for (size_t i = 0; i < 70; ++i) {
    const std::vector<float> probe = world.probe(i);
    probes.insert(probes.end(), probe.begin(), probe.end());
  }
  std::promise<std::vector<Answer>> promise;
  world.gallery.search_batch(probes, query_of(kAll, 3, true),
                             [&](std::vector<Answer> answers) { promise.set_value(std::move(answers)); });
  const std::vector<Answer> answers = promise.get_future().get();
  ASSERT_EQ(answers.size(), 70U);
  for (size_t i = 0; i < answers.size(); ++i) {
    const std::vector<float> probe(probes.begin() + static_cast<ptrdiff_t>(128 * i),
                                   probes.begin() + static_cast<ptrdiff_t>(128 * (i + 1)));
    expect_exact(world, probe, query_of(kAll, 3, true), answers[i]);
  }
  EXPECT_THROW(world.gallery.search_batch({}, query_of(kAll, 3, true), nullptr), std::invalid_argument);
  EXPECT_THROW(world.gallery.search_batch(std::span(probes).first(100), query_of(kAll, 3, true), nullptr),
               std::invalid_argument);
}

TEST(Gallery, LowPrecisionsFindAllAndSayHowFarScoresCanBe) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (const Precision precision : {Precision::bfloat16, Precision::int8}) {
    World world(random, 500, 256, precision);
    for (size_t person = 0; person < 60; ++person) {
      const std::vector<float> probe = world.probe(person);
      const Answer answer = world.start(probe, query_of(0.45F, 1000, person % 2 == 0)).get();
      std::map<std::string, Hit> hits;
      for (const Hit& hit : answer.hits) hits.emplace(hit.name, hit);
      for (const auto& [name, score] : world.ranked(probe)) {
        const auto hit = hits.find(name);
        EXPECT_TRUE(score < 0.45 || hit != hits.end()) << score;
        if (hit == hits.end()) continue;
        EXPECT_LE(std::abs(hit->second.score - score), hit->second.error + 1e-6);
      }
    }
  }
}

TEST(Gallery, NarrowsASearchToNamesAndTags) {
  test::Random random(3);
  World world(random, 100, 128, Precision::float32);
  const std::vector<float> probe = world.probe(4);
  Query query = query_of(kAll, 1000, true);
  query.filter.tags_any = {"odd"};
  const Answer odd = world.start(probe, query).get();
  EXPECT_EQ(odd.hits.size(), 200U);
  EXPECT_EQ(odd.searched, 200U);
  for (const Hit& hit : odd.hits) EXPECT_TRUE(hit.name.ends_with(".1") || hit.name.ends_with(".3")) << hit.name;
  query.filter.names = {"p4.0", "p4.1", "nobody"};
  const Answer both = world.start(probe, query).get();
  ASSERT_EQ(both.hits.size(), 1U);
  EXPECT_EQ(both.hits[0].name, "p4.1");
  EXPECT_EQ(both.searched, 1U);
  EXPECT_EQ(count(world.gallery.places(), query.filter), 1U);
  query.filter.tags_any = std::nullopt;
  EXPECT_EQ(count(world.gallery.places(), query.filter), 2U);
}

TEST(Gallery, FindsAllPairs) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (const Precision precision : {Precision::float32, Precision::bfloat16, Precision::int8}) {
    World world(random, 60, 128, precision);
    std::promise<std::vector<Gallery::Pair>> promise;
    world.gallery.pairs(0, 1000, 0.5F, [&](Gallery::Pairs found) {
      EXPECT_FALSE(found.cut);
      promise.set_value(std::move(found.pairs));
    });
    std::map<std::pair<std::string, std::string>, Gallery::Pair> found;
    for (const auto& pair : promise.get_future().get()) {
      const auto key = std::minmax(pair.name, pair.other);
      EXPECT_TRUE(found.emplace(std::pair(key.first, key.second), pair).second) << "a pair came twice";
    }
    for (const auto& [name, vector] : world.vectors) {
      for (const auto& [other, other_vector] : world.vectors) {
        if (!(name < other)) continue;
        const double score = test::People::score(vector, other_vector);
        const auto pair = found.find({name, other});
        EXPECT_TRUE(score < 0.5 + 1e-6 || pair != found.end()) << name << " " << other << " " << score;
        if (pair == found.end()) continue;
        EXPECT_LE(std::abs(pair->second.score - score), pair->second.error + 2e-6);
      }
    }
  }
}

TEST(Gallery, RefusesWhatItCannotHold) {
  EXPECT_THROW(Gallery(options_of(63, Precision::int8)), std::invalid_argument);
  EXPECT_THROW(Gallery(options_of(1025, Precision::int8)), std::invalid_argument);
  EXPECT_THROW(Gallery(options_of(64, Precision::int8, 0)), std::invalid_argument);
  Gallery gallery(options_of(64, Precision::int8));
  Codes codes(gallery.places().shape());
  const std::vector<float> unit(64, 0.125F);
  EXPECT_THROW(gallery.places().put("", {}, unit, codes), std::invalid_argument);
  EXPECT_THROW(gallery.places().put(std::string(129, 'n'), {}, unit, codes), std::invalid_argument);
  EXPECT_THROW(gallery.search(std::vector<float>(64, 0.5F), query_of(0, 1, true), nullptr), std::invalid_argument);
}

}  // namespace
}  // namespace face::gallery
