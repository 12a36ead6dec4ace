#include "gallery_avx512.h"

namespace face::gallery::avx512 {
namespace {

/// Turns rows of sixteen dwords into columns.
void transpose(__m512i (&v)[16]) {
  __m512i t[16];
#pragma GCC unroll 8
  for (size_t i = 0; i < 8; ++i) {
    t[2 * i] = _mm512_unpacklo_epi32(v[2 * i], v[2 * i + 1]);
    t[2 * i + 1] = _mm512_unpackhi_epi32(v[2 * i], v[2 * i + 1]);
  }
#pragma GCC unroll 4
  for (size_t i = 0; i < 4; ++i) {
    v[4 * i] = _mm512_unpacklo_epi64(t[4 * i], t[4 * i + 2]);
    v[4 * i + 1] = _mm512_unpackhi_epi64(t[4 * i], t[4 * i + 2]);
    v[4 * i + 2] = _mm512_unpacklo_epi64(t[4 * i + 1], t[4 * i + 3]);
    v[4 * i + 3] = _mm512_unpackhi_epi64(t[4 * i + 1], t[4 * i + 3]);
  }
#pragma GCC unroll 4
  for (size_t i = 0; i < 4; ++i) {
    const __m512i even = _mm512_shuffle_i32x4(v[i], v[4 + i], 0x88);
    const __m512i odd = _mm512_shuffle_i32x4(v[i], v[4 + i], 0xDD);
    const __m512i even_high = _mm512_shuffle_i32x4(v[8 + i], v[12 + i], 0x88);
    const __m512i odd_high = _mm512_shuffle_i32x4(v[8 + i], v[12 + i], 0xDD);
    t[i] = _mm512_shuffle_i32x4(even, even_high, 0x88);
    t[8 + i] = _mm512_shuffle_i32x4(even, even_high, 0xDD);
    t[4 + i] = _mm512_shuffle_i32x4(odd, odd_high, 0x88);
    t[12 + i] = _mm512_shuffle_i32x4(odd, odd_high, 0xDD);
  }
#pragma GCC unroll 16
  for (size_t i = 0; i < 16; ++i) v[i] = t[i];
}

/// Whole codes of sixteen rows, of the coordinates in the lower or the upper halves of bytes j … j + 63.
template <bool kUpperHalves>
void pack_half(const CodeRows& rows, size_t j, uint8_t* tile) {
  const __m512i upper = _mm512_set1_epi8(static_cast<char>(0xF0));
  __m512i codes[16];
#pragma GCC unroll 16
  for (size_t r = 0; r < kTileRows; ++r) {
    const __m512i high = _mm512_load_si512(vectors(rows.high + r * rows.bytes + j));
    const __m512i low = _mm512_load_si512(vectors(rows.low + r * rows.bytes + j));
    // Each bit from where the mask is set, else from the other.
    codes[r] = kUpperHalves ? _mm512_ternarylogic_epi32(upper, high, _mm512_srli_epi16(low, 4), 0xCA)
                            : _mm512_ternarylogic_epi32(upper, _mm512_slli_epi16(high, 4), low, 0xCA);
  }
  transpose(codes);
#pragma GCC unroll 16
  for (size_t i = 0; i < 16; ++i) _mm512_store_si512(tile + 64 * i, codes[i]);
}

/// Whole codes of sixteen rows, four coordinates of each row side by side.
void pack(const CodeRows& rows, uint8_t* tile) {
  for (size_t j = 0; j < rows.bytes; j += 64) {
    pack_half<false>(rows, j, tile + 16 * j);
    pack_half<true>(rows, j, tile + 16 * (rows.bytes + j));
  }
}

/// Σ code · code of each row of the tile with each probe of a group.
void tile_dots(const CodeRows& next, const uint8_t* tile, const int8_t* codes, __m512i (&sums)[kTileProbes]) {
  for (auto& sum : sums) sum = _mm512_setzero_si512();
  const size_t coordinates = 2 * next.bytes;
  for (size_t i = 0; i < coordinates; i += 4) {
    const __m512i rows = _mm512_load_si512(vectors(tile + kTileRows * i));
    // One line of each plane for two steps: as much as the next tile has. Asked for all at once, they would wait.
    const uint8_t* ahead = i % 8 == 0 ? next.high : next.low;
    _mm_prefetch(reinterpret_cast<const char*>(ahead + i / 8 * 64), _MM_HINT_T0);
#pragma GCC unroll 16
    for (size_t p = 0; p < kTileProbes; ++p) {
      int32_t four;
      __builtin_memcpy(&four, codes + kTileProbes * i + 4 * p, sizeof four);
      sums[p] = _mm512_dpbusd_epi32(sums[p], rows, _mm512_set1_epi32(four));
    }
  }
}

}  // namespace

size_t scan_tile(const CodeRows& rows, const TileProbes& probes, const float* bounds, uint8_t* scratch,
                 TileSurvivor* out) {
  pack(rows, scratch);
  CodeRows next = rows;
  next.high += kTileRows * rows.bytes;
  next.low += kTileRows * rows.bytes;
  const __m512 steps = _mm512_loadu_ps(rows.steps);
  const __m512 errors = _mm512_loadu_ps(rows.code_errors);
  size_t found = 0;
  for (size_t first = 0; first < probes.count; first += kTileProbes) {
    __m512i sums[kTileProbes];
    tile_dots(next, scratch, probes.codes + first * 2 * rows.bytes, sums);
    const size_t group = probes.count - first < kTileProbes ? probes.count - first : kTileProbes;
#pragma GCC unroll 16
    for (size_t p = 0; p < kTileProbes; ++p) {
      if (p >= group) break;
      const CodeProbe& probe = probes.probes[first + p];
      unsigned mask = reaching(bounds_of(probe.per_dot, probe.offset, probe, bounds[first + p]), sums[p], steps, errors);
      if (__builtin_expect(mask == 0, 1)) continue;
      alignas(64) int32_t each[16];
      _mm512_store_si512(each, sums[p]);
      for (; mask != 0; mask &= mask - 1) {
        const auto lane = static_cast<uint32_t>(__builtin_ctz(mask));
        out[found++] = {lane, static_cast<uint32_t>(first + p), each[lane]};
      }
    }
  }
  return found;
}

}  // namespace face::gallery::avx512
