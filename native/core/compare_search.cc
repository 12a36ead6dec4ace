#include "compare_search.h"

#include <algorithm>
#include <array>
#include <limits>

#include "compare_checks.h"

namespace face {
namespace {

using Pointers = std::array<const float*, kBlockColumns>;

std::span<const float* const> pointers_to(const EmbeddingRows& rows, std::span<const int32_t> places,
                                          Pointers& pointers) {
  for (size_t i = 0; i < places.size(); ++i) pointers[i] = rows.row(static_cast<size_t>(places[i]));
  return {pointers.data(), places.size()};
}

/// Scores of one probe with references that follow each other in the gallery; `mate` is its place among them, or none
/// of theirs.
struct ProbeScores {
  std::span<const float> scores;
  size_t mate;
};

void rank_probe(const ProbeScores& probe, float mate_score, int32_t& rank, float& highest_other) {
  for (size_t i = 0; i < probe.scores.size(); ++i) {
    if (i == probe.mate) continue;
    highest_other = std::max(highest_other, probe.scores[i]);
    rank += probe.scores[i] > mate_score;
  }
}

void check_task(const EmbeddingRows& rows, const SearchTask& task) {
  const int64_t highest = static_cast<int64_t>(rows.count) - 1;
  check_numbers("gallery", task.gallery, 0, highest);
  check_numbers("probes", task.probes, 0, highest);
  check_length("mates", task.mates.size(), task.probes.size());
  check_numbers("mates", task.mates, -1, static_cast<int64_t>(task.gallery.size()) - 1);
}

/// One block of probes against the whole gallery, twice: mates have to be known before others can be ranked.
class ProbeBlock {
 public:
  ProbeBlock(const EmbeddingRows& rows, const SearchTask& task, size_t first, size_t last, ScoreBlock& block)
      : rows_(rows), task_(task), first_(first), count_(last - first), block_(block) {
    Pointers pointers;
    block.set_rows(pointers_to(rows, task.probes.subspan(first, count_), pointers));
  }

  void search(const SearchResults& results, size_t place) {
    const std::span<float> mate = results.mate.subspan(place, count_);
    const std::span<int32_t> rank = results.rank.subspan(place, count_);
    const std::span<float> highest_other = results.highest_other.subspan(place, count_);
    std::ranges::fill(mate, std::numeric_limits<float>::quiet_NaN());
    std::ranges::fill(highest_other, -std::numeric_limits<float>::infinity());
    score_mates(mate);
    for (size_t i = 0; i < count_; ++i) rank[i] = mate_of(i) < 0 ? 0 : 1;
    for (size_t from = 0; from < task_.gallery.size(); from += kBlockColumns) {
      const size_t count = std::min(kBlockColumns, task_.gallery.size() - from);
      Pointers pointers;
      block_.multiply(pointers_to(rows_, task_.gallery.subspan(from, count), pointers));
      for (size_t i = 0; i < count_; ++i) {
        // −1 wraps round to a place that no reference has, and NaN is exceeded by nobody.
        const size_t mate_place = static_cast<size_t>(mate_of(i)) - from;
        rank_probe({{block_.scores(i), count}, mate_place}, mate[i], rank[i], highest_other[i]);
      }
    }
  }

 private:
  int32_t mate_of(size_t probe) const { return task_.mates[first_ + probe]; }

  /// By the same kernel as the others, so that equal vectors have equal scores.
  void score_mates(std::span<float> mate) {
    Pointers pointers;
    std::array<size_t, kBlockRows> probes;
    size_t used = 0;
    for (size_t i = 0; i < count_; ++i) {
      if (mate_of(i) < 0) continue;
      pointers[used] = rows_.row(static_cast<size_t>(task_.gallery[static_cast<size_t>(mate_of(i))]));
      probes[used++] = i;
    }
    block_.multiply({pointers.data(), used});
    for (size_t i = 0; i < used; ++i) mate[probes[i]] = block_.scores(probes[i])[i];
  }

  const EmbeddingRows& rows_;
  const SearchTask& task_;
  size_t first_;
  size_t count_;
  ScoreBlock& block_;
};

}  // namespace

void search_share(const EmbeddingRows& rows, const SearchTask& task, size_t first, size_t last,
                  const SearchResults& results, const Kernels& kernels) {
  check_rows(rows);
  check_task(rows, task);
  check_range(first, last, task.probes.size());
  check_length("mate", results.mate.size(), last - first);
  check_length("rank", results.rank.size(), last - first);
  check_length("highestOther", results.highest_other.size(), last - first);
  ScoreBlock block(rows.dimension, kernels);
  for (size_t from = first; from < last; from += kBlockRows) {
    ProbeBlock(rows, task, from, std::min(from + kBlockRows, last), block).search(results, from - first);
  }
}

}  // namespace face
