#include <immintrin.h>

#include "warp_simd.h"

namespace face {
namespace {

/// Eight pixels a group; needs AVX2 and FMA.
class Avx2 {
 public:
  static constexpr int32_t kLanes = 8;
  struct Rgb {
    __m256 r, g, b;
  };

  explicit Avx2(const WarpPlan& plan)
      : rgb_(plan.rgb),
        stride_(plan.picture_width * 3),
        width_(plan.picture_width),
        height_(plan.picture_height),
        last_offset_(plan.picture_width * (plan.picture_height - 1) * 3 - 8) {
    const __m256 lane = _mm256_setr_ps(0, 1, 2, 3, 4, 5, 6, 7);
    step_x_ = _mm256_mul_ps(lane, _mm256_set1_ps(static_cast<float>(plan.map[0])));
    step_y_ = _mm256_mul_ps(lane, _mm256_set1_ps(static_cast<float>(plan.map[3])));
  }

  Coverage sample(Start x, Start y, Rgb& out) const {
    const __m256 rest_x = _mm256_add_ps(step_x_, _mm256_set1_ps(x.rest));
    const __m256 rest_y = _mm256_add_ps(step_y_, _mm256_set1_ps(y.rest));
    const __m256 floor_x = _mm256_floor_ps(rest_x);
    const __m256 floor_y = _mm256_floor_ps(rest_y);
    const __m256i column = _mm256_add_epi32(_mm256_cvttps_epi32(floor_x), _mm256_set1_epi32(x.whole));
    const __m256i row = _mm256_add_epi32(_mm256_cvttps_epi32(floor_y), _mm256_set1_epi32(y.whole));
    const __m256i offset = _mm256_add_epi32(_mm256_mullo_epi32(row, _mm256_set1_epi32(stride_)),
                                            _mm256_add_epi32(column, _mm256_add_epi32(column, column)));
    // A lane's sign bits collect what is wrong with it: a coordinate below 0 or past the last whole cell.
    const __m256i past = _mm256_or_si256(_mm256_or_si256(_mm256_sub_epi32(_mm256_set1_epi32(width_ - 2), column),
                                                         _mm256_sub_epi32(_mm256_set1_epi32(height_ - 2), row)),
                                         _mm256_sub_epi32(_mm256_set1_epi32(last_offset_), offset));
    const __m256i wrong = _mm256_or_si256(past, _mm256_or_si256(column, row));
    if (_mm256_movemask_ps(_mm256_castsi256_ps(wrong)) != 0) return uncovered(column, row, out);

    alignas(32) int32_t offsets[kLanes];
    _mm256_store_si256(reinterpret_cast<__m256i*>(offsets), offset);
    const Taps upper = taps(rgb_, offsets);
    const Taps lower = taps(rgb_ + stride_, offsets);
    const __m256 right = _mm256_sub_ps(rest_x, floor_x);
    const __m256 below = _mm256_sub_ps(rest_y, floor_y);
    const __m256 lower_right = _mm256_mul_ps(right, below);
    const __m256 upper_right = _mm256_sub_ps(right, lower_right);
    const __m256 lower_left = _mm256_sub_ps(below, lower_right);
    const __m256 upper_left = _mm256_sub_ps(_mm256_sub_ps(_mm256_set1_ps(1), right), lower_left);
    const auto mix = [&](__m256i ul, __m256i ur, __m256i ll, __m256i lr) {
      __m256 sum = _mm256_mul_ps(_mm256_cvtepi32_ps(ul), upper_left);
      sum = _mm256_fmadd_ps(_mm256_cvtepi32_ps(ur), upper_right, sum);
      sum = _mm256_fmadd_ps(_mm256_cvtepi32_ps(ll), lower_left, sum);
      return _mm256_fmadd_ps(_mm256_cvtepi32_ps(lr), lower_right, sum);
    };
    out.r = mix(byte<0>(upper.left), byte<3>(upper.left), byte<0>(lower.left), byte<3>(lower.left));
    out.g = mix(byte<1>(upper.left), byte<0>(upper.right), byte<1>(lower.left), byte<0>(lower.right));
    out.b = mix(byte<2>(upper.left), byte<1>(upper.right), byte<2>(lower.left), byte<1>(lower.right));
    return Coverage::inside;
  }

  static __m256 luma(const Rgb& rgb) {
    const __m256 red = _mm256_mul_ps(rgb.r, _mm256_set1_ps(kLumaRed));
    const __m256 yellow = _mm256_fmadd_ps(rgb.g, _mm256_set1_ps(kLumaGreen), red);
    return _mm256_fmadd_ps(rgb.b, _mm256_set1_ps(kLumaBlue), yellow);
  }

  static __m256 normalised(__m256 v, float gain, float bias) {
    return _mm256_fmadd_ps(v, _mm256_set1_ps(gain), _mm256_set1_ps(bias));
  }

  static void store(float* out, __m256 v) { _mm256_storeu_ps(out, v); }

  static void store_bytes(uint8_t* out, __m256 v) {
    const __m256i rounded = _mm256_cvttps_epi32(_mm256_add_ps(v, _mm256_set1_ps(0.5F)));
    const __m128i words = _mm_packus_epi32(_mm256_castsi256_si128(rounded), _mm256_extracti128_si256(rounded, 1));
    _mm_storel_epi64(reinterpret_cast<__m128i*>(out), _mm_packus_epi16(words, words));
  }

  static void store_interleaved(float* out, __m256 first, __m256 second, __m256 third) {
    // Float i of the 24 belongs to pixel i / 3 and channel i mod 3.
    const auto spread = [](__m256 v, __m256i pixel) { return _mm256_permutevar8x32_ps(v, pixel); };
    const __m256i low = _mm256_setr_epi32(0, 0, 0, 1, 1, 1, 2, 2);
    const __m256i middle = _mm256_setr_epi32(2, 3, 3, 3, 4, 4, 4, 5);
    const __m256i high = _mm256_setr_epi32(5, 5, 6, 6, 6, 7, 7, 7);
    __m256 mixed = _mm256_blend_ps(spread(first, low), spread(second, low), 0x92);
    _mm256_storeu_ps(out, _mm256_blend_ps(mixed, spread(third, low), 0x24));
    mixed = _mm256_blend_ps(spread(first, middle), spread(second, middle), 0x24);
    _mm256_storeu_ps(out + 8, _mm256_blend_ps(mixed, spread(third, middle), 0x49));
    mixed = _mm256_blend_ps(spread(first, high), spread(second, high), 0x49);
    _mm256_storeu_ps(out + 16, _mm256_blend_ps(mixed, spread(third, high), 0x92));
  }

 private:
  /// Two neighbouring pixels of one row for each lane.
  struct Taps {
    __m256i left;   ///< R0 G0 B0 R1
    __m256i right;  ///< G1 B1 and two bytes of no meaning
  };

  static __m128i two_taps(const uint8_t* rgb, const int32_t* offsets) {
    const __m128i first = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(rgb + offsets[0]));
    return _mm_castps_si128(_mm_loadh_pi(_mm_castsi128_ps(first), reinterpret_cast<const __m64*>(rgb + offsets[1])));
  }

  static Taps taps(const uint8_t* rgb, const int32_t* offsets) {
    // The shuffle works within 128-bit lanes, so pixels 0, 1, 4, 5 go into one register and 2, 3, 6, 7 into the other.
    const __m256 outer = _mm256_castsi256_ps(
        _mm256_inserti128_si256(_mm256_castsi128_si256(two_taps(rgb, offsets)), two_taps(rgb, offsets + 4), 1));
    const __m256 inner = _mm256_castsi256_ps(
        _mm256_inserti128_si256(_mm256_castsi128_si256(two_taps(rgb, offsets + 2)), two_taps(rgb, offsets + 6), 1));
    return {_mm256_castps_si256(_mm256_shuffle_ps(outer, inner, 0x88)),
            _mm256_castps_si256(_mm256_shuffle_ps(outer, inner, 0xDD))};
  }

  template <int index>
  static __m256i byte(__m256i v) {
    if constexpr (index == 3) return _mm256_srli_epi32(v, 24);
    if constexpr (index == 0) return _mm256_and_si256(v, _mm256_set1_epi32(255));
    return _mm256_and_si256(_mm256_srli_epi32(v, 8 * index), _mm256_set1_epi32(255));
  }

  /// Outside when no tap of any lane is in the picture.
  Coverage uncovered(__m256i column, __m256i row, Rgb& out) const {
    const __m256i before = _mm256_set1_epi32(-1);
    const __m256i outside = _mm256_or_si256(
        _mm256_or_si256(_mm256_cmpgt_epi32(before, column), _mm256_cmpgt_epi32(column, _mm256_set1_epi32(width_ - 1))),
        _mm256_or_si256(_mm256_cmpgt_epi32(before, row), _mm256_cmpgt_epi32(row, _mm256_set1_epi32(height_ - 1))));
    if (_mm256_movemask_ps(_mm256_castsi256_ps(outside)) != 0xFF) return Coverage::border;
    out = {_mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps()};
    return Coverage::outside;
  }

  const uint8_t* rgb_;
  int32_t stride_;
  int32_t width_;
  int32_t height_;
  /// Largest offset of an upper tap whose lower neighbour can be read as 8 bytes.
  int32_t last_offset_;
  __m256 step_x_;
  __m256 step_y_;
};

}  // namespace

void avx2::warp(const WarpPlan& plan) { warp_with<Avx2>(plan); }

}  // namespace face
