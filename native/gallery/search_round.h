#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "pool.h"
#include "search.h"

namespace face::gallery {

/// Searches that go through the references together. A few each scan for themselves what lies in the cache then; from
/// kTogetherMin on they are multiplied as one block.
class SearchRound : public Round {
 public:
  static constexpr size_t kSearchesMax = 64;

  SearchRound(const Places& places, std::vector<std::shared_ptr<Search>> searches);

  void run() override;
  void finish() override;

 private:
  struct Share;

  void pack_probes();
  void take_units();
  void scan_unit(size_t first, size_t count, Share& share) const;
  void scan_alone(const Block& block, size_t first, size_t count, size_t search, Share& share) const;
  void scan_together(const Block& block, size_t first, size_t count, Share& share) const;

  const Places& places_;
  std::vector<std::shared_ptr<Search>> searches_;
  /// Numbers of those that are multiplied as one block, and of those that scan for themselves.
  std::vector<size_t> together_;
  std::vector<size_t> alone_;
  std::vector<size_t> listed_;
  /// Of those that go together, as kernels want them.
  std::vector<CodeProbe> probes_;
  Aligned<int8_t> probe_codes_{1};
  size_t places_to_scan_;
  std::atomic<size_t> next_{0};
};

}  // namespace face::gallery
