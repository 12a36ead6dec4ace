#pragma once

#include <span>

#include "kernels.h"

namespace face {

/// Dot product, which is the cosine of two unit vectors. For unit vectors every instruction set agrees with the
/// scalar one to 1e-6 (native/test/cosine_test.cc).
///
/// @throws std::invalid_argument unless both have the same length ≥ 1
float cosine(std::span<const float> a, std::span<const float> b, const Kernels& kernels = kernels());

}  // namespace face
