#include "search.h"

#include <algorithm>
#include <cmath>

namespace face::gallery {
namespace {

/// Standard deviations of strangers' scores above which a threshold must lie, margin taken off, for one bit to be worth
/// its while: about one row in a hundred passes there.
constexpr double kSelectiveDeviations = 2.3;

bool before(const Hit& a, const Hit& b) { return a.score != b.score ? a.score > b.score : a.name < b.name; }

/// Whether few enough rows pass the one-bit scan at this threshold.
bool is_selective(const Shape& shape, float cosine_min) {
  const auto dimension = static_cast<double>(shape.dimension);
  // Six deviations of an estimate, whose own is about 0.75 / √D, and strangers' estimates, whose is about 1.25 / √D.
  return cosine_min * std::sqrt(dimension) - 6 * 0.78 > kSelectiveDeviations * 1.25;
}

}  // namespace

void Best::add(const std::string& name, float score, float error) {
  ++found_;
  if (limit_ == 0) return;
  if (hits_.size() == limit_) {
    const Hit& worst = hits_.front();
    if (score < worst.score || (score == worst.score && name > worst.name)) return;
    std::ranges::pop_heap(hits_, before);
    hits_.back() = {name, score, error};
  } else {
    hits_.push_back({name, score, error});
  }
  std::ranges::push_heap(hits_, before);
}

float Best::bound() const {
  if (hits_.size() < limit_ || limit_ == 0) return -std::numeric_limits<float>::infinity();
  // Scores with errors are not in the order of their lower ends.
  float least = std::numeric_limits<float>::infinity();
  if (hits_.front().error == 0) return hits_.front().score;
  for (const Hit& hit : hits_) least = std::min(least, hit.score - hit.error);
  return least;
}

Search::Search(const Places& places, std::unique_ptr<Probe> probe, Query query, Done done)
    : places_(places), probe_(std::move(probe)), query_(std::move(query)), done_(std::move(done)), merged_(query_.limit) {
  if (query_.filter.names) {
    way_ = Way::listed;
    return;
  }
  searched_ = query_.filter.tags_any ? places.tags().count(*query_.filter.tags_any) : places.references();
  way_ = !query_.certified && is_selective(places.shape(), query_.score_min / probe_->length()) ? Way::signs : Way::codes;
  if (way_ == Way::signs) signs_ = probe_->signs_at(query_.score_min);
}

float Search::bound() const { return std::max(query_.score_min, kth_.load(std::memory_order_relaxed)); }

void Search::refine(const Block& block, size_t place, int32_t dot, Best& best) {
  const size_t row = place % kBlockRows;
  const CodeRows codes = block.codes(row);
  const CodeProbe& probe = probe_->codes();
  float score = *codes.steps * (probe.per_dot * static_cast<float>(dot) - probe.offset);
  float error = *codes.code_errors * probe.per_error + probe.base;
  if (!(score + error >= bound()) || !wanted(block, place)) return;
  if (places_.shape().precision != Precision::int8) {
    score = block.score(row, probe_->vector());
    error = block.exact_error(row) * probe.per_error + probe_->error();
    if (!(score + error >= bound())) return;
  }
  best.add(block.name(row), score, error);
  // A search by threshold counts all that reach it, so its bound must not rise.
  if (query_.score_min != -std::numeric_limits<float>::infinity()) return;
  const float reached = best.bound();
  float known = kth_.load(std::memory_order_relaxed);
  while (reached > known && !kth_.compare_exchange_weak(known, reached, std::memory_order_relaxed)) {
  }
}

void Search::look_at_listed(Best& best) {
  std::vector<std::string>& names = *query_.filter.names;
  std::ranges::sort(names);
  names.erase(std::ranges::unique(names).begin(), names.end());
  for (const std::string& name : names) {
    if (cancelled()) return;
    look_at(name, best);
  }
}

void Search::look_at(const std::string& name, Best& best) {
  const uint32_t place = places_.find(name);
  if (place == Names::kNone) return;
  const Block& block = places_.block(place);
  const size_t row = place % kBlockRows;
  const std::shared_lock reading(block.mutex);
  // Another reference may have taken the place in the meantime.
  if (block.name(row) != name || !wanted(block, place)) return;
  searched_.fetch_add(1, std::memory_order_relaxed);
  const CodeRows codes = block.codes(row);
  const GalleryKernels& kernels = gallery_kernels();
  const int8_t* probe = probe_->codes().codes;
  refine(block, place,
         16 * kernels.nibble_dot(codes.high, probe, codes.bytes) + kernels.nibble_dot(codes.low, probe, codes.bytes),
         best);
}

bool Search::wanted(const Block& block, size_t place) const {
  if (place < first_place_) return false;
  return !query_.filter.tags_any || places_.tags().has_any(block.tag_set(place % kBlockRows), *query_.filter.tags_any);
}

void Search::merge(Best best) {
  const std::scoped_lock lock(mutex_);
  const size_t found = merged_.found() + best.found();
  for (Hit& hit : best.take()) merged_.add(hit.name, hit.score, hit.error);
  merged_.set_found(found);
}

void Search::finish() {
  Answer answer;
  answer.cancelled = cancelled();
  answer.failed = failed_.load(std::memory_order_relaxed);
  answer.found = merged_.found();
  answer.searched = searched_.load(std::memory_order_relaxed);
  answer.hits = merged_.take();
  // Whoever can still cancel holds the search, and should not hold a probe.
  probe_ = nullptr;
  query_.filter = {};
  std::ranges::sort(answer.hits, [](const Hit& a, const Hit& b) { return a.name != b.name ? a.name < b.name : before(a, b); });
  const auto doubles = std::ranges::unique(answer.hits, {}, &Hit::name);
  answer.found -= doubles.size();
  answer.hits.erase(doubles.begin(), doubles.end());
  std::ranges::sort(answer.hits, before);
  if (answer.hits.size() > query_.limit) answer.hits.resize(query_.limit);
  if (answer.cancelled || answer.failed) answer.hits.clear();
  const Done done = std::move(done_);
  done(std::move(answer));
}

}  // namespace face::gallery
