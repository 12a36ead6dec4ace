#include "compare_listing.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "compare_checks.h"

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

std::vector<ScoredPair> taken_from(const PairArrays& listed, size_t count) {
  std::vector<ScoredPair> pairs(count);
  for (size_t i = 0; i < count; ++i) pairs[i] = {listed.scores[i], listed.a[i], listed.b[i]};
  return pairs;
}

void put_into(const PairArrays& listed, const std::vector<ScoredPair>& pairs) {
  for (size_t i = 0; i < pairs.size(); ++i) {
    listed.scores[i] = pairs[i].score;
    listed.a[i] = pairs[i].a;
    listed.b[i] = pairs[i].b;
  }
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
  std::vector<ScoredPair> pairs = taken_from(listed, listed.scores.size());
  const auto lowest_kept = pairs.begin() + static_cast<std::ptrdiff_t>(kept) - 1;
  std::nth_element(pairs.begin(), lowest_kept, pairs.end(), is_higher);
  floor_ = lowest_kept->score;
  pairs.resize(kept);
  put_into(listed, pairs);
}

void sort_listed(const PairArrays& listed, int32_t& count, int32_t& cut) {
  check_listed(listed, count);
  std::vector<ScoredPair> pairs = taken_from(listed, static_cast<size_t>(count));
  std::ranges::sort(pairs, is_higher);
  const size_t wanted = listed.scores.size() / 2;
  if (pairs.size() > wanted) {
    pairs.resize(wanted);
    cut = 1;
  }
  put_into(listed, pairs);
  count = static_cast<int32_t>(pairs.size());
}

void check_pairs(const std::string& name, const PairArrays& pairs, size_t length) {
  check_length(name + ".scores", pairs.scores.size(), length);
  check_length(name + ".a", pairs.a.size(), length);
  check_length(name + ".b", pairs.b.size(), length);
}

void check_listed(const PairArrays& listed, int32_t count) {
  const size_t capacity = listed.scores.size();
  if (capacity % 2 != 0 || capacity > INT32_MAX) {
    refuse_argument("listed", "of an even length", std::to_string(capacity) + " long");
  }
  check_pairs("listed", listed, capacity);
  check_numbers("listedState", {&count, 1}, 0, static_cast<int64_t>(capacity));
}

}  // namespace face
