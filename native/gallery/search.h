#pragma once

#include <atomic>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "places.h"
#include "probe.h"

namespace face::gallery {

/// Which references are looked at; both absent: all.
struct Filter {
  std::optional<std::vector<std::string>> names;
  std::optional<std::vector<std::string>> tags_any;
};

struct Query {
  /// Every reference that scores at least this is found; −infinity for the best `limit` alone.
  float score_min = -std::numeric_limits<float>::infinity();
  size_t limit = 0;
  /// Whether bounds must hold for every vector, or the one-bit scan's margin is enough.
  bool certified = true;
  Filter filter;
};

struct Hit {
  std::string name;
  float score;
  /// How far from the score of the vectors that may be; 0 with float32.
  float error;
};

struct Answer {
  /// Falling score; equal scores by name.
  std::vector<Hit> hits;
  size_t found = 0;
  size_t searched = 0;
  bool cancelled = false;
  /// It ended for want of memory, and `hits` means nothing.
  bool failed = false;
};

/// The best of what one thread has seen, and a few more: one that is removed and put again while a search is on its way may
/// be met at both places, and must not take a place of another.
class Best {
 public:
  explicit Best(size_t limit) : limit_(limit == 0 ? 0 : limit + kSpare) {}
  void add(const std::string& name, float score, float error);
  /// What a further one must reach to be among the best: −infinity while there is room.
  float bound() const;
  size_t found() const { return found_; }
  void set_found(size_t found) { found_ = found; }
  std::vector<Hit> take() { return std::move(hits_); }

 private:
  static constexpr size_t kSpare = 4;

  size_t limit_;
  size_t found_ = 0;
  std::vector<Hit> hits_;
};

/// One search on its way. Threads scan units of places at the same time, each with its own `Best`.
class Search {
 public:
  using Done = std::function<void(Answer)>;

  /// @param done called once, on a thread of the gallery
  Search(const Places& places, std::unique_ptr<Probe> probe, Query query, Done done);

  /// How the references are gone through.
  enum class Way { signs, codes, listed };
  Way way() const { return way_; }
  size_t limit() const { return query_.limit; }

  /// After a thread ran out of memory over it.
  void fail() { failed_.store(true, std::memory_order_relaxed); }
  void cancel() { cancelled_.store(true, std::memory_order_relaxed); }
  bool cancelled() const { return cancelled_.load(std::memory_order_relaxed); }

  const Probe& probe() const { return *probe_; }
  const SignProbe& signs() const { return signs_; }
  /// What a score has to reach by now.
  float bound() const;

  /// Looks closer, by the dot product with its whole codes, at a row that a scan let pass. The caller holds the block.
  void refine(const Block& block, size_t place, int32_t dot, Best& best);
  /// The references of the names the search is narrowed to; takes their blocks' locks itself.
  void look_at_listed(Best& best);

  /// Takes what one thread found.
  void merge(Best best);
  void finish();

  /// For pairs: places up to this one are passed over.
  void skip_places_to(size_t place) { first_place_ = place + 1; }
  size_t first_place() const { return first_place_; }
  const std::string& own_name() const { return own_name_; }
  void set_own_name(std::string name) { own_name_ = std::move(name); }

 private:
  bool wanted(const Block& block, size_t place) const;
  void look_at(const std::string& name, Best& best);

  const Places& places_;
  std::unique_ptr<Probe> probe_;
  Query query_;
  Done done_;
  Way way_;
  SignProbe signs_{};
  size_t first_place_ = 0;
  std::string own_name_;
  std::atomic<size_t> searched_{0};
  std::atomic<bool> cancelled_{false};
  std::atomic<bool> failed_{false};
  /// Of the best `limit` that some thread has seen.
  std::atomic<float> kth_{-std::numeric_limits<float>::infinity()};
  std::mutex mutex_;
  Best merged_;
};

}  // namespace face::gallery
