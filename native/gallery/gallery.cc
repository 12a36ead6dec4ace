#include "gallery.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "search_round.h"

namespace face::gallery {
namespace {

/// Pairs of one probe: a reference that is like more others than this is no picture of a person.
constexpr size_t kPairsOfOneMax = 1'000;
constexpr size_t kPairProbesMax = 4096;
/// Of pairs, go together: a search of a caller who waits comes after so many at most.
constexpr size_t kPairsTogether = 16;

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

/// Answers to several probes on their way to one.
class Gathered {
 public:
  Gathered(size_t probes, std::function<void(std::vector<Answer>)> done)
      : left_(probes), answers_(probes), done_(std::move(done)) {}

  void add(size_t probe, Answer answer) {
    answers_[probe] = std::move(answer);
    // The last one sees what all others wrote.
    if (left_.fetch_sub(1, std::memory_order_acq_rel) == 1) done_(std::move(answers_));
  }

 private:
  std::atomic<size_t> left_;
  std::vector<Answer> answers_;
  std::function<void(std::vector<Answer>)> done_;
};

Gallery::Pairs pairs_of(const std::vector<std::string>& names, std::vector<Answer> answers) {
  Gallery::Pairs all;
  for (size_t i = 0; i < answers.size(); ++i) {
    all.cancelled = all.cancelled || answers[i].cancelled;
    all.failed = all.failed || answers[i].failed;
    all.cut = all.cut || answers[i].found > answers[i].hits.size();
    for (Hit& hit : answers[i].hits) all.pairs.push_back({names[i], std::move(hit.name), hit.score, hit.error});
  }
  return all;
}

}  // namespace

size_t count(const Places& places, const Filter& filter) {
  if (filter.names) {
    return static_cast<size_t>(std::ranges::count_if(*filter.names, [&](const std::string& name) {
      const uint32_t place = places.find(name);
      if (place == Names::kNone || !filter.tags_any) return place != Names::kNone;
      const Block& block = places.block(place);
      const std::shared_lock reading(block.mutex);
      return places.tags().has_any(block.tag_set(place % kBlockRows), *filter.tags_any);
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
    for (const auto& search : pairs_waiting_) search->cancel();
    for (const auto& search : running_) {
      if (const auto held = search.lock()) held->cancel();
    }
  }
  pool_.close();
}

std::shared_ptr<Search> Gallery::search(std::span<const float> probe, Query query, Search::Done done) {
  auto made = std::make_unique<Probe>(places_.shape(), places_.rotation(), probe);
  auto search = std::make_shared<Search>(places_, std::move(made), std::move(query), std::move(done));
  enqueue({&search, 1});
  return search;
}

std::vector<std::shared_ptr<Search>> Gallery::search_batch(std::span<const float> probes, const Query& query,
                                                           BatchDone done) {
  const size_t dimension = places_.shape().dimension;
  const size_t count = probes.size() / dimension;
  if (count == 0 || probes.size() % dimension != 0) {
    throw std::invalid_argument("probes must be one or more vectors of " + std::to_string(dimension) + " numbers; there are " +
                                std::to_string(probes.size()) + " numbers");
  }
  const auto gathered = std::make_shared<Gathered>(count, std::move(done));
  std::vector<std::shared_ptr<Search>> searches;
  for (size_t i = 0; i < count; ++i) {
    auto made = std::make_unique<Probe>(places_.shape(), places_.rotation(), probes.subspan(i * dimension, dimension));
    searches.push_back(std::make_shared<Search>(places_, std::move(made), query, [gathered, i](Answer answer) {
      gathered->add(i, std::move(answer));
    }));
  }
  enqueue(searches);
  return searches;
}

void Gallery::enqueue(std::span<const std::shared_ptr<Search>> searches) {
  {
    const std::scoped_lock lock(mutex_);
    if (waiting_.size() + searches.size() > options_.queue_max) {
      throw Overloaded("at most " + std::to_string(options_.queue_max) + " searches may wait, " +
                       std::to_string(waiting_.size()) + " do, and " + std::to_string(searches.size()) + " more came");
    }
    waiting_.insert(waiting_.end(), searches.begin(), searches.end());
  }
  pool_.wake();
}

std::shared_ptr<Round> Gallery::next_round() {
  const std::scoped_lock lock(mutex_);
  // Pairs are looked for while nobody waits for anything else.
  auto& from = waiting_.empty() ? pairs_waiting_ : waiting_;
  const size_t most = waiting_.empty() ? kPairsTogether : SearchRound::kSearchesMax;
  if (from.empty()) return nullptr;
  std::vector<std::shared_ptr<Search>> together;
  while (!from.empty() && together.size() < most) {
    together.push_back(std::move(from.front()));
    from.pop_front();
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
  std::vector<std::string> names;
  // Known when all searches are made: how many there are.
  const auto gathered = std::make_shared<std::unique_ptr<Gathered>>();
  for (size_t place = first; place < last; ++place) {
    auto search = search_from(place, score_min, [gathered, i = searches.size()](Answer answer) {
      (*gathered)->add(i, std::move(answer));
    });
    if (!search) continue;
    names.push_back(search->own_name());
    searches.push_back(std::move(search));
  }
  if (searches.empty()) {
    pool_.submit([done = std::move(done)] { done({}); });
    return searches;
  }
  *gathered = std::make_unique<Gathered>(
      searches.size(), [names = std::move(names), done = std::move(done)](std::vector<Answer> answers) {
        done(pairs_of(names, std::move(answers)));
      });
  {
    const std::scoped_lock lock(mutex_);
    pairs_waiting_.insert(pairs_waiting_.end(), searches.begin(), searches.end());
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
