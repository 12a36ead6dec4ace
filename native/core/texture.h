#pragma once

#include <cstdint>
#include <span>

#include "texture_chip.h"

namespace face {

/// Three views of one face, each three planes (R, G, B) of `kTextureSide` × `kTextureSide` bytes.
struct TextureViews {
  /// The aligned face fills the chip.
  std::span<const uint8_t> face;
  /// The middle of the face at the picture's own pixels, where a raster is as fine as the camera saw it.
  std::span<const uint8_t> detail;
  /// The face and what is around it.
  std::span<const uint8_t> surround;
};

/// Numbers that `measure_texture` writes; their names, in this order, are `textureFeatureNames` of
/// src/biometrics/texture-features.ts.
inline constexpr size_t kTextureFeatures = 60;

/// Measures what a recapture leaves in a picture: how energy is spread over sizes and directions, small patterns,
/// periods, gloss and colours. A number says something alone or against another view; none is a decision.
///
/// Instruction sets agree but for rounding in the Fourier transform (native/test/texture_test.cc).
///
/// @param out exactly `kTextureFeatures` floats, each finite for any bytes
void measure_texture(const TextureViews& views, std::span<float> out, const Kernels& kernels = kernels());

}  // namespace face
