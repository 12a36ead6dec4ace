#pragma once

#include <cstdint>

namespace face {

/// Longest side of a picture or tensor, pixels. It keeps every byte offset (3 × side²) inside 31 bits, and every
/// pixel coordinate exact in a float.
inline constexpr int32_t kSideMax = 16384;

/// 8-bit interleaved RGB, rows without padding, borrowed from the caller; both sides are 1 to `kSideMax`.
struct Picture {
  const uint8_t* rgb;
  int32_t width;
  int32_t height;
};

}  // namespace face
