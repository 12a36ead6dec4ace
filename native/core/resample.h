#pragma once

#include <cstdint>
#include <span>

#include "kernels.h"
#include "picture.h"

namespace face {

/// Half the size in both directions: rounded means of 2 × 2 pixels. An odd last row or column is dropped, so a
/// picture one pixel wide or high gives nothing.
///
/// @param out exactly ⌊width/2⌋ · ⌊height/2⌋ · 3 bytes
void halve(const Picture& picture, std::span<uint8_t> out, const Kernels& kernels = kernels());

}  // namespace face
