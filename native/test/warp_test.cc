#include "warp.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "random.h"

namespace face {
namespace {

constexpr Affine kIdentity{1, 0, 0, 0, 1, 0};

TensorFormat format(int32_t width, int32_t height, ChannelOrder order, TensorLayout layout) {
  return {width, height, order, layout, {0, 0, 0}, {1, 1, 1}};
}

std::vector<float> warped(const Picture& picture, const Affine& map, const TensorFormat& format,
                          const Kernels& kernels) {
  // Every float that is not written stays NaN and fails the comparison.
  std::vector<float> out(tensor_length(format), std::numeric_limits<float>::quiet_NaN());
  warp_to_tensor(picture, map, format, out, kernels);
  return out;
}

constexpr std::pair<ChannelOrder, TensorLayout> kFormats[] = {
    {ChannelOrder::rgb, TensorLayout::nchw},  {ChannelOrder::bgr, TensorLayout::nchw},
    {ChannelOrder::rgb, TensorLayout::nhwc},  {ChannelOrder::bgr, TensorLayout::nhwc},
    {ChannelOrder::gray, TensorLayout::nchw}, {ChannelOrder::gray, TensorLayout::nhwc},
};

/// The promise of warp.h, 0.01 grey levels for tensors and one level for bytes, on exact-size pictures: under the
/// address sanitizer this also shows that no kernel reads past them.
void expect_agreement(const Picture& picture, const Affine& map, int32_t width, int32_t height) {
  const Kernels& reference = *runnable_kernels().front();
  for (const Kernels* kernels : runnable_kernels()) {
    for (const auto& [order, layout] : kFormats) {
      const TensorFormat to = format(width, height, order, layout);
      const std::vector<float> expected = warped(picture, map, to, reference);
      const std::vector<float> got = warped(picture, map, to, *kernels);
      for (size_t i = 0; i < got.size(); ++i) {
        ASSERT_NEAR(got[i], expected[i], 0.01)
            << name_of(kernels->set) << ", float " << i << " of " << width << " x " << height << ", picture "
            << picture.width << " x " << picture.height << ", order " << static_cast<int>(order);
      }
    }
    std::vector<uint8_t> expected(static_cast<size_t>(width) * height);
    std::vector<uint8_t> got(expected.size());
    warp_to_luminance(picture, map, width, height, expected, reference);
    warp_to_luminance(picture, map, width, height, got, *kernels);
    for (size_t i = 0; i < got.size(); ++i) ASSERT_NEAR(got[i], expected[i], 1) << name_of(kernels->set);
    expected.resize(expected.size() * 3);
    got.resize(got.size() * 3);
    warp_to_planes(picture, map, width, height, expected, reference);
    warp_to_planes(picture, map, width, height, got, *kernels);
    for (size_t i = 0; i < got.size(); ++i) ASSERT_NEAR(got[i], expected[i], 1) << name_of(kernels->set);
  }
}

Affine random_map(test::Random& random, const Picture& picture, int32_t width, int32_t height) {
  const double scale = std::exp(random.real(-2.5, 1.5)) * picture.width / width;
  const double angle = random.real(-3.2, 3.2);
  const double a = scale * std::cos(angle);
  const double b = scale * std::sin(angle);
  // The middle of the tensor falls somewhere in or near the picture.
  const double x = random.real(-0.3, 1.3) * picture.width;
  const double y = random.real(-0.3, 1.3) * picture.height;
  return {a, -b, x - (a * width - b * height) / 2, b, a, y - (b * width + a * height) / 2};
}

TEST(Warp, EveryInstructionSetAgreesWithTheScalarOneAtEveryWidth) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (int32_t width = 1; width <= 50; ++width) {
    const std::vector<uint8_t> rgb = random.bytes(37 * 23 * 3);
    const Picture picture{rgb.data(), 37, 23};
    for (int round = 0; round < 6; ++round) {
      const int32_t height = random.whole(1, 9);
      ASSERT_NO_FATAL_FAILURE(expect_agreement(picture, random_map(random, picture, width, height), width, height));
    }
  }
}

TEST(Warp, EveryInstructionSetAgreesOnSmallPictures) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (int32_t width = 1; width <= 7; ++width) {
    for (int32_t height = 1; height <= 7; ++height) {
      const std::vector<uint8_t> rgb = random.bytes(static_cast<size_t>(width) * height * 3);
      const Picture picture{rgb.data(), width, height};
      for (int round = 0; round < 4; ++round) {
        ASSERT_NO_FATAL_FAILURE(expect_agreement(picture, random_map(random, picture, 33, 9), 33, 9));
      }
      ASSERT_NO_FATAL_FAILURE(expect_agreement(picture, {width / 32.0, 0, 0, 0, height / 32.0, 0}, 32, 32));
    }
  }
}

TEST(Warp, EveryInstructionSetAgreesInALargePicture) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  const std::vector<uint8_t> rgb = random.bytes(4096 * 64 * 3);
  const Picture picture{rgb.data(), 4096, 64};
  for (int round = 0; round < 20; ++round) {
    const double x = random.real(3900, 4080);
    ASSERT_NO_FATAL_FAILURE(expect_agreement(picture, {1.003, -0.01, x, 0.01, 1.003, random.real(-5, 40)}, 112, 24));
  }
}

TEST(Warp, IdentityCopies) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  const std::vector<uint8_t> rgb = random.bytes(20 * 3 * 3);
  for (const Kernels* kernels : runnable_kernels()) {
    const std::vector<float> out =
        warped({rgb.data(), 20, 3}, kIdentity, format(20, 3, ChannelOrder::rgb, TensorLayout::nhwc), *kernels);
    for (size_t i = 0; i < rgb.size(); ++i) ASSERT_EQ(out[i], rgb[i]) << name_of(kernels->set);
  }
}

TEST(Warp, PlanesAreTheRoundedTensor) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  const std::vector<uint8_t> pixels = random.bytes(40 * 30 * 3);
  const Picture picture{pixels.data(), 40, 30};
  const Affine map{0.7, -0.2, 3.4, 0.3, 0.8, -2.1};
  for (const Kernels* kernels : runnable_kernels()) {
    const TensorFormat to = format(33, 21, ChannelOrder::rgb, TensorLayout::nchw);
    const std::vector<float> tensor = warped(picture, map, to, *kernels);
    std::vector<uint8_t> planes(tensor.size());
    warp_to_planes(picture, map, 33, 21, planes, *kernels);
    for (size_t i = 0; i < planes.size(); ++i) ASSERT_NEAR(planes[i], tensor[i], 0.51) << name_of(kernels->set);
  }
}

TEST(Warp, LayoutsAndOrdersHoldTheSamePixels) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  const std::vector<uint8_t> rgb = random.bytes(40 * 40 * 3);
  const Picture picture{rgb.data(), 40, 40};
  const Affine map{0.9, -0.2, 5, 0.2, 0.9, 1};
  for (const Kernels* kernels : runnable_kernels()) {
    const auto in = [&](ChannelOrder order, TensorLayout layout) {
      return warped(picture, map, format(19, 11, order, layout), *kernels);
    };
    const auto planar = in(ChannelOrder::rgb, TensorLayout::nchw);
    const auto planar_bgr = in(ChannelOrder::bgr, TensorLayout::nchw);
    const auto interleaved = in(ChannelOrder::rgb, TensorLayout::nhwc);
    const auto interleaved_bgr = in(ChannelOrder::bgr, TensorLayout::nhwc);
    const auto gray = in(ChannelOrder::gray, TensorLayout::nchw);
    constexpr size_t kArea = 19 * 11;
    for (size_t i = 0; i < kArea; ++i) {
      for (size_t c = 0; c < 3; ++c) {
        ASSERT_EQ(planar[c * kArea + i], planar_bgr[(2 - c) * kArea + i]);
        ASSERT_EQ(planar[c * kArea + i], interleaved[i * 3 + c]);
        ASSERT_EQ(planar[c * kArea + i], interleaved_bgr[i * 3 + 2 - c]);
      }
      ASSERT_NEAR(gray[i], 0.299 * planar[i] + 0.587 * planar[kArea + i] + 0.114 * planar[2 * kArea + i], 1e-3);
    }
  }
}

TEST(Warp, NormalisesInTheOrderOfTheTensorAndAfterBlackOutside) {
  const std::vector<uint8_t> rgb{10, 20, 30};
  const Affine far_away{1, 0, -2, 0, 1, 0};
  for (const Kernels* kernels : runnable_kernels()) {
    TensorFormat to = format(20, 1, ChannelOrder::bgr, TensorLayout::nhwc);
    to.mean = {1, 2, 3};
    to.scale = {2, 4, 8};
    const std::vector<float> out = warped({rgb.data(), 1, 1}, far_away, to, *kernels);
    EXPECT_EQ(std::vector<float>(out.begin(), out.begin() + 9),
              (std::vector<float>{-2, -8, -24, -2, -8, -24, (30 - 1) * 2, (20 - 2) * 4, (10 - 3) * 8}));
    EXPECT_EQ(std::vector<float>(out.end() - 3, out.end()), (std::vector<float>{-2, -8, -24}));
  }
}

TEST(Warp, FadesToBlackAcrossTheBorder) {
  const std::vector<uint8_t> white(16 * 16 * 3, 200);
  for (const Kernels* kernels : runnable_kernels()) {
    const std::vector<float> out = warped({white.data(), 16, 16}, {1, 0, -1.25, 0, 1, 3},
                                          format(24, 1, ChannelOrder::rgb, TensorLayout::nchw), *kernels);
    EXPECT_EQ(out[0], 0);
    EXPECT_FLOAT_EQ(out[1], 150);
    EXPECT_FLOAT_EQ(out[2], 200);
    EXPECT_FLOAT_EQ(out[16], 200);
    EXPECT_FLOAT_EQ(out[17], 50);
    EXPECT_EQ(out[18], 0);
  }
}

TEST(Warp, RefusesWhatIsNotFinite) {
  const std::vector<uint8_t> rgb(3);
  std::vector<float> out(3);
  for (const double bad : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    for (size_t i = 0; i < 6; ++i) {
      Affine map = kIdentity;
      map[i] = bad;
      EXPECT_THROW(warp_to_tensor({rgb.data(), 1, 1}, map, format(1, 1, ChannelOrder::rgb, TensorLayout::nchw), out),
                   std::invalid_argument);
    }
  }
}

TEST(Warp, HugeTransformsAreDefined) {
  const std::vector<uint8_t> rgb(8 * 8 * 3, 255);
  const Picture picture{rgb.data(), 8, 8};
  const double largest = std::numeric_limits<double>::max();
  for (const Affine& map : {Affine{largest, largest, largest, largest, largest, largest},
                            Affine{largest, 0, -largest, 0, -largest, largest}, Affine{1e9, 0, -8e9, 0, 1, 1},
                            Affine{1, 0, 2147483647.0, 0, 1, -2147483648.0}, Affine{1, 0, 1048575.0, 0, 1, 0},
                            Affine{1e5, 0, -1048575.0, 1e5, 1, 0}, Affine{0, 0, 3, 0, 0, 3}}) {
    ASSERT_NO_FATAL_FAILURE(expect_agreement(picture, map, 40, 4));
  }
}

}  // namespace
}  // namespace face
