#include "search_round.h"

#include <algorithm>
#include <new>

namespace face::gallery {
namespace {

/// From so many on, whole codes of a block, read once, are cheaper than each scanning the upper bits by itself. A scan by
/// signs is cheaper than that however many there are.
constexpr size_t kCodesTogetherMin = 3;
Narrowing by_high(const CodeRows& rows, const CodeProbe& probe) {
  return {rows.high, rows.bytes, rows.steps, rows.high_errors, 0, probe.per_dot_high, probe.offset_high};
}

Narrowing by_low(const CodeRows& rows, const CodeProbe& probe) {
  return {rows.low, rows.bytes, rows.steps, rows.code_errors, 16, probe.per_dot, probe.offset};
}

}  // namespace

/// What one thread works with.
struct SearchRound::Share {
  Share(const Places& places, size_t searches, size_t together)
      : survivors(kUnitRows),
        tile_survivors(kTileRows * together),
        bounds(together),
        scratch(kTileRows * 2 * places.shape().plane_bytes()) {
    best.reserve(searches);
  }

  std::vector<Survivor> survivors;
  std::vector<TileSurvivor> tile_survivors;
  std::vector<float> bounds;
  Aligned<uint8_t> scratch;
  std::vector<Best> best;
};

SearchRound::SearchRound(const Places& places, std::vector<std::shared_ptr<Search>> searches)
    : places_(places), searches_(std::move(searches)), places_to_scan_(places.places()) {
  std::vector<size_t> signs;
  std::vector<size_t> codes;
  size_t first_place = places_to_scan_;
  for (size_t i = 0; i < searches_.size(); ++i) {
    if (searches_[i]->cancelled()) continue;
    const Search::Way way = searches_[i]->way();
    first_place = std::min(first_place, searches_[i]->first_place());
    (way == Search::Way::listed ? listed_ : way == Search::Way::signs ? signs : codes).push_back(i);
  }
  const auto into = [](std::vector<size_t>& to, const std::vector<size_t>& from) {
    to.insert(to.end(), from.begin(), from.end());
  };
  into(codes.size() >= kCodesTogetherMin ? together_ : alone_, codes);
  into(alone_, signs);
  // Pairs are looked for at later places only.
  next_ = first_place / kUnitRows;
  pack_probes();
}

void SearchRound::pack_probes() {
  const size_t coordinates = places_.shape().padded();
  const size_t groups = (together_.size() + kTileProbes - 1) / kTileProbes;
  probe_codes_ = Aligned<int8_t>(std::max<size_t>(1, groups * kTileProbes * coordinates));
  for (size_t i = 0; i < together_.size(); ++i) {
    probes_.push_back(searches_[together_[i]]->probe().codes());
    int8_t* group = probe_codes_.data() + i / kTileProbes * kTileProbes * coordinates;
    for (size_t k = 0; k < coordinates; k += 4) {
      std::copy_n(probes_[i].codes + k, 4, group + kTileProbes * k + 4 * (i % kTileProbes));
    }
  }
}

void SearchRound::run() {
  try {
    take_units();
  } catch (const std::bad_alloc&) {
    for (const auto& search : searches_) search->fail();
  }
}

void SearchRound::take_units() {
  Share share(places_, searches_.size(), together_.size());
  for (const auto& search : searches_) share.best.emplace_back(search->limit());
  const size_t units = (places_to_scan_ + kUnitRows - 1) / kUnitRows;
  for (;;) {
    const size_t unit = next_.fetch_add(1, std::memory_order_relaxed);
    if (unit < units) {
      const size_t first = unit * kUnitRows;
      const size_t left = std::min(kUnitRows, places_to_scan_ - first);
      // Whole tiles: places past the last one taken hold nothing, and no scan passes them.
      scan_unit(first, (left + kTileRows - 1) / kTileRows * kTileRows, share);
    } else if (unit - units < listed_.size()) {
      const size_t number = listed_[unit - units];
      searches_[number]->look_at_listed(share.best[number]);
    } else {
      break;
    }
  }
  for (size_t i = 0; i < searches_.size(); ++i) searches_[i]->merge(std::move(share.best[i]));
}

void SearchRound::finish() {
  for (const auto& search : searches_) search->finish();
}

void SearchRound::scan_unit(size_t first, size_t count, Share& share) const {
  if (together_.empty() && alone_.empty()) return;
  const Block& block = places_.block(first);
  const std::shared_lock reading(block.mutex);
  for (const size_t search : alone_) {
    if (!searches_[search]->cancelled()) scan_alone(block, first, count, search, share);
  }
  const auto goes_on = [&](size_t search) { return !searches_[search]->cancelled(); };
  if (std::ranges::any_of(together_, goes_on)) scan_together(block, first, count, share);
}

void SearchRound::scan_alone(const Block& block, size_t first, size_t count, size_t number, Share& share) const {
  Search& search = *searches_[number];
  const size_t row = first % kBlockRows;
  const CodeRows codes = block.codes(row);
  const CodeProbe& probe = search.probe().codes();
  const GalleryKernels& kernels = gallery_kernels();
  const float bound = search.bound();
  Survivor* survivors = share.survivors.data();
  size_t passed = 0;
  if (search.way() == Search::Way::signs) {
    passed = kernels.scan_signs(block.signs(row), block.sign_factors(row), count / kGroupRows, search.signs(), survivors);
    passed = kernels.narrow(by_high(codes, probe), probe, bound, survivors, passed);
  } else {
    passed = kernels.scan_high(codes, count, probe, bound, survivors);
  }
  passed = kernels.narrow(by_low(codes, probe), probe, search.bound(), survivors, passed);
  if (bound == -std::numeric_limits<float>::infinity()) {
    // Nothing is known yet and all have passed: the best first, so that the bound rises at once.
    const auto seen = [&](const Survivor& one) {
      return codes.steps[one.row] * (probe.per_dot * static_cast<float>(one.dot) - probe.offset);
    };
    std::sort(survivors, survivors + passed, [&](const Survivor& a, const Survivor& b) { return seen(a) > seen(b); });
  }
  for (size_t i = 0; i < passed; ++i) search.refine(block, first + survivors[i].row, survivors[i].dot, share.best[number]);
}

void SearchRound::scan_together(const Block& block, size_t first, size_t count, Share& share) const {
  for (size_t row = 0; row < count; row += kTileRows) {
    for (size_t i = 0; i < together_.size(); ++i) {
      const Search& search = *searches_[together_[i]];
      share.bounds[i] = search.cancelled() ? std::numeric_limits<float>::infinity() : search.bound();
    }
    const size_t place = first + row;
    const size_t found = gallery_kernels().scan_tile(
        block.codes(place % kBlockRows), {probes_.data(), probes_.size(), probe_codes_.data()}, share.bounds.data(),
        share.scratch.data(), share.tile_survivors.data());
    for (size_t i = 0; i < found; ++i) {
      const TileSurvivor& one = share.tile_survivors[i];
      const size_t number = together_[one.probe];
      searches_[number]->refine(block, place + one.row, one.dot, share.best[number]);
    }
  }
}

}  // namespace face::gallery
