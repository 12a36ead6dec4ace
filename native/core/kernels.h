#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "cpu_features.h"
#include "kernel_functions.h"

namespace face {

/// How one instruction set multiplies blocks of vectors; `add_products` as in kernel_functions.h.
struct TileKernel {
  size_t rows;
  size_t columns;
  void (*add_products)(const float* a, const float* b, size_t depth, float* out, size_t stride);
};

/// One instruction set's loops of texture_kernel.h.
struct TextureKernel {
  void (*to_ycbcr)(const uint8_t* rgb, size_t area, uint8_t* ycbcr);
  void (*lbp_codes)(const uint8_t* row, ptrdiff_t stride, size_t length, uint8_t* codes);
  uint32_t (*laplacian_squares)(const uint8_t* row, ptrdiff_t stride, size_t length);
  void (*butterfly)(ComplexRow first, ComplexRow second, float w_real, float w_imaginary, size_t length);
};

/// One instruction set's functions.
struct Kernels {
  InstructionSet set;
  void (*warp)(const WarpPlan& plan);
  void (*halve)(const Picture& picture, uint8_t* out);
  void (*nv12_row)(const uint8_t* luma, const uint8_t* chroma, int32_t width, uint8_t* out);
  float (*dot)(const float* a, const float* b, size_t length);
  TileKernel tile;
  TextureKernel texture;
};

/// Chosen at the first call and the same in every thread; FACE_CPU_FEATURES forces a lower set.
///
/// @throws std::invalid_argument when FACE_CPU_FEATURES is set to an unknown word
const Kernels& kernels();

/// Every table this processor can run, scalar first: tests and benchmarks compare them.
std::vector<const Kernels*> runnable_kernels();

}  // namespace face
