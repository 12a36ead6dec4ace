#include <immintrin.h>

#include "gallery_loops.h"

namespace face::gallery::avx2 {
namespace {

int32_t sum_of(__m256i v) {
  const __m128i four = _mm_add_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
  const __m128i two = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4E));
  return _mm_cvtsi128_si32(_mm_add_epi32(two, _mm_shuffle_epi32(two, 0xB1)));
}

__m256i load(const void* from) { return _mm256_loadu_si256(static_cast<const __m256i*>(from)); }

int32_t nibble_dot(const uint8_t* row, const int8_t* codes, size_t bytes) {
  const __m256i four_bits = _mm256_set1_epi8(0x0F);
  const __m256i ones = _mm256_set1_epi16(1);
  __m256i sum = _mm256_setzero_si256();
  for (size_t j = 0; j < bytes; j += 32) {
    const __m256i both = load(row + j);
    const __m256i first = _mm256_and_si256(both, four_bits);
    const __m256i second = _mm256_and_si256(_mm256_srli_epi16(both, 4), four_bits);
    // Two pairs of 15 · 127 · 2 are far from the limit of 16 bits.
    const __m256i pairs = _mm256_add_epi16(_mm256_maddubs_epi16(first, load(codes + j)),
                                           _mm256_maddubs_epi16(second, load(codes + bytes + j)));
    sum = _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, ones));
  }
  return sum_of(sum);
}

float dot_bfloat16(const uint16_t* a, const float* b, size_t length) {
  __m256 sums[2] = {_mm256_setzero_ps(), _mm256_setzero_ps()};
  size_t i = 0;
  for (; i + 16 <= length; i += 16) {
    for (size_t k = 0; k < 2; ++k) {
      const __m128i bits = _mm_loadu_si128(reinterpret_cast<const __m128i*>(a + i + 8 * k));
      const __m256 wide = _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(bits), 16));
      sums[k] = _mm256_fmadd_ps(wide, _mm256_loadu_ps(b + i + 8 * k), sums[k]);
    }
  }
  alignas(32) float parts[8];
  _mm256_store_ps(parts, _mm256_add_ps(sums[0], sums[1]));
  float sum = ((parts[0] + parts[4]) + (parts[1] + parts[5])) + ((parts[2] + parts[6]) + (parts[3] + parts[7]));
  if (i < length) sum += dot_bfloat16_plain(a + i, b + i, length - i);
  return sum;
}

}  // namespace

const GalleryKernels gallery_kernels{scan_signs_plain, scan_high_plain<nibble_dot>, narrow_plain<nibble_dot>, nibble_dot,
                                     scan_tile_plain<nibble_dot>, dot_bfloat16};

}  // namespace face::gallery::avx2
