#pragma once

#include <cstdint>
#include <span>

#include "kernels.h"

namespace face {

/// NV12 to RGB by Rec. ITU-R BT.601 with limited range (Y 16–235, U and V 16–240), chroma repeated over 2 × 2 pixels.
/// Each channel is within one level of the rounded exact value, and the same for every instruction set
/// (native/test/nv12_test.cc).
///
/// @param nv12 a full-resolution Y plane, then interleaved half-resolution U and V: width · height · 3/2 bytes
/// @param width,height even
/// @param out exactly width · height · 3 bytes
void nv12_to_rgb(std::span<const uint8_t> nv12, int32_t width, int32_t height, std::span<uint8_t> out,
                 const Kernels& kernels = kernels());

}  // namespace face
