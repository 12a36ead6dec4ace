#include "tags.h"

#include <algorithm>
#include <mutex>

namespace face::gallery {
namespace {

bool has_any_of(const std::vector<std::string>& sorted, std::span<const std::string> any) {
  return std::ranges::any_of(any, [&](const std::string& tag) { return std::ranges::binary_search(sorted, tag); });
}

/// Of an entry, of its key in the map, and of the map's node: about.
size_t bytes_of(const std::vector<std::string>& tags) {
  size_t bytes = 200;
  for (const std::string& tag : tags) bytes += 2 * (sizeof(std::string) + tag.size() + 1);
  return bytes;
}

}  // namespace

TagSets::TagSets() : sets_(1) { numbers_.emplace(std::vector<std::string>(), 0); }

uint32_t TagSets::add(std::span<const std::string> tags) {
  std::vector<std::string> sorted(tags.begin(), tags.end());
  std::ranges::sort(sorted);
  const std::unique_lock lock(mutex_);
  const auto known = numbers_.find(sorted);
  if (known != numbers_.end()) {
    ++sets_[known->second].references;
    return known->second;
  }
  const bool reused = !free_.empty();
  const uint32_t set = reused ? free_.back() : static_cast<uint32_t>(sets_.size());
  if (!reused) {
    sets_.emplace_back();
    free_.reserve(sets_.size());
  }
  numbers_.emplace(sorted, set);
  if (reused) free_.pop_back();
  bytes_ += bytes_of(sorted);
  sets_[set] = {std::move(sorted), 1};
  return set;
}

void TagSets::drop(uint32_t set) {
  const std::unique_lock lock(mutex_);
  Entry& entry = sets_[set];
  if (--entry.references > 0 || set == 0) return;
  numbers_.erase(entry.tags);
  bytes_ -= bytes_of(entry.tags);
  entry.tags.clear();
  free_.push_back(set);
}

size_t TagSets::count(std::span<const std::string> any) const {
  const std::shared_lock lock(mutex_);
  size_t sum = 0;
  for (const Entry& entry : sets_) sum += has_any_of(entry.tags, any) ? entry.references : 0;
  return sum;
}

bool TagSets::has_any(uint32_t set, std::span<const std::string> any) const {
  const std::shared_lock lock(mutex_);
  return has_any_of(sets_[set].tags, any);
}

std::vector<std::string> TagSets::tags(uint32_t set) const {
  const std::shared_lock lock(mutex_);
  return sets_[set].tags;
}

size_t TagSets::bytes() const {
  const std::shared_lock lock(mutex_);
  return bytes_;
}

}  // namespace face::gallery
