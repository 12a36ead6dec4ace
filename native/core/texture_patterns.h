#pragma once

#include <array>

#include "texture_chip.h"

namespace face {

/// Uniform local binary patterns, LBP(8, 1) (Ojala, Pietikäinen and Mäenpää 2002): a code of the eight neighbours that
/// are not darker than the middle has a bin of its own when its circle has at most two changes, and shares the last bin
/// with all others when it has more.
inline constexpr size_t kPatternBins = 59;
using PatternHistogram = std::array<uint32_t, kPatternBins>;

PatternHistogram uniform_patterns(const Plane& plane, const Kernels& kernels = kernels());

/// The histogram pooled over turns of the circle, as shares of all pixels off the border; a print or screen moves mass
/// from edges to dots and to patterns of noise.
struct PatternShares {
  /// No neighbour is darker: an even field, or a dark dot.
  float even;
  /// Three to five neighbours are not darker.
  float edge;
  /// One, two, six or seven.
  float corner;
  /// More than two changes.
  float irregular;
};

PatternShares shares_of(const PatternHistogram& histogram);

}  // namespace face
