#pragma once

#include <cstdint>
#include <cstring>

#include "gallery_kernels.h"

/// The loops in plain C++, for a kernel file to include: everything here has internal linkage, builtins in place of
/// functions of the library included, so that what a file
/// compiled for a new processor stays in that file.
namespace face::gallery {
namespace {

struct SignRow {
  float ratio;
  float count;
  float cosine;
};

inline SignRow sign_row(uint32_t factors) {
  const uint32_t upper = factors & 0xFFFF0000U;
  SignRow row;
  std::memcpy(&row.ratio, &upper, sizeof upper);
  row.count = static_cast<float>((factors >> kSignCountShift) & kSignCountMask);
  row.cosine = kSignCosineMin + kSignCosineStep * static_cast<float>(factors & kSignLevelMask);
  return row;
}

inline bool passes(const SignProbe& probe, float dot, uint32_t factors) {
  const SignRow row = sign_row(factors);
  const float seen = probe.per_dot * dot + probe.per_count * row.count + probe.offset;
  const float spread = (1 - row.cosine * row.cosine) * probe.spread + probe.probe_spread;
  return seen >= row.ratio * probe.threshold - __builtin_sqrtf(spread);
}

inline size_t scan_signs_plain(const uint64_t* signs, const uint32_t* factors, size_t groups, const SignProbe& probe,
                               Survivor* out) {
  size_t found = 0;
  for (size_t group = 0; group < groups; ++group) {
    const uint64_t* words = signs + group * kGroupRows * probe.words;
    for (size_t lane = 0; lane < kGroupRows; ++lane) {
      uint64_t dot = 0;
      for (size_t w = 0; w < probe.words; ++w) {
        const uint64_t bits = words[w * kGroupRows + lane];
        for (size_t k = 0; k < kProbePlanes; ++k) {
          dot += static_cast<uint64_t>(__builtin_popcountll(bits & probe.planes[k][w])) << k;
        }
      }
      const size_t row = group * kGroupRows + lane;
      if (passes(probe, static_cast<float>(dot), factors[row])) out[found++] = {static_cast<uint32_t>(row), 0};
    }
  }
  return found;
}

template <int32_t (*nibble_dot)(const uint8_t*, const int8_t*, size_t)>
size_t scan_high_plain(const CodeRows& rows, size_t count, const CodeProbe& probe, float bound, Survivor* out) {
  size_t found = 0;
  for (size_t row = 0; row < count; ++row) {
    const int32_t dot = nibble_dot(rows.high + row * rows.bytes, probe.codes, rows.bytes);
    const float seen = rows.steps[row] * (probe.per_dot_high * static_cast<float>(dot) - probe.offset_high);
    const float most = seen + rows.high_errors[row] * probe.per_error + probe.base;
    if (most >= bound) out[found++] = {static_cast<uint32_t>(row), dot};
  }
  return found;
}

template <int32_t (*nibble_dot)(const uint8_t*, const int8_t*, size_t)>
size_t narrow_plain(const Narrowing& by, const CodeProbe& probe, float bound, Survivor* rows, size_t count) {
  size_t kept = 0;
  for (size_t i = 0; i < count; ++i) {
    const uint32_t row = rows[i].row;
    const int32_t dot = by.carry * rows[i].dot + nibble_dot(by.plane + row * by.bytes, probe.codes, by.bytes);
    const float seen = by.steps[row] * (by.per_dot * static_cast<float>(dot) - by.offset);
    if (seen + by.errors[row] * probe.per_error + probe.base >= bound) rows[kept++] = {row, dot};
  }
  return kept;
}

template <int32_t (*nibble_dot)(const uint8_t*, const int8_t*, size_t)>
size_t scan_tile_plain(const CodeRows& rows, const TileProbes& probes, const float* bounds, uint8_t*,
                       TileSurvivor* out) {
  size_t found = 0;
  for (size_t row = 0; row < kTileRows; ++row) {
    const uint8_t* high = rows.high + row * rows.bytes;
    const uint8_t* low = rows.low + row * rows.bytes;
    for (size_t p = 0; p < probes.count; ++p) {
      const CodeProbe& probe = probes.probes[p];
      const int32_t dot =
          16 * nibble_dot(high, probe.codes, rows.bytes) + nibble_dot(low, probe.codes, rows.bytes);
      const float seen = rows.steps[row] * (probe.per_dot * static_cast<float>(dot) - probe.offset);
      const float most = seen + rows.code_errors[row] * probe.per_error + probe.base;
      if (most >= bounds[p]) out[found++] = {static_cast<uint32_t>(row), static_cast<uint32_t>(p), dot};
    }
  }
  return found;
}

inline float dot_bfloat16_plain(const uint16_t* a, const float* b, size_t length) {
  // Four sums, so that additions need not wait for each other.
  float sums[4] = {0, 0, 0, 0};
  for (size_t i = 0; i < length; ++i) {
    const uint32_t bits = static_cast<uint32_t>(a[i]) << 16;
    float value;
    std::memcpy(&value, &bits, sizeof bits);
    sums[i % 4] += value * b[i];
  }
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

}  // namespace
}  // namespace face::gallery
