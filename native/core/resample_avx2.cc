#include <immintrin.h>

#include "kernel_functions.h"

namespace face::avx2 {
namespace {

/// Eight pixels as two lanes of four (12 bytes each), neighbours brought together: R0 R1 G0 G1 B0 B1, R2 R3 …, and
/// summed: six 16-bit sums a lane. Reads 28 bytes.
__m256i pair_sums(const uint8_t* row) {
  const __m256i neighbours =
      _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11, -1, -1, -1, -1));
  const __m256i pixels =
      _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(row))),
                              _mm_loadu_si128(reinterpret_cast<const __m128i*>(row + 12)), 1);
  return _mm256_maddubs_epi16(_mm256_shuffle_epi8(pixels, neighbours), _mm256_set1_epi8(1));
}

/// Four output pixels, exactly 12 bytes.
void halve_four(const uint8_t* upper, const uint8_t* lower, uint8_t* out) {
  const __m256i sums = _mm256_add_epi16(pair_sums(upper), pair_sums(lower));
  const __m256i means = _mm256_srli_epi16(_mm256_add_epi16(sums, _mm256_set1_epi16(2)), 2);
  const __m128i gapped = _mm_packus_epi16(_mm256_castsi256_si128(means), _mm256_extracti128_si256(means, 1));
  const __m128i packed =
      _mm_shuffle_epi8(gapped, _mm_setr_epi8(0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, -1, -1, -1, -1));
  _mm_storel_epi64(reinterpret_cast<__m128i*>(out), packed);
  _mm_storeu_si32(out + 8, _mm_srli_si128(packed, 8));
}

}  // namespace

void halve(const Picture& picture, uint8_t* out) {
  const int32_t width = picture.width / 2;
  const int32_t stride = picture.width * 3;
  for (int32_t y = 0; y < picture.height / 2; ++y) {
    const uint8_t* upper = picture.rgb + static_cast<ptrdiff_t>(2) * y * stride;
    const uint8_t* lower = upper + stride;
    uint8_t* row = out + static_cast<ptrdiff_t>(y) * width * 3;
    int32_t x = 0;
    for (; x * 6 + 28 <= stride; x += 4) halve_four(upper + x * 6, lower + x * 6, row + x * 3);
    scalar::halve_span(upper, lower, x, width, row);
  }
}

}  // namespace face::avx2
