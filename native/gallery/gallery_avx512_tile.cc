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

/// Σ code · code of each row of the tile with each probe of a group, into `out`, a probe after the other.
///
/// On its own and over a local array: inlined, GCC 12 carries the sums from register to register.
__attribute__((noinline)) void tile_dots(const CodeRows& next, const uint8_t* tile, const int8_t* codes, int32_t* out) {
  __m512i sums[kTileProbes];
#pragma GCC unroll 16
  for (size_t p = 0; p < kTileProbes; ++p) sums[p] = _mm512_setzero_si512();
  const uint8_t* high = next.high;
  const uint8_t* low = next.low;
  // As many steps as the planes of the next tile have lines: asked for one by one, they need not wait for each other.
  for (const uint8_t* end = high + kTileRows * next.bytes; high < end; high += 64, low += 64) {
#pragma GCC unroll 2
    for (size_t half = 0; half < 2; ++half) {
      const __m512i rows = _mm512_load_si512(vectors(tile + 64 * half));
      _mm_prefetch(reinterpret_cast<const char*>(half == 0 ? high : low), _MM_HINT_T0);
#pragma GCC unroll 16
      for (size_t p = 0; p < kTileProbes; ++p) {
        int32_t four;
        __builtin_memcpy(&four, codes + 64 * half + 4 * p, sizeof four);
        sums[p] = _mm512_dpbusd_epi32(sums[p], rows, _mm512_set1_epi32(four));
      }
    }
    tile += 128;
    codes += 128;
  }
#pragma GCC unroll 16
  for (size_t p = 0; p < kTileProbes; ++p) _mm512_store_si512(out + 16 * p, sums[p]);
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
    alignas(64) int32_t dots[kTileProbes * kTileRows];
    tile_dots(next, scratch, probes.codes + first * 2 * rows.bytes, dots);
    const size_t group = probes.count - first < kTileProbes ? probes.count - first : kTileProbes;
    for (size_t p = 0; p < group; ++p) {
      const CodeProbe& probe = probes.probes[first + p];
      const Bounds limits = bounds_of(probe.per_dot, probe.offset, probe, bounds[first + p]);
      const int32_t* each = dots + kTileRows * p;
      unsigned mask = reaching(limits, _mm512_load_si512(each), steps, errors);
      for (; mask != 0; mask &= mask - 1) {
        const auto lane = static_cast<uint32_t>(__builtin_ctz(mask));
        out[found++] = {lane, static_cast<uint32_t>(first + p), each[lane]};
      }
    }
  }
  return found;
}

}  // namespace face::gallery::avx512
