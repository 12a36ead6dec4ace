#pragma once

#include <cstdint>

namespace face {

/// A warp after all checks, as the kernels want it. Plain data: kernels are compiled for instruction sets that this
/// machine may lack, so they share no inline code with the rest.
struct WarpPlan {
  enum class Output : uint8_t {
    planar,       ///< three planes of floats
    interleaved,  ///< three floats a pixel
    gray,         ///< one float a pixel
    luminance,    ///< one byte a pixel
    planes,       ///< three planes of bytes
  };

  const uint8_t* rgb;
  int32_t picture_width;
  int32_t picture_height;
  double map[6];  ///< finite; see `Affine`
  int32_t width;
  int32_t height;
  Output output;
  /// Tensor channel that R, G and B go to.
  int32_t position[3];
  /// value = v · gain + bias for R, G and B; `gray` uses the first.
  float gain[3];
  float bias[3];
  /// `luminance` and `planes` write bytes, every other output floats.
  float* out;
  uint8_t* out_bytes;
};

/// Weights of Rec. ITU-R BT.601 luma.
inline constexpr float kLumaRed = 0.299F;
inline constexpr float kLumaGreen = 0.587F;
inline constexpr float kLumaBlue = 0.114F;

}  // namespace face
