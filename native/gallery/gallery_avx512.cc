#include "gallery_avx512.h"

namespace face::gallery::avx512 {
namespace {

/// How far ahead of a scan memory is asked for, bytes.
constexpr size_t kAhead = 8192;

template <size_t kWords>
size_t scan_groups(const uint64_t* signs, const uint32_t* factors, size_t groups, const SignProbe& probe,
                   Survivor* out) {
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
    const __m256 ratio = _mm256_castsi256_ps(_mm256_and_si256(packed, _mm256_set1_epi32(static_cast<int>(0xFFFF0000))));
    const __m256 count = _mm256_cvtepi32_ps(
        _mm256_and_si256(_mm256_srli_epi32(packed, kSignCountShift), _mm256_set1_epi32(kSignCountMask)));
    const __m256 level = _mm256_cvtepi32_ps(_mm256_and_si256(packed, _mm256_set1_epi32(kSignLevelMask)));
    const __m256 cosine = _mm256_fmadd_ps(level, _mm256_set1_ps(kSignCosineStep), _mm256_set1_ps(kSignCosineMin));
    const __m256 seen = _mm256_fmadd_ps(per_dot, _mm256_cvtepi32_ps(_mm512_cvtepi64_epi32(dot)),
                                        _mm256_fmadd_ps(per_count, count, offset));
    const __m256 variance = _mm256_fmadd_ps(_mm256_fnmadd_ps(cosine, cosine, one), spread, probe_spread);
    const __m256 least = _mm256_fmsub_ps(ratio, threshold, _mm256_sqrt_ps(variance));
    // Ordered: NaN, which a row that holds nothing has, never passes.
    unsigned mask = _mm256_cmp_ps_mask(seen, least, _CMP_GE_OQ);
    while (__builtin_expect(mask != 0, 0)) {
      out[found++] = {static_cast<uint32_t>(group * kGroupRows) + static_cast<uint32_t>(__builtin_ctz(mask)), 0};
      mask &= mask - 1;
    }
  }
  return found;
}

size_t scan_signs(const uint64_t* signs, const uint32_t* factors, size_t groups, const SignProbe& probe,
                  Survivor* out) {
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
    unsigned mask = reaching(bounds, dots, _mm512_loadu_ps(rows.steps + row),
                             _mm512_loadu_ps(rows.high_errors + row));
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

/// Sixteen rows that lie apart.
__m512i dots_apart(const Narrowing& by, const CodeProbe& probe, const Survivor* rows) {
  const uint8_t* at[16];
  __m512i sums[16];
  for (size_t r = 0; r < 16; ++r) {
    at[r] = by.plane + rows[r].row * by.bytes;
    sums[r] = _mm512_setzero_si512();
  }
  for (size_t j = 0; j < by.bytes; j += 64) {
    const __m512i first = _mm512_loadu_si512(probe.codes + j);
    const __m512i second = _mm512_loadu_si512(probe.codes + by.bytes + j);
#pragma GCC unroll 16
    for (size_t r = 0; r < 16; ++r) {
      sums[r] = nibble_dots(sums[r], _mm512_load_si512(vectors(at[r] + j)), first, second);
    }
  }
  return sums_of(sums);
}

void fetch(const Narrowing& by, const Survivor* rows, size_t count) {
  for (size_t r = 0; r < count; ++r) {
    const auto* at = reinterpret_cast<const char*>(by.plane + rows[r].row * by.bytes);
    for (size_t j = 0; j < by.bytes; j += 64) _mm_prefetch(at + j, _MM_HINT_T0);
  }
}

size_t narrow(const Narrowing& by, const CodeProbe& probe, float bound, Survivor* rows, size_t count) {
  const Bounds bounds = bounds_of(by.per_dot, by.offset, probe, bound);
  const __m512i pairs = _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0);
  const size_t whole = count / 16 * 16;
  fetch(by, rows, count < 16 ? count : 16);
  size_t kept = 0;
  for (size_t i = 0; i < whole; i += 16) {
    fetch(by, rows + i + 16, count - i - 16 < 16 ? count - i - 16 : 16);
    // A survivor is a row and a dot product side by side.
    const __m512i low = _mm512_loadu_si512(rows + i);
    const __m512i high = _mm512_loadu_si512(rows + i + 8);
    const __m512i numbers = _mm512_permutex2var_epi32(low, pairs, high);
    const __m512i before = _mm512_permutex2var_epi32(low, _mm512_add_epi32(pairs, _mm512_set1_epi32(1)), high);
    const __m512i dots = _mm512_add_epi32(_mm512_mullo_epi32(before, _mm512_set1_epi32(by.carry)),
                                          dots_apart(by, probe, rows + i));
    unsigned mask = reaching(bounds, dots, _mm512_i32gather_ps(numbers, by.steps, 4),
                             _mm512_i32gather_ps(numbers, by.errors, 4));
    alignas(64) uint32_t row[16];
    alignas(64) int32_t dot[16];
    _mm512_store_si512(row, numbers);
    _mm512_store_si512(dot, dots);
    for (; mask != 0; mask &= mask - 1) {
      const auto lane = static_cast<size_t>(__builtin_ctz(mask));
      rows[kept++] = {row[lane], dot[lane]};
    }
  }
  const size_t rest = count - whole;
  if (rest == 0) return kept;
  const size_t more = narrow_plain<nibble_dot>(by, probe, bound, rows + whole, rest);
  for (size_t i = 0; i < more; ++i) rows[kept + i] = rows[whole + i];
  return kept + more;
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

const GalleryKernels gallery_kernels{scan_signs, scan_high, narrow, nibble_dot, scan_tile, dot_bfloat16};

}  // namespace face::gallery::avx512
