#pragma once

#include <array>
#include <memory>

#include "texture_chip.h"

namespace face {

/// How the energy of a windowed luma chip is spread over frequencies; k counts waves across the chip.
struct SpectrumMeasures {
  /// Shares of the energy of 2 ≤ k < 64 in 2–4, 4–8, 8–16, 16–32 and 32–64, natural logarithm.
  std::array<float, 5> bands;
  /// The strongest frequency of 8 ≤ k < 64 over the mean of its ring, natural logarithm: the raster of a print, the
  /// grid of a screen or the moiré of either stands out of its ring.
  float peak;
  /// Mean of the squared energy over the squared mean of the ring, for 8 ≤ k < 64, natural logarithm: 2 before the
  /// logarithm where nothing but noise is.
  float unevenness;
  /// The strongest of 16 directions over their mean, 8 ≤ k < 64, natural logarithm: stripes, and straight borders.
  float direction;
};

/// Transforms two chips at once, as the real and the imaginary part of one complex picture. Owns its memory, which
/// holds what can be turned back into the chips until `clear`.
class Spectrum {
 public:
  Spectrum();
  ~Spectrum();

  /// Both planes have the side `kTextureSide`.
  std::array<SpectrumMeasures, 2> measure(const Plane& first, const Plane& second, const Kernels& kernels);
  void clear();

 private:
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

}  // namespace face
