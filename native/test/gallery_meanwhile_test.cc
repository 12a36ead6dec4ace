#include "gallery.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "gallery_world.h"

/// What others do while a search is on its way.
namespace face::gallery {
namespace {

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

}  // namespace
}  // namespace face::gallery
