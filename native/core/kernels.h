#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "cpu_features.h"
#include "picture.h"
#include "warp_plan.h"

namespace face {

/// The functions that exist once for each instruction set. Their arguments are already checked.
struct Kernels {
  InstructionSet set;
  void (*warp)(const WarpPlan& plan);
  void (*halve)(const Picture& picture, uint8_t* out);
  float (*dot)(const float* a, const float* b, size_t length);
};

/// Chosen at the first call and the same in every thread; FACE_CPU_FEATURES forces a lower set.
const Kernels& kernels();

/// Every table this processor can run, scalar first: tests and benchmarks compare them.
std::vector<const Kernels*> runnable_kernels();

namespace scalar {
void warp(const WarpPlan& plan);
/// Pixels [begin, end) of row `y`: what the vector kernels call at borders of the picture.
void warp_span(const WarpPlan& plan, int32_t y, int32_t begin, int32_t end);
void halve(const Picture& picture, uint8_t* out);
float dot(const float* a, const float* b, size_t length);
}  // namespace scalar

}  // namespace face
