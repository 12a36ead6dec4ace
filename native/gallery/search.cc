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
  return hits_.front().score - hits_.front().error;
}

Search::Search(const Places& places, std::unique_ptr<Probe> probe, Query query, Done done)
    : places_(places), probe_(std::move(probe)), query_(std::move(query)), done_(std::move(done)), merged_(query_.limit) {
  if (query_.filter.tags_any) tag_sets_ = places.tags().having(*query_.filter.tags_any);
  if (query_.filter.names) {
    way_ = Way::listed;
    for (const std::string& name : *query_.filter.names) {
      const uint32_t place = places.find(name);
      if (place != Names::kNone) listed_.emplace_back(place, name);
    }
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

void Search::look_at_listed(size_t index, Best& best) {
  const auto& [place, name] = listed_[index];
  const Block& block = places_.block(place);
  const size_t row = place % kBlockRows;
  const std::shared_lock reading(block.mutex);
  // Another reference may have taken the place in the meantime.
  if (block.name(row) != name) return;
  if (!wanted(block, place)) return;
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
  if (!query_.filter.tags_any) return true;
  const uint32_t set = block.tag_set(place % kBlockRows);
  // A combination that is newer than the search belongs to a reference that is newer too.
  return set < tag_sets_.size() && tag_sets_[set];
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
  answer.found = merged_.found();
  answer.searched = searched_.load(std::memory_order_relaxed);
  answer.hits = merged_.take();
  std::ranges::sort(answer.hits, before);
  if (answer.cancelled) answer.hits.clear();
  done_(std::move(answer));
}

}  // namespace face::gallery
