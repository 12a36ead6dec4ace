#pragma once

#include "texture_chip.h"

namespace face {

/// Statistics of luma (Y) and colour differences (Cb, Cr) of one chip; levels are 0–255, grey is Cb = Cr = 128.
struct ColourMeasures {
  float blue_mean;
  float red_mean;
  /// Standard deviations.
  float luma_spread;
  float blue_spread;
  float red_spread;
  /// Correlations, −1 – 1; 0 where one of the two does not vary.
  float blue_red_correlation;
  float luma_red_correlation;
  /// Entropy of the joint histogram of Cb and Cr in steps of 4, bits: how many distinct colours there are.
  float colours;
  /// Levels below which 2 % and 98 % of luma lie: the black and the white of ink, panel or camera.
  float dark;
  float bright;
  float luma_mean;
  /// Share of bright pixels (Y ≥ 200) without much colour (both differences within 8 of grey): gloss.
  float specular;
  /// Share of pixels of skin's colour, 77 ≤ Cb ≤ 127 and 133 ≤ Cr ≤ 173 (Chai and Ngan 1999).
  float skin;
};

ColourMeasures measure_colour(const TextureChip& chip);

}  // namespace face
