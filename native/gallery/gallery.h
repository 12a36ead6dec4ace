#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "places.h"
#include "pool.h"
#include "search.h"

namespace face::gallery {

struct GalleryOptions {
  size_t dimension;
  Seed seed;
  Precision precision;
  size_t bytes_max;
  size_t threads;
  /// Searches that may wait.
  size_t queue_max;
};

/// More searches wait than may.
class Overloaded : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The gallery was closed before work on it ended.
class Ended : public std::runtime_error {
 public:
  Ended() : std::runtime_error("the gallery was closed") {}
};

/// References a filter leaves.
size_t count(const Places& places, const Filter& filter);

/// References found by comparison score (docs/search.md). Every method may be called from every thread; searches and
/// tasks run on the gallery's own threads, and searches see each reference that is there from their start to their end.
class Gallery {
 public:
  /// @throws std::invalid_argument for a dimension or a number of threads out of range
  explicit Gallery(const GalleryOptions& options);
  /// Cancels what waits and runs, and ends when it has ended.
  ~Gallery();
  void close();
  /// For tasks, which should not begin what nobody waits for.
  void check_open() const {
    if (closed_.load(std::memory_order_relaxed)) throw Ended();
  }

  Places& places() { return places_; }

  /// Runs one piece of work on one of the threads. @param task must not throw
  void submit(std::function<void()> task) { pool_.submit(std::move(task)); }

  /// @param probe of a length up to 1; copied @throws std::invalid_argument, Overloaded
  std::shared_ptr<Search> search(std::span<const float> probe, Query query, Search::Done done);

  using BatchDone = std::function<void(std::vector<Answer>)>;
  /// Several probes with one query, searched together. @param probes one after the other; copied
  /// @throws std::invalid_argument for none, Overloaded
  std::vector<std::shared_ptr<Search>> search_batch(std::span<const float> probes, const Query& query, BatchDone done);

  /// A pair of references by score; `error` as in Hit.
  struct Pair {
    std::string name;
    std::string other;
    float score;
    float error;
  };
  struct Pairs {
    std::vector<Pair> pairs;
    /// Whether some reference is like more others than are told of one: the highest are.
    bool cut = false;
    bool cancelled = false;
    bool failed = false;
  };
  using PairsDone = std::function<void(Pairs)>;
  /// Compares the references at places [first, first + count) with all at later places; count at most 4096.
  std::vector<std::shared_ptr<Search>> pairs(size_t first, size_t count, float score_min, PairsDone done);

  size_t waiting() const;

 private:
  /// @throws Overloaded, and none waits
  void enqueue(std::span<const std::shared_ptr<Search>> searches);
  std::shared_ptr<Round> next_round();
  std::shared_ptr<Search> search_from(size_t place, float score_min, Search::Done done);

  GalleryOptions options_;
  Places places_;
  mutable std::mutex mutex_;
  std::deque<std::shared_ptr<Search>> waiting_;
  std::deque<std::shared_ptr<Search>> pairs_waiting_;
  std::vector<std::weak_ptr<Search>> running_;
  std::atomic<bool> closed_{false};
  /// Last: its threads use all the others.
  Pool pool_;
};

}  // namespace face::gallery
