#include <immintrin.h>

#include "gallery_loops.h"

namespace face::gallery::avx512 {
namespace {

/// How far ahead of a scan memory is asked for, bytes.
constexpr size_t kAhead = 4096;

template <size_t kWords>
size_t scan_groups(const uint64_t* signs, const uint32_t* factors, size_t groups, const SignProbe& probe,
                   uint32_t* out) {
  const size_t words = kWords > 0 ? kWords : probe.words;
  const __m256 per_dot = _mm256_set1_ps(probe.per_dot);
  const __m256 per_count = _mm256_set1_ps(probe.per_count);
  const __m256 offset = _mm256_set1_ps(probe.offset);
  const __m256 threshold = _mm256_set1_ps(probe.threshold);
  const __m256 spread = _mm256_set1_ps(probe.spread);
  const __m256 probe_spread = _mm256_set1_ps(probe.probe_spread);
  const __m256 one = _mm256_set1_ps(1);
  size_t found = 0;
  for (size_t group = 0; group < groups; ++group) {
    const uint64_t* at = signs + group * kGroupRows * words;
    __m512i sums[kProbePlanes];
    for (auto& sum : sums) sum = _mm512_setzero_si512();
    for (size_t w = 0; w < words; ++w) {
      _mm_prefetch(reinterpret_cast<const char*>(at + w * kGroupRows) + kAhead, _MM_HINT_T0);
      const __m512i bits = _mm512_load_si512(at + w * kGroupRows);
      for (size_t k = 0; k < kProbePlanes; ++k) {
        const __m512i plane = _mm512_set1_epi64(static_cast<int64_t>(probe.planes[k][w]));
        sums[k] = _mm512_add_epi64(sums[k], _mm512_popcnt_epi64(_mm512_and_si512(bits, plane)));
      }
    }
    __m512i dot = sums[kProbePlanes - 1];
    for (size_t k = kProbePlanes - 1; k-- > 0;) dot = _mm512_add_epi64(_mm512_add_epi64(dot, dot), sums[k]);
    const __m256i packed = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(factors + group * kGroupRows));
    const __m256 cosine = _mm256_castsi256_ps(_mm256_and_si256(packed, _mm256_set1_epi32(static_cast<int>(0xFFFF0000))));
    const __m256 count = _mm256_cvtepi32_ps(_mm256_and_si256(packed, _mm256_set1_epi32(0xFFFF)));
    const __m256 seen = _mm256_fmadd_ps(per_dot, _mm256_cvtepi32_ps(_mm512_cvtepi64_epi32(dot)),
                                        _mm256_fmadd_ps(per_count, count, offset));
    const __m256 variance = _mm256_fmadd_ps(_mm256_fnmadd_ps(cosine, cosine, one), spread, probe_spread);
    const __m256 least = _mm256_fmsub_ps(cosine, threshold, _mm256_sqrt_ps(variance));
    // Ordered: NaN, which a row that holds nothing has, never passes.
    unsigned mask = _mm256_cmp_ps_mask(seen, least, _CMP_GE_OQ);
    while (__builtin_expect(mask != 0, 0)) {
      out[found++] = static_cast<uint32_t>(group * kGroupRows) + static_cast<uint32_t>(__builtin_ctz(mask));
      mask &= mask - 1;
    }
  }
  return found;
}

size_t scan_signs(const uint64_t* signs, const uint32_t* factors, size_t groups, const SignProbe& probe,
                  uint32_t* out) {
  // With the number of words known, the probe's planes stay in registers.
  switch (probe.words) {
    case 2:
      return scan_groups<2>(signs, factors, groups, probe, out);
    case 4:
      return scan_groups<4>(signs, factors, groups, probe, out);
    case 8:
      return scan_groups<8>(signs, factors, groups, probe, out);
    default:
      return scan_groups<0>(signs, factors, groups, probe, out);
  }
}

const __m512i* vectors(const void* from) { return static_cast<const __m512i*>(from); }

__m512i nibble_dots(__m512i sum, __m512i both, __m512i first, __m512i second) {
  const __m512i four_bits = _mm512_set1_epi8(0x0F);
  sum = _mm512_dpbusd_epi32(sum, _mm512_and_si512(both, four_bits), first);
  return _mm512_dpbusd_epi32(sum, _mm512_and_si512(_mm512_srli_epi16(both, 4), four_bits), second);
}

int32_t nibble_dot(const uint8_t* row, const int8_t* codes, size_t bytes) {
  __m512i sum = _mm512_setzero_si512();
  for (size_t j = 0; j < bytes; j += 64) {
    sum = nibble_dots(sum, _mm512_loadu_si512(row + j), _mm512_loadu_si512(codes + j),
                      _mm512_loadu_si512(codes + bytes + j));
  }
  return _mm512_reduce_add_epi32(sum);
}

/// Element r of the result is the sum over vector r.
__m512i sums_of(const __m512i (&v)[16]) {
  __m512i pairs[8];
  for (size_t i = 0; i < 8; ++i) {
    pairs[i] = _mm512_add_epi32(_mm512_unpacklo_epi32(v[2 * i], v[2 * i + 1]),
                                _mm512_unpackhi_epi32(v[2 * i], v[2 * i + 1]));
  }
  __m512i fours[4];
  for (size_t i = 0; i < 4; ++i) {
    fours[i] = _mm512_add_epi32(_mm512_unpacklo_epi64(pairs[2 * i], pairs[2 * i + 1]),
                                _mm512_unpackhi_epi64(pairs[2 * i], pairs[2 * i + 1]));
  }
  // Each lane of fours[i] now holds a share of vectors 4i … 4i + 3.
  const __m512i low = _mm512_add_epi32(_mm512_shuffle_i32x4(fours[0], fours[1], 0x88),
                                       _mm512_shuffle_i32x4(fours[0], fours[1], 0xDD));
  const __m512i high = _mm512_add_epi32(_mm512_shuffle_i32x4(fours[2], fours[3], 0x88),
                                        _mm512_shuffle_i32x4(fours[2], fours[3], 0xDD));
  return _mm512_add_epi32(_mm512_shuffle_i32x4(low, high, 0x88), _mm512_shuffle_i32x4(low, high, 0xDD));
}

struct Bounds {
  __m512 per_dot;
  __m512 offset;
  __m512 per_error;
  __m512 base_less_bound;
};

/// The rows of sixteen whose score may reach the bound.
__mmask16 reaching(const Bounds& bounds, __m512i dots, const float* steps, const float* errors) {
  const __m512 inner = _mm512_fmsub_ps(bounds.per_dot, _mm512_cvtepi32_ps(dots), bounds.offset);
  const __m512 margin = _mm512_fmadd_ps(_mm512_loadu_ps(errors), bounds.per_error, bounds.base_less_bound);
  const __m512 most = _mm512_fmadd_ps(_mm512_loadu_ps(steps), inner, margin);
  return _mm512_cmp_ps_mask(most, _mm512_setzero_ps(), _CMP_GE_OQ);
}

Bounds bounds_of(float per_dot, float offset, const CodeProbe& probe, float bound) {
  return {_mm512_set1_ps(per_dot), _mm512_set1_ps(offset), _mm512_set1_ps(probe.per_error),
          _mm512_set1_ps(probe.base - bound)};
}

size_t scan_high(const CodeRows& rows, size_t count, const CodeProbe& probe, float bound, Survivor* out) {
  const Bounds bounds = bounds_of(probe.per_dot_high, probe.offset_high, probe, bound);
  const size_t bytes = rows.bytes;
  const size_t whole = count / 16 * 16;
  size_t found = 0;
  for (size_t row = 0; row < whole; row += 16) {
    const uint8_t* at = rows.high + row * bytes;
    __m512i sums[16];
    for (auto& sum : sums) sum = _mm512_setzero_si512();
    for (size_t j = 0; j < bytes; j += 64) {
      const __m512i first = _mm512_loadu_si512(probe.codes + j);
      const __m512i second = _mm512_loadu_si512(probe.codes + bytes + j);
#pragma GCC unroll 16
      for (size_t r = 0; r < 16; ++r) {
        _mm_prefetch(reinterpret_cast<const char*>(at + r * bytes + j) + kAhead, _MM_HINT_T0);
        sums[r] = nibble_dots(sums[r], _mm512_load_si512(vectors(at + r * bytes + j)), first, second);
      }
    }
    const __m512i dots = sums_of(sums);
    unsigned mask = reaching(bounds, dots, rows.steps + row, rows.high_errors + row);
    if (__builtin_expect(mask == 0, 1)) continue;
    alignas(64) int32_t each[16];
    _mm512_store_si512(each, dots);
    for (; mask != 0; mask &= mask - 1) {
      const auto lane = static_cast<uint32_t>(__builtin_ctz(mask));
      out[found++] = {static_cast<uint32_t>(row) + lane, each[lane]};
    }
  }
  if (whole == count) return found;
  CodeRows rest = rows;
  rest.high += whole * bytes;
  rest.steps += whole;
  rest.high_errors += whole;
  const size_t more = scan_high_plain<nibble_dot>(rest, count - whole, probe, bound, out + found);
  for (size_t i = 0; i < more; ++i) out[found + i].row += static_cast<uint32_t>(whole);
  return found + more;
}

/// Turns rows of sixteen dwords into columns.
void transpose(__m512i (&v)[16]) {
  __m512i t[16];
  for (size_t i = 0; i < 8; ++i) {
    t[2 * i] = _mm512_unpacklo_epi32(v[2 * i], v[2 * i + 1]);
    t[2 * i + 1] = _mm512_unpackhi_epi32(v[2 * i], v[2 * i + 1]);
  }
  for (size_t i = 0; i < 4; ++i) {
    v[4 * i] = _mm512_unpacklo_epi64(t[4 * i], t[4 * i + 2]);
    v[4 * i + 1] = _mm512_unpackhi_epi64(t[4 * i], t[4 * i + 2]);
    v[4 * i + 2] = _mm512_unpacklo_epi64(t[4 * i + 1], t[4 * i + 3]);
    v[4 * i + 3] = _mm512_unpackhi_epi64(t[4 * i + 1], t[4 * i + 3]);
  }
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
  for (size_t i = 0; i < 16; ++i) v[i] = t[i];
}

/// Whole codes of sixteen rows, four coordinates of each row side by side.
void pack(const CodeRows& rows, uint8_t* tile) {
  const __m512i upper = _mm512_set1_epi8(static_cast<char>(0xF0));
  for (size_t j = 0; j < rows.bytes; j += 64) {
    __m512i first[16];
    __m512i second[16];
    for (size_t r = 0; r < 16; ++r) {
      const __m512i high = _mm512_load_si512(vectors(rows.high + r * rows.bytes + j));
      const __m512i low = _mm512_load_si512(vectors(rows.low + r * rows.bytes + j));
      // Each bit from where the mask is set, else from the other: (high << 4 | low) and (high | low >> 4) by halves.
      first[r] = _mm512_ternarylogic_epi32(upper, _mm512_slli_epi16(high, 4), low, 0xCA);
      second[r] = _mm512_ternarylogic_epi32(upper, high, _mm512_srli_epi16(low, 4), 0xCA);
    }
    transpose(first);
    transpose(second);
    for (size_t i = 0; i < 16; ++i) {
      _mm512_store_si512(tile + 16 * j + 64 * i, first[i]);
      _mm512_store_si512(tile + 16 * (rows.bytes + j) + 64 * i, second[i]);
    }
  }
}

template <size_t kProbes>
void tile_dots(const uint8_t* tile, size_t coordinates, const CodeProbe* probes, __m512i (&sums)[kProbes]) {
  const int8_t* codes[kProbes];
  for (size_t p = 0; p < kProbes; ++p) {
    codes[p] = probes[p].codes;
    sums[p] = _mm512_setzero_si512();
  }
  for (size_t i = 0; i < coordinates; i += 4) {
    const __m512i rows = _mm512_load_si512(vectors(tile + 16 * i));
#pragma GCC unroll 16
    for (size_t p = 0; p < kProbes; ++p) {
      int32_t four;
      __builtin_memcpy(&four, codes[p] + i, sizeof four);
      sums[p] = _mm512_dpbusd_epi32(sums[p], rows, _mm512_set1_epi32(four));
    }
  }
}

template <size_t kProbes>
size_t scan_packed(const CodeRows& rows, const uint8_t* tile, const CodeProbe* probes, const float* bounds,
                   TileSurvivor* out) {
  __m512i sums[kProbes];
  tile_dots<kProbes>(tile, 2 * rows.bytes, probes, sums);
  size_t found = 0;
  for (size_t p = 0; p < kProbes; ++p) {
    const Bounds limits = bounds_of(probes[p].per_dot, probes[p].offset, probes[p], bounds[p]);
    unsigned mask = reaching(limits, sums[p], rows.steps, rows.code_errors);
    if (__builtin_expect(mask == 0, 1)) continue;
    alignas(64) int32_t each[16];
    _mm512_store_si512(each, sums[p]);
    for (; mask != 0; mask &= mask - 1) {
      const auto lane = static_cast<uint32_t>(__builtin_ctz(mask));
      out[found++] = {lane, static_cast<uint32_t>(p), each[lane]};
    }
  }
  return found;
}

size_t scan_tile(const CodeRows& rows, size_t count, const CodeProbe* probes, size_t probe_count, const float* bounds,
                 uint8_t* scratch, TileSurvivor* out) {
  constexpr size_t kProbes = 16;
  if (count < kTileRows) {
    return scan_tile_plain<nibble_dot>(rows, count, probes, probe_count, bounds, scratch, out);
  }
  pack(rows, scratch);
  size_t found = 0;
  size_t first = 0;
  const auto keep = [&](size_t more) {
    for (size_t i = 0; i < more; ++i) out[found + i].probe += static_cast<uint32_t>(first);
    found += more;
  };
  for (; first + kProbes <= probe_count; first += kProbes) {
    keep(scan_packed<kProbes>(rows, scratch, probes + first, bounds + first, out + found));
  }
  for (; first + 4 <= probe_count; first += 4) {
    keep(scan_packed<4>(rows, scratch, probes + first, bounds + first, out + found));
  }
  for (; first < probe_count; ++first) {
    keep(scan_packed<1>(rows, scratch, probes + first, bounds + first, out + found));
  }
  return found;
}

float dot_bfloat16(const uint16_t* a, const float* b, size_t length) {
  __m512 sums[2] = {_mm512_setzero_ps(), _mm512_setzero_ps()};
  size_t i = 0;
  for (; i + 32 <= length; i += 32) {
    for (size_t k = 0; k < 2; ++k) {
      const __m256i bits = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(a + i + 16 * k));
      const __m512 wide = _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(bits), 16));
      sums[k] = _mm512_fmadd_ps(wide, _mm512_loadu_ps(b + i + 16 * k), sums[k]);
    }
  }
  float sum = _mm512_reduce_add_ps(_mm512_add_ps(sums[0], sums[1]));
  if (i < length) sum += dot_bfloat16_plain(a + i, b + i, length - i);
  return sum;
}

}  // namespace

const GalleryKernels gallery_kernels{scan_signs, scan_high, nibble_dot, scan_tile, dot_bfloat16};

}  // namespace face::gallery::avx512
