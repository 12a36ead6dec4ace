#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "kernels.h"

namespace face {

/// Side of every chip whose texture is measured, pixels. The Fourier transform is made for this one size.
inline constexpr int32_t kTextureSide = 128;
inline constexpr size_t kTextureArea = static_cast<size_t>(kTextureSide) * kTextureSide;

/// One plane of a chip, rows without padding; a side is at least 3 and at most `kTextureSide`.
struct Plane {
  const uint8_t* levels;
  int32_t side;
};

/// Luma and colour differences of one chip, full-range BT.601.
struct TextureChip {
  std::array<uint8_t, 3 * kTextureArea> ycbcr;

  Plane luma() const { return {ycbcr.data(), kTextureSide}; }
  Plane blue_difference() const { return {ycbcr.data() + kTextureArea, kTextureSide}; }
  Plane red_difference() const { return {ycbcr.data() + 2 * kTextureArea, kTextureSide}; }
};

/// Mean of the squared 4-neighbour Laplacian off the border, grey levels squared.
double laplacian_energy(const Plane& plane, const Kernels& kernels = kernels());

/// Variance, levels squared.
double variance_of(const Plane& plane);

/// Means of 2 × 2 pixels, rounded.
///
/// @param out a quarter of the plane
void halve_plane(const Plane& plane, std::span<uint8_t> out);

}  // namespace face
