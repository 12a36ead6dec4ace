#pragma once

#include <immintrin.h>

#include "gallery_loops.h"

/// What the two files of 512-bit kernels share; of internal linkage, like gallery_loops.h.
namespace face::gallery::avx512 {

size_t scan_tile(const CodeRows& rows, const TileProbes& probes, const float* bounds, uint8_t* scratch,
                 TileSurvivor* out);

namespace {

inline const __m512i* vectors(const void* from) { return static_cast<const __m512i*>(from); }

inline __m512i nibble_dots(__m512i sum, __m512i both, __m512i first, __m512i second) {
  const __m512i four_bits = _mm512_set1_epi8(0x0F);
  sum = _mm512_dpbusd_epi32(sum, _mm512_and_si512(both, four_bits), first);
  return _mm512_dpbusd_epi32(sum, _mm512_and_si512(_mm512_srli_epi16(both, 4), four_bits), second);
}

inline int32_t nibble_dot(const uint8_t* row, const int8_t* codes, size_t bytes) {
  __m512i sum = _mm512_setzero_si512();
  for (size_t j = 0; j < bytes; j += 64) {
    sum = nibble_dots(sum, _mm512_loadu_si512(row + j), _mm512_loadu_si512(codes + j),
                      _mm512_loadu_si512(codes + bytes + j));
  }
  return _mm512_reduce_add_epi32(sum);
}

struct Bounds {
  __m512 per_dot;
  __m512 offset;
  __m512 per_error;
  __m512 base_less_bound;
};

/// The rows of sixteen whose score may reach the bound.
inline __mmask16 reaching(const Bounds& bounds, __m512i dots, __m512 steps, __m512 errors) {
  const __m512 inner = _mm512_fmsub_ps(bounds.per_dot, _mm512_cvtepi32_ps(dots), bounds.offset);
  const __m512 margin = _mm512_fmadd_ps(errors, bounds.per_error, bounds.base_less_bound);
  const __m512 most = _mm512_fmadd_ps(steps, inner, margin);
  return _mm512_cmp_ps_mask(most, _mm512_setzero_ps(), _CMP_GE_OQ);
}

inline Bounds bounds_of(float per_dot, float offset, const CodeProbe& probe, float bound) {
  return {_mm512_set1_ps(per_dot), _mm512_set1_ps(offset), _mm512_set1_ps(probe.per_error),
          _mm512_set1_ps(probe.base - bound)};
}

}  // namespace
}  // namespace face::gallery::avx512
