#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace face::gallery {

/// Combinations of tags by number, since many references share few combinations. Set 0 is no tags.
class TagSets {
 public:
  TagSets();

  /// The number of a combination; counts one reference more for it.
  uint32_t add(std::span<const std::string> tags);
  /// Counts one less.
  void drop(uint32_t set);
  /// References whose combination has one of the tags.
  size_t count(std::span<const std::string> any) const;
  /// By number, whether a combination has one of the tags. Combinations that come later are not in it.
  std::vector<bool> having(std::span<const std::string> any) const;
  std::vector<std::string> tags(uint32_t set) const;

 private:
  struct Entry {
    std::vector<std::string> tags;
    size_t references = 0;
  };

  mutable std::mutex mutex_;
  std::vector<Entry> sets_;
  std::map<std::vector<std::string>, uint32_t> numbers_;
};

}  // namespace face::gallery
