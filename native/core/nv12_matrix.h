#pragma once

#include <cstdint>

/// The inverse matrix of Rec. ITU-R BT.601, limited range, in 1/8192: fits 16-bit multiplication and leaves an error
/// below 0.02 levels. All kernels compute the same whole numbers.
namespace face::nv12_matrix {

inline constexpr int32_t kShift = 13;
inline constexpr int16_t kHalf = 1 << (kShift - 1);
inline constexpr int16_t kLuma = 9539;     ///< 255/219
inline constexpr int16_t kRedV = 13075;    ///< 1.402 · 255/224
inline constexpr int16_t kGreenU = -3209;  ///< −0.344136 · 255/224
inline constexpr int16_t kGreenV = -6660;  ///< −0.714136 · 255/224
inline constexpr int16_t kBlueU = 16525;   ///< 1.772 · 255/224

}  // namespace face::nv12_matrix
