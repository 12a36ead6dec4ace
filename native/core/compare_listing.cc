#include "compare_listing.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace face {
namespace {

struct ScoredPair {
  float score;
  int32_t a;
  int32_t b;
};

bool is_higher(const ScoredPair& left, const ScoredPair& right) {
  if (left.score != right.score) return left.score > right.score;
  return left.a != right.a ? left.a < right.a : left.b < right.b;
}

}  // namespace

void HighestPairs::offer(float score, int32_t a, int32_t b) {
  const PairArrays& listed = tally_.listed;
  if (static_cast<size_t>(tally_.listed_count) == listed.scores.size()) give_lower_half_up();
  if (score < floor_) return;
  const auto place = static_cast<size_t>(tally_.listed_count++);
  listed.scores[place] = score;
  listed.a[place] = a;
  listed.b[place] = b;
}

void HighestPairs::give_lower_half_up() {
  const PairArrays& listed = tally_.listed;
  tally_.listed_cut = 1;
  const size_t kept = listed.scores.size() / 2;
  tally_.listed_count = static_cast<int32_t>(kept);
  if (kept == 0) {
    floor_ = std::numeric_limits<float>::infinity();
    return;
  }
  std::vector<ScoredPair> pairs(listed.scores.size());
  for (size_t i = 0; i < pairs.size(); ++i) pairs[i] = {listed.scores[i], listed.a[i], listed.b[i]};
  const auto lowest_kept = pairs.begin() + static_cast<std::ptrdiff_t>(kept) - 1;
  std::nth_element(pairs.begin(), lowest_kept, pairs.end(), is_higher);
  for (size_t i = 0; i < kept; ++i) {
    listed.scores[i] = pairs[i].score;
    listed.a[i] = pairs[i].a;
    listed.b[i] = pairs[i].b;
  }
  floor_ = lowest_kept->score;
}

}  // namespace face
