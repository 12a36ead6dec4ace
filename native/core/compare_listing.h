#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "compare_pairs.h"

namespace face {

/// Keeps the highest pairs in arrays of twice as many: when they are full, the lower half is given up. The order is
/// total (score, then first and second vector), so that what is kept does not depend on the order of coming.
class HighestPairs {
 public:
  explicit HighestPairs(PairTally& tally) : tally_(tally), floor_(tally.listed_min) {}

  /// Pairs below it need not be offered.
  float floor() const { return floor_; }
  void offer(float score, int32_t a, int32_t b);

 private:
  void give_lower_half_up();

  PairTally& tally_;
  float floor_;
};

/// @throws std::invalid_argument unless all three arrays are `length` long
void check_pairs(const std::string& name, const PairArrays& pairs, size_t length);

/// @throws std::invalid_argument unless `listed` is of one even length and holds `count` pairs
void check_listed(const PairArrays& listed, int32_t count);

}  // namespace face
