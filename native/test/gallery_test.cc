#include "gallery.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <limits>
#include <map>

#include "people.h"

namespace face::gallery {
namespace {

constexpr float kAll = -std::numeric_limits<float>::infinity();

GalleryOptions options_of(size_t dimension, Precision precision, size_t threads = 3) {
  return {dimension, Seed{9}, precision, size_t{1} << 32, threads, 10'000};
}

/// A gallery with `people` of five pictures each, and what it should find.
class World {
 public:
  World(test::Random& random, size_t people, size_t dimension, Precision precision)
      : people_(random, dimension), gallery(options_of(dimension, precision)) {
    Codes codes(gallery.places().shape());
    for (size_t person = 0; person < people; ++person) {
      centres.push_back(people_.centre());
      for (size_t i = 0; i < 5; ++i) {
        const std::string name = test::numbered("p", person) + test::numbered(".", i);
        vectors[name] = i < 3 ? people_.picture(centres.back()) : people_.pool(centres.back());
        const std::vector<std::string> tags{i % 2 ? "odd" : "even", test::numbered("p", person % 3)};
        gallery.places().put(name, tags, vectors[name], codes);
      }
    }
  }

  std::vector<float> probe(size_t person) {
    if (person >= centres.size()) return people_.centre();
    return person % 2 ? people_.picture(centres[person]) : people_.pool(centres[person]);
  }

  std::future<Answer> start(const std::vector<float>& probe, Query query) {
    auto promise = std::make_shared<std::promise<Answer>>();
    gallery.search(probe, std::move(query), [promise](Answer answer) { promise->set_value(std::move(answer)); });
    return promise->get_future();
  }

  /// By falling score, by float64.
  std::vector<std::pair<std::string, double>> ranked(const std::vector<float>& probe) const {
    std::vector<std::pair<std::string, double>> all;
    for (const auto& [name, vector] : vectors) all.emplace_back(name, test::People::score(probe, vector));
    std::ranges::sort(all, [](const auto& a, const auto& b) { return a.second > b.second; });
    return all;
  }

  test::People people_;
  std::vector<std::vector<float>> centres;
  std::map<std::string, std::vector<float>> vectors;
  Gallery gallery;
};

Query query_of(float score_min, size_t limit, bool certified) { return {score_min, limit, certified, {}}; }

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

TEST(Gallery, FindsByATagWhoGetsAnotherMeanwhile) {
  test::Random random(3);
  GalleryOptions options = options_of(64, Precision::float32, 1);
  Gallery gallery(options);
  Codes codes(gallery.places().shape());
  const std::vector<float> unit(64, 0.125F);
  const std::vector<std::string> before{"vip"};
  const std::vector<std::string> after{"vip", "late"};
  gallery.places().put("x", before, unit, codes);
  std::promise<void> go;
  std::shared_future<void> gate = go.get_future().share();
  gallery.submit([gate] { gate.wait(); });
  std::promise<Answer> promise;
  Query query = query_of(kAll, 1, true);
  query.filter.tags_any = before;
  gallery.search(unit, query, [&](Answer answer) { promise.set_value(std::move(answer)); });
  gallery.places().put("x", after, unit, codes);
  go.set_value();
  EXPECT_EQ(promise.get_future().get().hits.size(), 1U);
}

TEST(Gallery, TellsNobodyTwiceWhoIsRemovedAndPutAgain) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  World world(random, 4000, 64, Precision::float32);
  const std::vector<float> probe = world.probe(0);
  const auto ranked = world.ranked(probe);
  std::atomic<bool> stop{false};
  std::thread writer([&] {
    Codes codes(world.gallery.places().shape());
    const std::string& first = ranked[0].first;
    while (!stop) {
      world.gallery.places().remove(first);
      // Takes the place at the end, where a search may come to it a second time.
      world.gallery.places().put("filler", {}, world.vectors.at(ranked[100].first), codes);
      world.gallery.places().put(first, {}, world.vectors.at(first), codes);
      world.gallery.places().remove("filler");
    }
  });
  for (size_t round = 0; round < 300; ++round) {
    const Answer answer = world.start(probe, query_of(kAll, 3, true)).get();
    size_t told = 0;
    for (const Hit& hit : answer.hits) told += hit.name == ranked[1].first || hit.name == ranked[2].first;
    EXPECT_EQ(told, 2U) << "one who was there all along was left out";
  }
  stop = true;
  writer.join();
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

TEST(Gallery, SearchesWhileReferencesComeAndGo) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  World world(random, 400, 128, Precision::float32);
  std::vector<std::vector<float>> strangers;
  for (size_t i = 0; i < 64; ++i) strangers.push_back(world.probe(1'000'000));
  std::atomic<bool> stop{false};
  std::thread writer([&] {
    Codes codes(world.gallery.places().shape());
    for (size_t i = 0; !stop; ++i) {
      const std::string name = test::numbered("x", i % 50);
      if (i % 3 == 2) {
        world.gallery.places().remove(name);
      } else {
        world.gallery.places().put(name, {}, strangers[i % 64], codes);
      }
    }
  });
  for (size_t round = 0; round < 60; ++round) {
    const std::vector<float> probe = world.probe(round);
    std::vector<std::future<Answer>> answers;
    for (size_t i = 0; i < 1 + round % 9; ++i) answers.push_back(world.start(probe, query_of(0.5F, 50, i % 2 == 0)));
    for (auto& future : answers) {
      const Answer answer = future.get();
      size_t expected = 0;
      for (const auto& [name, score] : world.ranked(probe)) expected += score >= 0.5 + 1e-6;
      size_t own = 0;
      for (const Hit& hit : answer.hits) {
        if (hit.name.starts_with("x")) continue;
        ++own;
        EXPECT_NEAR(hit.score, test::People::score(probe, world.vectors.at(hit.name)), 1e-6);
      }
      EXPECT_GE(own, expected);
    }
  }
  stop = true;
  writer.join();
}

TEST(Gallery, EndsWhatIsCancelledAndRefusesWhatIsTooMuch) {
  test::Random random(3);
  World world(random, 2000, 256, Precision::float32);
  const std::vector<float> probe = world.probe(0);
  std::promise<Answer> promise;
  const auto search = world.gallery.search(probe, query_of(kAll, 10, true),
                                           [&](Answer answer) { promise.set_value(std::move(answer)); });
  search->cancel();
  const Answer answer = promise.get_future().get();
  // It may have been over already.
  EXPECT_TRUE(answer.cancelled ? answer.hits.empty() : answer.hits.size() == 10);

  GalleryOptions small = options_of(64, Precision::int8, 1);
  small.queue_max = 2;
  Gallery gallery(small);
  std::promise<void> go;
  std::shared_future<void> gate = go.get_future().share();
  gallery.submit([gate] { gate.wait(); });
  const std::vector<float> unit(64, 0.125F);
  std::atomic<int> ended{0};
  const auto start = [&] { gallery.search(unit, query_of(kAll, 1, true), [&](const Answer&) { ++ended; }); };
  start();
  start();
  // One of the two may have left the queue before the thread took the task that holds it up.
  EXPECT_THROW({ start(); start(); start(); }, Overloaded);
  go.set_value();
  gallery.close();
  EXPECT_GE(ended, 2);
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
