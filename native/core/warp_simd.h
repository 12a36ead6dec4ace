#pragma once

#include <cstddef>
#include <cstdint>

#include "kernel_functions.h"

/// The vector warp, written once over an instruction set's small vocabulary (`Isa`). Each instruction set's translation
/// unit includes it once; the unnamed namespace keeps the copies apart (see kernel_functions.h).
///
/// A row is cut into groups of `Isa::kLanes` pixels, the last group overlapping its neighbour. A group whose taps all
/// lie well inside the picture is sampled with vectors; one that lies wholly outside is black; the few that touch a
/// border go to the scalar kernel. So the vector code needs no masks and can never read past the picture.
///
/// A group's taps are fetched as 8 bytes that hold two neighbouring pixels (R0 G0 B0 R1 G1 B1 and two more), one load a
/// row and pixel: half the loads of 4-byte gathers, and no gather instruction, which microcode makes slow on some CPUs.
namespace face {
namespace {

using Output = WarpPlan::Output;

enum class Coverage : uint8_t { inside, outside, border };

/// A picture coordinate as a whole pixel and the rest. Adding lane steps to the rest alone keeps floats exact to about
/// 1e-6 pixels anywhere in a large picture.
struct Start {
  int32_t whole;
  float rest;
};

/// Coordinates up to this many pixels from zero are sampled with vectors, those beyond by the scalar kernel.
constexpr double kFar = 1 << 20;

bool near(double v) { return v > -kFar && v < kFar; }

/// Precondition: near(v).
Start start_of(double v) {
  const int32_t whole = static_cast<int32_t>(v + kFar) - static_cast<int32_t>(kFar);
  return {whole, static_cast<float>(v - whole)};
}

template <class Isa, Output output>
void store_group(const WarpPlan& plan, ptrdiff_t index, const typename Isa::Rgb& rgb) {
  if constexpr (output == Output::luminance) {
    Isa::store_bytes(plan.out_bytes + index, Isa::luma(rgb));
  } else if constexpr (output == Output::planes) {
    const ptrdiff_t area = static_cast<ptrdiff_t>(plan.width) * plan.height;
    Isa::store_bytes(plan.out_bytes + index, rgb.r);
    Isa::store_bytes(plan.out_bytes + area + index, rgb.g);
    Isa::store_bytes(plan.out_bytes + 2 * area + index, rgb.b);
  } else if constexpr (output == Output::gray) {
    Isa::store(plan.out + index, Isa::normalised(Isa::luma(rgb), plan.gain[0], plan.bias[0]));
  } else {
    const auto r = Isa::normalised(rgb.r, plan.gain[0], plan.bias[0]);
    const auto g = Isa::normalised(rgb.g, plan.gain[1], plan.bias[1]);
    const auto b = Isa::normalised(rgb.b, plan.gain[2], plan.bias[2]);
    const bool reversed = plan.position[0] != 0;
    if constexpr (output == Output::planar) {
      const ptrdiff_t area = static_cast<ptrdiff_t>(plan.width) * plan.height;
      Isa::store(plan.out + index, reversed ? b : r);
      Isa::store(plan.out + area + index, g);
      Isa::store(plan.out + 2 * area + index, reversed ? r : b);
    } else {
      Isa::store_interleaved(plan.out + index * 3, reversed ? b : r, g, reversed ? r : b);
    }
  }
}

template <class Isa, Output output>
void warp_rows(const WarpPlan& plan) {
  const Isa isa(plan);
  const int32_t last_group = plan.width - Isa::kLanes;
  const double across_x = plan.map[0] * (plan.width - 1);
  const double across_y = plan.map[3] * (plan.width - 1);
  for (int32_t y = 0; y < plan.height; ++y) {
    const double row_x = plan.map[1] * y + plan.map[2];
    const double row_y = plan.map[4] * y + plan.map[5];
    const bool tame = near(row_x) && near(row_y) && near(row_x + across_x) && near(row_y + across_y);
    if (last_group < 0 || !tame) {
      scalar::warp_span(plan, y, 0, plan.width);
      continue;
    }
    const ptrdiff_t row = static_cast<ptrdiff_t>(y) * plan.width;
    for (int32_t next = 0; next < plan.width; next += Isa::kLanes) {
      const int32_t x = next < last_group ? next : last_group;
      typename Isa::Rgb rgb;
      const Coverage coverage = isa.sample(start_of(plan.map[0] * x + row_x), start_of(plan.map[3] * x + row_y), rgb);
      if (coverage == Coverage::border) {
        scalar::warp_span(plan, y, x, x + Isa::kLanes);
      } else {
        store_group<Isa, output>(plan, row + x, rgb);
      }
    }
  }
}

template <class Isa>
void warp_with(const WarpPlan& plan) {
  switch (plan.output) {
    case Output::planar:
      return warp_rows<Isa, Output::planar>(plan);
    case Output::interleaved:
      return warp_rows<Isa, Output::interleaved>(plan);
    case Output::gray:
      return warp_rows<Isa, Output::gray>(plan);
    case Output::luminance:
      return warp_rows<Isa, Output::luminance>(plan);
    case Output::planes:
      return warp_rows<Isa, Output::planes>(plan);
  }
}

}  // namespace
}  // namespace face
