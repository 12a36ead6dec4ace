#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "compare_block.h"
#include "cosine.h"
#include "fingerprint.h"
#include "depth.h"
#include "luminance.h"
#include "nv12.h"
#include "resample.h"
#include "similarity.h"
#include "texture.h"
#include "warp.h"

#ifdef BENCH_OPENCV
#include <opencv2/imgproc.hpp>
#endif

/// Prints the median time of each kernel for each instruction set, microseconds.
namespace {

using namespace face;

constexpr int kRounds = 101;

double median_us(const std::function<void()>& work) {
  using Clock = std::chrono::steady_clock;
  const auto seconds = [&](int times) {
    const auto start = Clock::now();
    for (int i = 0; i < times; ++i) work();
    return std::chrono::duration<double>(Clock::now() - start).count();
  };
  // Each round lasts about a millisecond, far above the resolution of the clock.
  const int times = std::max(1, static_cast<int>(1e-3 / (seconds(3) / 3 + 1e-9)));
  std::vector<double> rounds;
  for (int i = 0; i < kRounds; ++i) rounds.push_back(seconds(times) / times * 1e6);
  std::nth_element(rounds.begin(), rounds.begin() + kRounds / 2, rounds.end());
  return rounds[kRounds / 2];
}

void report(const std::string& what, std::string_view set, const std::function<void()>& work) {
  std::printf("%-44s %-8s %10.3f us\n", what.c_str(), std::string(set).c_str(), median_us(work));
}

std::vector<uint8_t> noise(size_t length) {
  std::mt19937 engine(1);
  std::vector<uint8_t> bytes(length);
  for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(engine());
  return bytes;
}

TensorFormat format(int32_t side, ChannelOrder order, TensorLayout layout) {
  return {side, side, order, layout, {127.5F, 127.5F, 127.5F}, {1 / 127.5F, 1 / 127.5F, 1 / 127.5F}};
}

/// The five reference points of ArcFace for a 112 × 112 chip, and a face somewhat turned in a 640 × 480 frame.
constexpr float kReference[] = {38.2946F, 51.6963F, 73.5318F, 51.5014F, 56.0252F,
                                71.7366F, 41.5493F, 92.3655F, 70.7299F, 92.2041F};
constexpr float kPoints[] = {280, 200, 370, 206, 322, 255, 285, 300, 360, 305};

void bench_warps(const Picture& frame, const Kernels& kernels) {
  std::vector<float> out(3 * 256 * 256);
  std::vector<uint8_t> chip(128 * 128);
  const Affine face_map = similarity(kPoints, kReference);
  const Affine letterbox{2.5, 0, 0.75, 0, 2.5, -79.25};
  const std::string_view set = name_of(kernels.set);
  const auto warp = [&](const std::string& what, const Affine& map, const TensorFormat& to) {
    report(what, set,
           [&, map, to] { warp_to_tensor(frame, map, to, std::span(out).first(tensor_length(to)), kernels); });
  };
  const auto half_sized = [&](double by) {
    Affine map = face_map;
    for (const int i : {0, 1, 3, 4}) map[i] *= by;
    return map;
  };
  warp("align 112 x 112 rgb nchw", face_map, format(112, ChannelOrder::rgb, TensorLayout::nchw));
  warp("warp 192 x 192 rgb nhwc (face)", half_sized(112.0 / 192), format(192, ChannelOrder::rgb, TensorLayout::nhwc));
  warp("warp 256 x 256 rgb nhwc (letterbox)", letterbox, format(256, ChannelOrder::rgb, TensorLayout::nhwc));
  warp("warp 80 x 80 bgr nchw", half_sized(112.0 / 80), format(80, ChannelOrder::bgr, TensorLayout::nchw));
  warp("warp 112 x 112 gray", face_map, format(112, ChannelOrder::gray, TensorLayout::nchw));
  const Affine chip_map = half_sized(112.0 / 128);
  report("warp 128 x 128 luminance", set, [&] { warp_to_luminance(frame, chip_map, 128, 128, chip, kernels); });
  std::vector<uint8_t> planes(3 * 128 * 128);
  report("warp 128 x 128 planes", set, [&] { warp_to_planes(frame, chip_map, 128, 128, planes, kernels); });
}

/// Three views of one face, of noise: every histogram and every band is full.
void bench_texture(const Picture& frame, const Kernels& kernels) {
  const auto view = std::span(frame.rgb, 3 * kTextureArea);
  std::vector<float> features(kTextureFeatures);
  report("texture of three 128 x 128 chips", name_of(kernels.set),
         [&] { measure_texture({.face = view, .detail = view, .surround = view}, features, kernels); });
}

/// Each of 192 vectors with each of 256 others, packing included.
void bench_blocks(const Kernels& kernels) {
  const std::vector<float> values(kBlockColumns * 768, 0.036F);
  for (const size_t dimension : {512, 768}) {
    std::vector<const float*> vectors;
    for (size_t i = 0; i < kBlockColumns; ++i) vectors.push_back(values.data() + i * dimension);
    ScoreBlock block(dimension, kernels);
    block.set_rows(std::span(vectors).first(kBlockRows));
    report("compare 192 x 256 vectors of " + std::to_string(dimension), name_of(kernels.set),
           [&] { block.multiply(vectors); });
  }
}

/// A dome with a nose, 640 × 480, filling the frame as a face does at 300 mm; every place is measured, no hole helps.
void bench_depth() {
  std::vector<uint8_t> z16(2 * 640 * 480);
  for (int y = 0; y < 480; ++y) {
    for (int x = 0; x < 640; ++x) {
      const double dx = (x - 320) / 2.0;
      const double dy = (y - 240) / 2.0;
      const double nose = 25 * std::exp(-(dx * dx + dy * dy) / 300);
      const auto z = static_cast<uint16_t>(300 + (dx * dx + dy * dy) / 200 - nose + (x * 7 + y * 13) % 5);
      z16[2 * static_cast<size_t>(y * 640 + x)] = static_cast<uint8_t>(z & 255);
      z16[2 * static_cast<size_t>(y * 640 + x) + 1] = static_cast<uint8_t>(z >> 8);
    }
  }
  std::vector<float> mesh(3 * kMeshPoints);
  for (size_t i = 0; i < kMeshPoints; ++i) {
    const double reach = std::sqrt(static_cast<double>(i) / kMeshPoints);
    mesh[3 * i] = static_cast<float>(320 + 150 * reach * std::cos(2.4 * static_cast<double>(i)));
    mesh[3 * i + 1] = static_cast<float>(240 + 190 * reach * std::sin(2.4 * static_cast<double>(i)));
  }
  constexpr std::pair<size_t, float> kEyes[] = {{33, 232}, {133, 284}, {362, 356}, {263, 408}};
  for (const auto& [index, x] : kEyes) {
    mesh[3 * index] = x;
    mesh[3 * index + 1] = 200;
  }
  const DepthMap map{z16, 640, 480, 600, 600, 320, 240};
  if (!measure_depth(map, mesh)) std::printf("the depth of the bench was not measured\n");
  report("measure depth 640 x 480", "any", [&] { measure_depth(map, mesh); });
}

void bench_opencv([[maybe_unused]] const Picture& frame) {
#ifdef BENCH_OPENCV
  cv::setNumThreads(1);
  const cv::Mat source(frame.height, frame.width, CV_8UC3, const_cast<uint8_t*>(frame.rgb));
  Affine map = similarity(kPoints, kReference);
  const cv::Mat transform(2, 3, CV_64F, map.data());
  cv::Mat warped;
  cv::Mat floats;
  std::vector<cv::Mat> planes;
  report("align 112 x 112 rgb nchw", "opencv", [&] {
    cv::warpAffine(source, warped, transform, {112, 112}, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP);
    warped.convertTo(floats, CV_32F, 1 / 127.5, -1);
    cv::split(floats, planes);
  });
#endif
}

}  // namespace

int main() {
  const std::vector<uint8_t> pixels = noise(640 * 480 * 3);
  const Picture frame{pixels.data(), 640, 480};
  const auto nv12 = std::span(pixels).first(640 * 480 * 3 / 2);
  std::vector<uint8_t> half(320 * 240 * 3);
  std::vector<uint8_t> rgb(640 * 480 * 3);
  const std::vector<float> a(512, 0.04F);
  const std::vector<float> b(512, -0.04F);
  volatile float sink = 0;
  for (const Kernels* kernels : runnable_kernels()) {
    const std::string_view set = name_of(kernels->set);
    bench_warps(frame, *kernels);
    report("halve 640 x 480", set, [&] { halve(frame, half, *kernels); });
    report("nv12 640 x 480", set, [&] { nv12_to_rgb(nv12, 640, 480, rgb, *kernels); });
    bench_texture(frame, *kernels);
    bench_blocks(*kernels);
    report("cosine of 512", set, [&] { sink = cosine(a, b, *kernels); });
  }
  const std::vector<uint8_t> chip = noise(128 * 128);
  report("measure luminance 128 x 128", "any", [&] { sink = measure_luminance(chip, 128).sharpness; });
  std::vector<int8_t> signs(48 * 48);
  std::vector<uint8_t> hash(8);
  report("noise signs of a picture, 40 x 30", "any",
         [&] { noise_signs(frame, {1, 1, 40, 30, 4}, std::span(signs).first(40 * 30)); });
  report("noise signs of a face, 48 x 48", "any", [&] { noise_signs(frame, {50, 40, 48, 48, 1}, signs); });
  report("perceptual hash", "any", [&] { perceptual_hash(frame, hash); });
  report("similarity of 5 points", "any", [&] { sink = static_cast<float>(similarity(kPoints, kReference)[0]); });
  bench_depth();
  bench_opencv(frame);
}
