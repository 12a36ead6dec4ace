#include <immintrin.h>

#include "kernel_functions.h"
#include "nv12_matrix.h"

namespace face::avx2 {
namespace {

using namespace nv12_matrix;

/// Sixteen 16-bit numbers.
using Words = __m256i;

/// Pairs of coefficients for `_mm256_madd_epi16`.
__m256i weights(int16_t first, int16_t second) {
  return _mm256_set1_epi32(static_cast<uint16_t>(first) | static_cast<int32_t>(static_cast<uint32_t>(second) << 16));
}

/// (a · first + b · second + c · third + ½) in whole levels; 32-bit sums, so nothing overflows.
Words weighted(Words a, int16_t first, Words b, int16_t second, Words c, int16_t third) {
  const __m256i ab = weights(first, second);
  const __m256i c_half = weights(third, kHalf);
  const Words one = _mm256_set1_epi16(1);
  const __m256i low = _mm256_add_epi32(_mm256_madd_epi16(_mm256_unpacklo_epi16(a, b), ab),
                                       _mm256_madd_epi16(_mm256_unpacklo_epi16(c, one), c_half));
  const __m256i high = _mm256_add_epi32(_mm256_madd_epi16(_mm256_unpackhi_epi16(a, b), ab),
                                        _mm256_madd_epi16(_mm256_unpackhi_epi16(c, one), c_half));
  return _mm256_packs_epi32(_mm256_srai_epi32(low, kShift), _mm256_srai_epi32(high, kShift));
}

__m128i to_bytes(Words words) {
  return _mm_packus_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1));
}

Words widened(__m128i bytes, int16_t zero_level) {
  return _mm256_sub_epi16(_mm256_cvtepu8_epi16(bytes), _mm256_set1_epi16(zero_level));
}

/// Sixteen pixels, 48 bytes.
void store_interleaved(uint8_t* out, __m128i r, __m128i g, __m128i b) {
  const auto store_third = [&](int part, __m128i of_r, __m128i of_g, __m128i of_b) {
    const __m128i mixed =
        _mm_or_si128(_mm_or_si128(_mm_shuffle_epi8(r, of_r), _mm_shuffle_epi8(g, of_g)), _mm_shuffle_epi8(b, of_b));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out + 16 * part), mixed);
  };
  store_third(0, _mm_setr_epi8(0, -1, -1, 1, -1, -1, 2, -1, -1, 3, -1, -1, 4, -1, -1, 5),
              _mm_setr_epi8(-1, 0, -1, -1, 1, -1, -1, 2, -1, -1, 3, -1, -1, 4, -1, -1),
              _mm_setr_epi8(-1, -1, 0, -1, -1, 1, -1, -1, 2, -1, -1, 3, -1, -1, 4, -1));
  store_third(1, _mm_setr_epi8(-1, -1, 6, -1, -1, 7, -1, -1, 8, -1, -1, 9, -1, -1, 10, -1),
              _mm_setr_epi8(5, -1, -1, 6, -1, -1, 7, -1, -1, 8, -1, -1, 9, -1, -1, 10),
              _mm_setr_epi8(-1, 5, -1, -1, 6, -1, -1, 7, -1, -1, 8, -1, -1, 9, -1, -1));
  store_third(2, _mm_setr_epi8(-1, 11, -1, -1, 12, -1, -1, 13, -1, -1, 14, -1, -1, 15, -1, -1),
              _mm_setr_epi8(-1, -1, 11, -1, -1, 12, -1, -1, 13, -1, -1, 14, -1, -1, 15, -1),
              _mm_setr_epi8(10, -1, -1, 11, -1, -1, 12, -1, -1, 13, -1, -1, 14, -1, -1, 15));
}

}  // namespace

void nv12_row(const uint8_t* luma, const uint8_t* chroma, int32_t width, uint8_t* out) {
  const __m128i twice_u = _mm_setr_epi8(0, 0, 2, 2, 4, 4, 6, 6, 8, 8, 10, 10, 12, 12, 14, 14);
  const __m128i twice_v = _mm_add_epi8(twice_u, _mm_set1_epi8(1));
  int32_t x = 0;
  for (; x + 16 <= width; x += 16) {
    const __m128i pairs = _mm_loadu_si128(reinterpret_cast<const __m128i*>(chroma + x));
    const Words y = widened(_mm_loadu_si128(reinterpret_cast<const __m128i*>(luma + x)), 16);
    const Words u = widened(_mm_shuffle_epi8(pairs, twice_u), 128);
    const Words v = widened(_mm_shuffle_epi8(pairs, twice_v), 128);
    store_interleaved(out + x * 3, to_bytes(weighted(y, kLuma, v, kRedV, u, 0)),
                      to_bytes(weighted(y, kLuma, v, kGreenV, u, kGreenU)),
                      to_bytes(weighted(y, kLuma, v, 0, u, kBlueU)));
  }
  scalar::nv12_row(luma + x, chroma + x, width - x, out + x * 3);
}

}  // namespace face::avx2
