#include "texture_patterns.h"

#include <bit>

namespace face {
namespace {

constexpr size_t kCodes = 256;
constexpr size_t kIrregularBin = kPatternBins - 1;

constexpr int changes_of(uint8_t code) { return std::popcount(static_cast<uint8_t>(code ^ std::rotl(code, 1))); }

/// Bin of each code: uniform ones in the order of the codes.
constexpr std::array<uint8_t, kCodes> bins_of_codes() {
  std::array<uint8_t, kCodes> bins{};
  uint8_t next = 0;
  for (size_t code = 0; code < kCodes; ++code) {
    bins[code] = changes_of(static_cast<uint8_t>(code)) <= 2 ? next++ : static_cast<uint8_t>(kIrregularBin);
  }
  return bins;
}

constexpr std::array<uint8_t, kCodes> kBins = bins_of_codes();

/// Neighbours that are not darker, for each bin but the last.
constexpr std::array<uint8_t, kPatternBins> neighbours_of_bins() {
  std::array<uint8_t, kPatternBins> neighbours{};
  for (size_t code = 0; code < kCodes; ++code) {
    if (kBins[code] != kIrregularBin) neighbours[kBins[code]] = static_cast<uint8_t>(std::popcount(code));
  }
  return neighbours;
}

constexpr std::array<uint8_t, kPatternBins> kNeighbours = neighbours_of_bins();

}  // namespace

PatternHistogram uniform_patterns(const Plane& plane, const Kernels& kernels) {
  const auto inner = static_cast<size_t>(plane.side - 2);
  std::array<uint8_t, kTextureSide> codes;
  // Neighbouring pixels often have one code: four counters each keep additions from waiting for the last one.
  std::array<std::array<uint32_t, kCodes>, 4> counts{};
  for (int32_t y = 1; y + 1 < plane.side; ++y) {
    kernels.texture.lbp_codes(plane.levels + static_cast<ptrdiff_t>(y) * plane.side + 1, plane.side, inner,
                              codes.data());
    for (size_t x = 0; x < inner; ++x) ++counts[x % 4][codes[x]];
  }
  PatternHistogram histogram{};
  for (const auto& counted : counts) {
    for (size_t code = 0; code < kCodes; ++code) histogram[kBins[code]] += counted[code];
  }
  return histogram;
}

PatternShares shares_of(const PatternHistogram& histogram) {
  std::array<uint32_t, 9> by_neighbours{};
  uint32_t total = histogram[kIrregularBin];
  for (size_t bin = 0; bin < kIrregularBin; ++bin) {
    by_neighbours[kNeighbours[bin]] += histogram[bin];
    total += histogram[bin];
  }
  const auto share = [&](uint32_t count) { return static_cast<float>(count) / static_cast<float>(total); };
  return {
      .even = share(by_neighbours[8]),
      .edge = share(by_neighbours[3] + by_neighbours[4] + by_neighbours[5]),
      .corner = share(by_neighbours[1] + by_neighbours[2] + by_neighbours[6] + by_neighbours[7]),
      .irregular = share(histogram[kIrregularBin]),
  };
}

}  // namespace face
