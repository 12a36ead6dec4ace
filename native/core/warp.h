#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "kernels.h"
#include "picture.h"
#include "similarity.h"

namespace face {

enum class ChannelOrder : uint8_t { rgb, bgr, gray };
enum class TensorLayout : uint8_t { nchw, nhwc };

/// How pixels become a network's input: value = (v − mean[c]) × scale[c], v in 0–255, c in the order of the tensor.
struct TensorFormat {
  int32_t width;
  int32_t height;
  ChannelOrder order;
  TensorLayout layout;
  std::array<float, 3> mean;
  std::array<float, 3> scale;
};

/// Floats in a tensor of this format.
size_t tensor_length(const TensorFormat& format);

/// Bilinear warp straight into a normalised tensor. Taps outside the picture count as black, before normalisation.
/// Every instruction set agrees with the scalar one to 0.01 grey levels (native/test/warp_test.cc).
///
/// @param out exactly `tensor_length(format)` floats
/// @throws std::invalid_argument when a coefficient is not finite
void warp_to_tensor(const Picture& picture, const Affine& map, const TensorFormat& format, std::span<float> out,
                    const Kernels& kernels = kernels());

/// The same warp to Rec. 601 luminance, rounded to 8 bits; instruction sets may differ by one grey level.
///
/// @param out exactly width × height bytes
void warp_to_luminance(const Picture& picture, const Affine& map, int32_t width, int32_t height, std::span<uint8_t> out,
                       const Kernels& kernels = kernels());

/// The same warp to three planes of 8 bits, R, G and B, rounded; instruction sets may differ by one level.
///
/// @param out exactly 3 × width × height bytes
void warp_to_planes(const Picture& picture, const Affine& map, int32_t width, int32_t height, std::span<uint8_t> out,
                    const Kernels& kernels = kernels());

}  // namespace face
