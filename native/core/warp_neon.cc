#include <arm_neon.h>

#include "warp_simd.h"

namespace face {
namespace {

/// Four pixels a group; needs Advanced SIMD of aarch64.
class Neon {
 public:
  static constexpr int32_t kLanes = 4;
  struct Rgb {
    float32x4_t r, g, b;
  };

  explicit Neon(const WarpPlan& plan)
      : rgb_(plan.rgb),
        stride_(plan.picture_width * 3),
        width_(plan.picture_width),
        height_(plan.picture_height),
        last_offset_(plan.picture_width * (plan.picture_height - 1) * 3 - 8) {
    const float lanes[kLanes] = {0, 1, 2, 3};
    step_x_ = vmulq_n_f32(vld1q_f32(lanes), static_cast<float>(plan.map[0]));
    step_y_ = vmulq_n_f32(vld1q_f32(lanes), static_cast<float>(plan.map[3]));
  }

  Coverage sample(Start x, Start y, Rgb& out) const {
    const float32x4_t rest_x = vaddq_f32(step_x_, vdupq_n_f32(x.rest));
    const float32x4_t rest_y = vaddq_f32(step_y_, vdupq_n_f32(y.rest));
    const float32x4_t floor_x = vrndmq_f32(rest_x);
    const float32x4_t floor_y = vrndmq_f32(rest_y);
    const int32x4_t column = vaddq_s32(vcvtq_s32_f32(floor_x), vdupq_n_s32(x.whole));
    const int32x4_t row = vaddq_s32(vcvtq_s32_f32(floor_y), vdupq_n_s32(y.whole));
    const int32x4_t offset = vmlaq_n_s32(vmulq_n_s32(column, 3), row, stride_);
    // As unsigned numbers, negative coordinates are too large as well.
    const uint32x4_t inside =
        vandq_u32(vandq_u32(vcltq_u32(vreinterpretq_u32_s32(column), vdupq_n_u32(static_cast<uint32_t>(width_ - 1))),
                            vcltq_u32(vreinterpretq_u32_s32(row), vdupq_n_u32(static_cast<uint32_t>(height_ - 1)))),
                  vcleq_s32(offset, vdupq_n_s32(last_offset_)));
    if (vminvq_u32(inside) == 0) return uncovered(column, row, out);

    int32_t offsets[kLanes];
    vst1q_s32(offsets, offset);
    const Taps upper = taps(rgb_, offsets);
    const Taps lower = taps(rgb_ + stride_, offsets);
    const float32x4_t right = vsubq_f32(rest_x, floor_x);
    const float32x4_t below = vsubq_f32(rest_y, floor_y);
    const float32x4_t lower_right = vmulq_f32(right, below);
    const float32x4_t upper_right = vsubq_f32(right, lower_right);
    const float32x4_t lower_left = vsubq_f32(below, lower_right);
    const float32x4_t upper_left = vsubq_f32(vsubq_f32(vdupq_n_f32(1), right), lower_left);
    const auto mix = [&](uint32x4_t ul, uint32x4_t ur, uint32x4_t ll, uint32x4_t lr) {
      float32x4_t sum = vmulq_f32(vcvtq_f32_u32(ul), upper_left);
      sum = vfmaq_f32(sum, vcvtq_f32_u32(ur), upper_right);
      sum = vfmaq_f32(sum, vcvtq_f32_u32(ll), lower_left);
      return vfmaq_f32(sum, vcvtq_f32_u32(lr), lower_right);
    };
    out.r = mix(byte<0>(upper.left), byte<3>(upper.left), byte<0>(lower.left), byte<3>(lower.left));
    out.g = mix(byte<1>(upper.left), byte<0>(upper.right), byte<1>(lower.left), byte<0>(lower.right));
    out.b = mix(byte<2>(upper.left), byte<1>(upper.right), byte<2>(lower.left), byte<1>(lower.right));
    return Coverage::inside;
  }

  static float32x4_t luma(const Rgb& rgb) {
    const float32x4_t yellow = vfmaq_n_f32(vmulq_n_f32(rgb.r, kLumaRed), rgb.g, kLumaGreen);
    return vfmaq_n_f32(yellow, rgb.b, kLumaBlue);
  }

  static float32x4_t normalised(float32x4_t v, float gain, float bias) {
    return vfmaq_n_f32(vdupq_n_f32(bias), v, gain);
  }

  static void store(float* out, float32x4_t v) { vst1q_f32(out, v); }

  static void store_bytes(uint8_t* out, float32x4_t v) {
    const uint16x4_t words = vqmovn_u32(vcvtq_u32_f32(vaddq_f32(v, vdupq_n_f32(0.5F))));
    uint8_t bytes[8];
    vst1_u8(bytes, vqmovn_u16(vcombine_u16(words, words)));
    for (int i = 0; i < kLanes; ++i) out[i] = bytes[i];
  }

  static void store_interleaved(float* out, float32x4_t first, float32x4_t second, float32x4_t third) {
    vst3q_f32(out, {{first, second, third}});
  }

 private:
  /// Two neighbouring pixels of one row for each lane.
  struct Taps {
    uint32x4_t left;   ///< R0 G0 B0 R1
    uint32x4_t right;  ///< G1 B1 and two bytes of no meaning
  };

  static Taps taps(const uint8_t* rgb, const int32_t* offsets) {
    const auto pair = [&](int i) {
      return vreinterpretq_u32_u8(vcombine_u8(vld1_u8(rgb + offsets[i]), vld1_u8(rgb + offsets[i + 1])));
    };
    const uint32x4_t low = pair(0);
    const uint32x4_t high = pair(2);
    return {vuzp1q_u32(low, high), vuzp2q_u32(low, high)};
  }

  template <int index>
  static uint32x4_t byte(uint32x4_t v) {
    if constexpr (index == 3) {
      return vshrq_n_u32(v, 24);
    } else if constexpr (index == 0) {
      return vandq_u32(v, vdupq_n_u32(255));
    } else {
      return vandq_u32(vshrq_n_u32(v, 8 * index), vdupq_n_u32(255));
    }
  }

  /// Outside when no tap of any lane is in the picture.
  Coverage uncovered(int32x4_t column, int32x4_t row, Rgb& out) const {
    const int32x4_t before = vdupq_n_s32(-1);
    const uint32x4_t outside = vorrq_u32(vorrq_u32(vcltq_s32(column, before), vcgeq_s32(column, vdupq_n_s32(width_))),
                                         vorrq_u32(vcltq_s32(row, before), vcgeq_s32(row, vdupq_n_s32(height_))));
    if (vminvq_u32(outside) == 0) return Coverage::border;
    out = {vdupq_n_f32(0), vdupq_n_f32(0), vdupq_n_f32(0)};
    return Coverage::outside;
  }

  const uint8_t* rgb_;
  int32_t stride_;
  int32_t width_;
  int32_t height_;
  /// Largest offset of an upper tap whose lower neighbour can be read as 8 bytes.
  int32_t last_offset_;
  float32x4_t step_x_;
  float32x4_t step_y_;
};

}  // namespace

void neon::warp(const WarpPlan& plan) { warp_with<Neon>(plan); }

}  // namespace face
