#include "tags.h"

#include <algorithm>

namespace face::gallery {
namespace {

bool has_any(const std::vector<std::string>& sorted, std::span<const std::string> any) {
  return std::ranges::any_of(any, [&](const std::string& tag) { return std::ranges::binary_search(sorted, tag); });
}

}  // namespace

TagSets::TagSets() : sets_(1) { numbers_.emplace(std::vector<std::string>(), 0); }

uint32_t TagSets::add(std::span<const std::string> tags) {
  std::vector<std::string> sorted(tags.begin(), tags.end());
  std::ranges::sort(sorted);
  const std::scoped_lock lock(mutex_);
  const auto [found, made] = numbers_.emplace(sorted, static_cast<uint32_t>(sets_.size()));
  if (made) sets_.push_back({std::move(sorted)});
  ++sets_[found->second].references;
  return found->second;
}

void TagSets::drop(uint32_t set) {
  const std::scoped_lock lock(mutex_);
  --sets_[set].references;
}

size_t TagSets::count(std::span<const std::string> any) const {
  const std::scoped_lock lock(mutex_);
  size_t sum = 0;
  for (const Entry& entry : sets_) sum += has_any(entry.tags, any) ? entry.references : 0;
  return sum;
}

std::vector<bool> TagSets::having(std::span<const std::string> any) const {
  const std::scoped_lock lock(mutex_);
  std::vector<bool> having(sets_.size());
  for (size_t set = 0; set < sets_.size(); ++set) having[set] = has_any(sets_[set].tags, any);
  return having;
}

std::vector<std::string> TagSets::tags(uint32_t set) const {
  const std::scoped_lock lock(mutex_);
  return sets_[set].tags;
}

}  // namespace face::gallery
