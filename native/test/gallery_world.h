#pragma once

#include <future>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "gallery.h"
#include "people.h"

namespace face::gallery {

inline constexpr float kAll = -std::numeric_limits<float>::infinity();

inline GalleryOptions options_of(size_t dimension, Precision precision, size_t threads = 3) {
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

inline Query query_of(float score_min, size_t limit, bool certified) { return {score_min, limit, certified, {}}; }

}  // namespace face::gallery
