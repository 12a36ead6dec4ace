#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <shared_mutex>
#include <span>
#include <string>
#include <vector>

namespace face::gallery {

/// Combinations of tags by number, since many references share few combinations. Set 0 is no tags. The number of a
/// combination that no reference has any more goes to the next new one, so that a number means something only while a
/// reference that has it is held.
class TagSets {
 public:
  TagSets();

  /// The number of a combination; counts one reference more for it.
  uint32_t add(std::span<const std::string> tags);
  /// Counts one less.
  void drop(uint32_t set);
  /// References whose combination has one of the tags.
  size_t count(std::span<const std::string> any) const;
  /// Whether a combination has one of the tags.
  bool has_any(uint32_t set, std::span<const std::string> any) const;
  std::vector<std::string> tags(uint32_t set) const;
  size_t bytes() const;

 private:
  struct Entry {
    std::vector<std::string> tags;
    size_t references = 0;
  };

  mutable std::shared_mutex mutex_;
  std::vector<Entry> sets_;
  std::vector<uint32_t> free_;
  std::map<std::vector<std::string>, uint32_t> numbers_;
  size_t bytes_ = 0;
};

}  // namespace face::gallery
