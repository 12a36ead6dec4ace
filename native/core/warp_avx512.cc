#include <immintrin.h>

#include "warp_simd.h"

namespace face {
namespace {

/// Sixteen pixels a group; needs F, BW, DQ and VL.
class Avx512 {
 public:
  static constexpr int32_t kLanes = 16;
  struct Rgb {
    __m512 r, g, b;
  };

  explicit Avx512(const WarpPlan& plan)
      : rgb_(plan.rgb),
        stride_(plan.picture_width * 3),
        width_(plan.picture_width),
        height_(plan.picture_height),
        last_offset_(plan.picture_width * (plan.picture_height - 1) * 3 - 8) {
    const __m512 lane = _mm512_setr_ps(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    step_x_ = _mm512_mul_ps(lane, _mm512_set1_ps(static_cast<float>(plan.map[0])));
    step_y_ = _mm512_mul_ps(lane, _mm512_set1_ps(static_cast<float>(plan.map[3])));
  }

  Coverage sample(Start x, Start y, Rgb& out) const {
    const __m512 rest_x = _mm512_add_ps(step_x_, _mm512_set1_ps(x.rest));
    const __m512 rest_y = _mm512_add_ps(step_y_, _mm512_set1_ps(y.rest));
    const __m512 floor_x = _mm512_roundscale_ps(rest_x, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
    const __m512 floor_y = _mm512_roundscale_ps(rest_y, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
    const __m512i column = _mm512_add_epi32(_mm512_cvttps_epi32(floor_x), _mm512_set1_epi32(x.whole));
    const __m512i row = _mm512_add_epi32(_mm512_cvttps_epi32(floor_y), _mm512_set1_epi32(y.whole));
    const __m512i offset = _mm512_add_epi32(_mm512_mullo_epi32(row, _mm512_set1_epi32(stride_)),
                                            _mm512_add_epi32(column, _mm512_add_epi32(column, column)));
    // As unsigned numbers, negative coordinates are too large as well.
    const __mmask16 inside = _mm512_cmplt_epu32_mask(column, _mm512_set1_epi32(width_ - 1)) &
                             _mm512_cmplt_epu32_mask(row, _mm512_set1_epi32(height_ - 1)) &
                             _mm512_cmple_epi32_mask(offset, _mm512_set1_epi32(last_offset_));
    if (inside != 0xFFFF) return uncovered(column, row, out);

    alignas(64) int32_t offsets[kLanes];
    _mm512_store_si512(offsets, offset);
    const Taps upper = taps(rgb_, offsets);
    const Taps lower = taps(rgb_ + stride_, offsets);
    const __m512 right = _mm512_sub_ps(rest_x, floor_x);
    const __m512 below = _mm512_sub_ps(rest_y, floor_y);
    const __m512 lower_right = _mm512_mul_ps(right, below);
    const __m512 upper_right = _mm512_sub_ps(right, lower_right);
    const __m512 lower_left = _mm512_sub_ps(below, lower_right);
    const __m512 upper_left = _mm512_sub_ps(_mm512_sub_ps(_mm512_set1_ps(1), right), lower_left);
    const auto mix = [&](__m512i ul, __m512i ur, __m512i ll, __m512i lr) {
      __m512 sum = _mm512_mul_ps(_mm512_cvtepi32_ps(ul), upper_left);
      sum = _mm512_fmadd_ps(_mm512_cvtepi32_ps(ur), upper_right, sum);
      sum = _mm512_fmadd_ps(_mm512_cvtepi32_ps(ll), lower_left, sum);
      return _mm512_fmadd_ps(_mm512_cvtepi32_ps(lr), lower_right, sum);
    };
    out.r = mix(byte<0>(upper.left), byte<3>(upper.left), byte<0>(lower.left), byte<3>(lower.left));
    out.g = mix(byte<1>(upper.left), byte<0>(upper.right), byte<1>(lower.left), byte<0>(lower.right));
    out.b = mix(byte<2>(upper.left), byte<1>(upper.right), byte<2>(lower.left), byte<1>(lower.right));
    return Coverage::inside;
  }

  static __m512 luma(const Rgb& rgb) {
    const __m512 red = _mm512_mul_ps(rgb.r, _mm512_set1_ps(kLumaRed));
    const __m512 yellow = _mm512_fmadd_ps(rgb.g, _mm512_set1_ps(kLumaGreen), red);
    return _mm512_fmadd_ps(rgb.b, _mm512_set1_ps(kLumaBlue), yellow);
  }

  static __m512 normalised(__m512 v, float gain, float bias) {
    return _mm512_fmadd_ps(v, _mm512_set1_ps(gain), _mm512_set1_ps(bias));
  }

  static void store(float* out, __m512 v) { _mm512_storeu_ps(out, v); }

  static void store_bytes(uint8_t* out, __m512 v) {
    const __m512i rounded = _mm512_cvttps_epi32(_mm512_add_ps(v, _mm512_set1_ps(0.5F)));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), _mm512_cvtusepi32_epi8(rounded));
  }

  static void store_interleaved(float* out, __m512 first, __m512 second, __m512 third) {
    // Float i of the 48 belongs to pixel i / 3 and channel i mod 3; bit i of a mask stands for i mod 3 = 0, 1, 2.
    constexpr __mmask16 kMod0 = 0x9249;
    constexpr __mmask16 kMod1 = 0x2492;
    constexpr __mmask16 kMod2 = 0x4924;
    const auto store_third = [&](float* at, __m512i pixel, __mmask16 of_second, __mmask16 of_third) {
      __m512 mixed = _mm512_permutexvar_ps(pixel, first);
      mixed = _mm512_mask_permutexvar_ps(mixed, of_second, pixel, second);
      _mm512_storeu_ps(at, _mm512_mask_permutexvar_ps(mixed, of_third, pixel, third));
    };
    store_third(out, _mm512_setr_epi32(0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5), kMod1, kMod2);
    store_third(out + 16, _mm512_setr_epi32(5, 5, 6, 6, 6, 7, 7, 7, 8, 8, 8, 9, 9, 9, 10, 10), kMod0, kMod1);
    store_third(out + 32, _mm512_setr_epi32(10, 11, 11, 11, 12, 12, 12, 13, 13, 13, 14, 14, 14, 15, 15, 15), kMod2,
                kMod0);
  }

 private:
  /// Two neighbouring pixels of one row for each lane.
  struct Taps {
    __m512i left;   ///< R0 G0 B0 R1
    __m512i right;  ///< G1 B1 and two bytes of no meaning
  };

  static __m128i two_taps(const uint8_t* rgb, const int32_t* offsets) {
    const __m128i first = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(rgb + offsets[0]));
    return _mm_castps_si128(_mm_loadh_pi(_mm_castsi128_ps(first), reinterpret_cast<const __m64*>(rgb + offsets[1])));
  }

  static __m512i eight_taps(const uint8_t* rgb, const int32_t* offsets) {
    const __m256i low =
        _mm256_inserti128_si256(_mm256_castsi128_si256(two_taps(rgb, offsets)), two_taps(rgb, offsets + 2), 1);
    const __m256i high =
        _mm256_inserti128_si256(_mm256_castsi128_si256(two_taps(rgb, offsets + 4)), two_taps(rgb, offsets + 6), 1);
    return _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
  }

  static Taps taps(const uint8_t* rgb, const int32_t* offsets) {
    const __m512i low = eight_taps(rgb, offsets);
    const __m512i high = eight_taps(rgb, offsets + 8);
    const __m512i even = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
    const __m512i odd = _mm512_add_epi32(even, _mm512_set1_epi32(1));
    return {_mm512_permutex2var_epi32(low, even, high), _mm512_permutex2var_epi32(low, odd, high)};
  }

  template <int index>
  static __m512i byte(__m512i v) {
    if constexpr (index == 3) return _mm512_srli_epi32(v, 24);
    if constexpr (index == 0) return _mm512_and_si512(v, _mm512_set1_epi32(255));
    return _mm512_and_si512(_mm512_srli_epi32(v, 8 * index), _mm512_set1_epi32(255));
  }

  /// Outside when no tap of any lane is in the picture.
  Coverage uncovered(__m512i column, __m512i row, Rgb& out) const {
    const __m512i before = _mm512_set1_epi32(-1);
    const __mmask16 outside =
        _mm512_cmplt_epi32_mask(column, before) | _mm512_cmpge_epi32_mask(column, _mm512_set1_epi32(width_)) |
        _mm512_cmplt_epi32_mask(row, before) | _mm512_cmpge_epi32_mask(row, _mm512_set1_epi32(height_));
    if (outside != 0xFFFF) return Coverage::border;
    out = {_mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps()};
    return Coverage::outside;
  }

  const uint8_t* rgb_;
  int32_t stride_;
  int32_t width_;
  int32_t height_;
  /// Largest offset of an upper tap whose lower neighbour can be read as 8 bytes.
  int32_t last_offset_;
  __m512 step_x_;
  __m512 step_y_;
};

}  // namespace

void avx512::warp(const WarpPlan& plan) { warp_with<Avx512>(plan); }

}  // namespace face
