#pragma once

#include <cstddef>
#include <cstdint>

#include "shape.h"

namespace face {
enum class InstructionSet;
}

/// The loops of a search that exist once for each instruction set. Arguments are already checked.
///
/// Plain data and declarations alone (see core/kernel_functions.h).
namespace face::gallery {

/// A probe as the one-bit scan sees it. With b the signs of a row x as a unit vector, c their cosine and q the probe of unit
/// length and 4 bits a coordinate, √D·⟨q, b⟩ = per_dot · S + per_count · count + offset, where S = Σ 2^k · popcount(b ∧ plane k).
/// A row passes where that is at least c ÷ ‖x‖ · threshold − √((1 − c²) · spread + probe_spread).
struct SignProbe {
  uint64_t planes[kProbePlanes][kSignWordsMax];
  size_t words;
  float per_dot;
  float per_count;
  float offset;
  float threshold;
  float spread;
  float probe_spread;
};

/// A probe in 8 bits a coordinate. By the upper half of the codes, a score is at most
/// step · (per_dot_high · dot − offset_high) + error · per_error + base; by whole codes, step · (per_dot · dot − offset) + …
struct CodeProbe {
  const int8_t* codes;
  float per_dot_high;
  float offset_high;
  float per_dot;
  float offset;
  float per_error;
  float base;
};

/// Rows of codes that follow each other.
struct CodeRows {
  const uint8_t* high;
  const uint8_t* low;
  /// Bytes of a row in each plane: a multiple of 64.
  size_t bytes;
  const float* steps;
  const float* high_errors;
  const float* code_errors;
};

struct Survivor {
  uint32_t row;
  int32_t dot;
};

/// One plane of codes, for a closer look at rows that passed a scan: dot = carry · dot before + Σ nibble · code.
struct Narrowing {
  const uint8_t* plane;
  size_t bytes;
  const float* steps;
  const float* errors;
  int32_t carry;
  float per_dot;
  float offset;
};

struct TileSurvivor {
  uint32_t row;
  uint32_t probe;
  int32_t dot;
};

inline constexpr size_t kTileRows = 16;
/// Probes that are multiplied with a tile at a time.
inline constexpr size_t kTileProbes = 16;

/// Probes that go through the references together.
struct TileProbes {
  const CodeProbe* probes;
  size_t count;
  /// Their codes in groups of kTileProbes: for each four coordinates, those of all probes of the group side by side, so that
  /// a tile meets them in one stream. 64-byte aligned; what has no probe is zero.
  const int8_t* codes;
};

struct GalleryKernels {
  /// Rows of `groups` groups that pass, in order. @param factors as shape.h has them; NaN for a row
  /// that holds nothing, which never passes. @param out room for all rows; `dot` is 0
  size_t (*scan_signs)(const uint64_t* signs, const uint32_t* factors, size_t groups, const SignProbe& probe,
                       Survivor* out);
  /// Rows whose score may reach `bound`, by the upper half of the codes; `step` is NaN for a row that holds nothing.
  /// @param out room for all rows
  size_t (*scan_high)(const CodeRows& rows, size_t count, const CodeProbe& probe, float bound, Survivor* out);
  /// Keeps those of `rows` whose score may reach `bound`, in order, with their new dot products. @returns how many
  size_t (*narrow)(const Narrowing& by, const CodeProbe& probe, float bound, Survivor* rows, size_t count);
  /// Σ nibble · code over one row of one plane.
  int32_t (*nibble_dot)(const uint8_t* row, const int8_t* codes, size_t bytes);
  /// As scan_high for several probes at once and by whole codes, over kTileRows rows. @param bounds one a probe
  /// @param scratch 64-byte aligned, kTileRows · 2 · bytes @param out room for kTileRows · probes
  size_t (*scan_tile)(const CodeRows& rows, const TileProbes& probes, const float* bounds, uint8_t* scratch,
                      TileSurvivor* out);
  /// Dot product of a vector in bfloat16 with one in float32.
  float (*dot_bfloat16)(const uint16_t* a, const float* b, size_t length);
};

/// Chosen as core/kernels.h chooses; the set of 512 bits needs VNNI and VPOPCNTDQ too, else that of 256 is taken.
const GalleryKernels& gallery_kernels();
/// The table a set of instructions gets on this processor.
const GalleryKernels& gallery_kernels_of(InstructionSet set);

namespace scalar {
extern const GalleryKernels gallery_kernels;
}
namespace avx2 {
extern const GalleryKernels gallery_kernels;
}
namespace avx512 {
extern const GalleryKernels gallery_kernels;
}
namespace neon {
extern const GalleryKernels gallery_kernels;
}

}  // namespace face::gallery
