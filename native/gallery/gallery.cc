#include "gallery.h"

#include <algorithm>
#include <utility>

#include "search_round.h"

namespace face::gallery {
namespace {

/// Pairs of one probe: a reference that is like more others than this is no picture of a person.
constexpr size_t kPairsOfOneMax = 10'000;
constexpr size_t kPairProbesMax = 4096;

GalleryOptions checked(const GalleryOptions& options) {
  const auto within = [](const char* name, size_t value, size_t low, size_t high) {
    if (value >= low && value <= high) return;
    throw std::invalid_argument(std::string(name) + " must be " + std::to_string(low) + " to " + std::to_string(high) +
                                "; it is " + std::to_string(value));
  };
  within("dimension", options.dimension, kDimensionMin, kDimensionMax);
  within("threads", options.threads, 1, 256);
  return options;
}

/// Pairs of several probes on their way to one answer.
class PairsGathered {
 public:
  PairsGathered(size_t probes, Gallery::PairsDone done) : left_(probes), done_(std::move(done)) {}

  void add(const std::string& name, Answer answer) {
    const std::scoped_lock lock(mutex_);
    cancelled_ = cancelled_ || answer.cancelled;
    for (Hit& hit : answer.hits) pairs_.push_back({name, std::move(hit.name), hit.score, hit.error});
    if (--left_ == 0) done_(std::move(pairs_), cancelled_);
  }

 private:
  std::mutex mutex_;
  size_t left_;
  bool cancelled_ = false;
  std::vector<Gallery::Pair> pairs_;
  Gallery::PairsDone done_;
};

}  // namespace

size_t count(const Places& places, const Filter& filter) {
  if (filter.names) {
    const std::vector<bool> having = filter.tags_any ? places.tags().having(*filter.tags_any) : std::vector<bool>();
    return static_cast<size_t>(std::ranges::count_if(*filter.names, [&](const std::string& name) {
      const uint32_t place = places.find(name);
      if (place == Names::kNone || !filter.tags_any) return place != Names::kNone;
      const Block& block = places.block(place);
      const std::shared_lock reading(block.mutex);
      const uint32_t set = block.tag_set(place % kBlockRows);
      return set < having.size() && having[set];
    }));
  }
  return filter.tags_any ? places.tags().count(*filter.tags_any) : places.references();
}

Gallery::Gallery(const GalleryOptions& options)
    : options_(checked(options)),
      places_({options.dimension, options.precision}, options.seed, options.bytes_max),
      pool_(options.threads, [this] { return next_round(); }) {}

Gallery::~Gallery() { close(); }

void Gallery::close() {
  {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
    for (const auto& search : waiting_) search->cancel();
    for (const auto& search : running_) {
      if (const auto held = search.lock()) held->cancel();
    }
  }
  pool_.close();
}

std::shared_ptr<Search> Gallery::search(std::span<const float> probe, Query query, Search::Done done) {
  auto made = std::make_unique<Probe>(places_.shape(), places_.rotation(), probe);
  auto search = std::make_shared<Search>(places_, std::move(made), std::move(query), std::move(done));
  {
    const std::scoped_lock lock(mutex_);
    if (waiting_.size() >= options_.queue_max) {
      throw Overloaded("at most " + std::to_string(options_.queue_max) + " searches may wait, and so many do");
    }
    if (closed_) search->cancel();
    waiting_.push_back(search);
  }
  pool_.wake();
  return search;
}

std::shared_ptr<Round> Gallery::next_round() {
  const std::scoped_lock lock(mutex_);
  if (waiting_.empty()) return nullptr;
  std::vector<std::shared_ptr<Search>> together;
  while (!waiting_.empty() && together.size() < SearchRound::kSearchesMax) {
    together.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  std::erase_if(running_, [](const auto& search) { return search.expired(); });
  running_.insert(running_.end(), together.begin(), together.end());
  return std::make_shared<SearchRound>(places_, std::move(together));
}

std::vector<std::shared_ptr<Search>> Gallery::pairs(size_t first, size_t count, float score_min, PairsDone done) {
  if (count == 0 || count > kPairProbesMax) {
    throw std::invalid_argument("count must be 1 to " + std::to_string(kPairProbesMax) + "; it is " +
                                std::to_string(count));
  }
  const size_t last = std::min(first + count, places_.places());
  std::vector<std::shared_ptr<Search>> searches;
  const auto gathered = std::make_shared<std::shared_ptr<PairsGathered>>();
  for (size_t place = first; place < last; ++place) {
    const auto name = std::make_shared<std::string>();
    auto search = search_from(place, score_min, [gathered, name](Answer answer) {
      (*gathered)->add(*name, std::move(answer));
    });
    if (!search) continue;
    *name = search->own_name();
    searches.push_back(std::move(search));
  }
  if (searches.empty()) {
    pool_.submit([done = std::move(done)] { done({}, false); });
    return searches;
  }
  *gathered = std::make_shared<PairsGathered>(searches.size(), std::move(done));
  {
    const std::scoped_lock lock(mutex_);
    for (const auto& search : searches) {
      if (closed_) search->cancel();
      waiting_.push_back(search);
    }
  }
  pool_.wake();
  return searches;
}

std::shared_ptr<Search> Gallery::search_from(size_t place, float score_min, Search::Done done) {
  const Shape& shape = places_.shape();
  std::vector<float> vector(shape.precision == Precision::int8 ? 0 : shape.dimension);
  std::vector<float> rotated(shape.padded());
  float error = 0;
  std::string name;
  {
    const Block& block = places_.block(place);
    const size_t row = place % kBlockRows;
    const std::shared_lock reading(block.mutex);
    if (!block.holds(row)) return nullptr;
    name = block.name(row);
    if (shape.precision == Precision::int8) {
      Codes codes(shape);
      block.read(row, codes);
      decode(shape, codes, rotated);
      error = codes.code_error;
    } else {
      block.read_vector(row, vector);
      error = block.exact_error(row);
      std::ranges::copy(vector, rotated.begin());
      places_.rotation().apply(rotated);
    }
  }
  auto probe = std::make_unique<Probe>(shape, rotated, vector, error);
  std::ranges::fill(vector, 0.0F);
  std::ranges::fill(rotated, 0.0F);
  Query query;
  query.score_min = score_min;
  query.limit = kPairsOfOneMax;
  auto search = std::make_shared<Search>(places_, std::move(probe), std::move(query), std::move(done));
  search->skip_places_to(place);
  search->set_own_name(std::move(name));
  return search;
}

size_t Gallery::waiting() const {
  const std::scoped_lock lock(mutex_);
  return waiting_.size();
}

}  // namespace face::gallery
