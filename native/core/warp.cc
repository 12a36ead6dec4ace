#include "warp.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace face {
namespace {

WarpPlan plan_of(const Picture& picture, const Affine& map, int32_t width, int32_t height) {
  if (!std::all_of(map.begin(), map.end(), [](double m) { return std::isfinite(m); })) {
    throw std::invalid_argument("transform must be finite; a coefficient is NaN or infinite");
  }
  WarpPlan plan{};
  plan.rgb = picture.rgb;
  plan.picture_width = picture.width;
  plan.picture_height = picture.height;
  std::copy(map.begin(), map.end(), plan.map);
  plan.width = width;
  plan.height = height;
  return plan;
}

WarpPlan::Output output_of(const TensorFormat& format) {
  if (format.order == ChannelOrder::gray) return WarpPlan::Output::gray;
  return format.layout == TensorLayout::nchw ? WarpPlan::Output::planar : WarpPlan::Output::interleaved;
}

}  // namespace

size_t tensor_length(const TensorFormat& format) {
  const size_t channels = format.order == ChannelOrder::gray ? 1 : 3;
  return channels * static_cast<size_t>(format.width) * static_cast<size_t>(format.height);
}

void warp_to_tensor(const Picture& picture, const Affine& map, const TensorFormat& format, std::span<float> out,
                    const Kernels& kernels) {
  WarpPlan plan = plan_of(picture, map, format.width, format.height);
  plan.output = output_of(format);
  for (int32_t source = 0; source < 3; ++source) {
    const int32_t channel = format.order == ChannelOrder::bgr ? 2 - source : source;
    plan.position[source] = channel;
    plan.gain[source] = format.scale[channel];
    plan.bias[source] = -format.mean[channel] * format.scale[channel];
  }
  plan.out = out.data();
  kernels.warp(plan);
}

void warp_to_luminance(const Picture& picture, const Affine& map, int32_t width, int32_t height, std::span<uint8_t> out,
                       const Kernels& kernels) {
  WarpPlan plan = plan_of(picture, map, width, height);
  plan.output = WarpPlan::Output::luminance;
  plan.out_bytes = out.data();
  kernels.warp(plan);
}

void warp_to_planes(const Picture& picture, const Affine& map, int32_t width, int32_t height, std::span<uint8_t> out,
                    const Kernels& kernels) {
  WarpPlan plan = plan_of(picture, map, width, height);
  plan.output = WarpPlan::Output::planes;
  plan.out_bytes = out.data();
  kernels.warp(plan);
}

}  // namespace face
