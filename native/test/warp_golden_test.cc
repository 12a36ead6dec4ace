#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>

#include "warp.h"

namespace face {
namespace {

constexpr int32_t kWidth = 160;
constexpr int32_t kHeight = 120;

/// Rises from 0 to 255 and falls back, for ever.
uint8_t triangle(int32_t t) {
  const int32_t phase = t % 510;
  return static_cast<uint8_t>(phase <= 255 ? phase : 510 - phase);
}

/// Slopes in red and green, rings in blue: structure at every place and no photograph of anyone.
std::vector<uint8_t> drawn_picture() {
  std::vector<uint8_t> rgb;
  for (int32_t y = 0; y < kHeight; ++y) {
    for (int32_t x = 0; x < kWidth; ++x) {
      rgb.push_back(triangle(5 * x + 3 * y));
      rgb.push_back(triangle(2 * x + 7 * y + 100));
      rgb.push_back(triangle((x * x + y * y) / 16));
    }
  }
  return rgb;
}

struct Golden {
  std::string name;
  int32_t width;
  int32_t height;
  int32_t step;
  Affine map;
  std::vector<int> pixels;
};

std::vector<Golden> read_golden() {
  std::ifstream file(TEST_DATA "/warp_golden.txt");
  std::vector<Golden> blocks;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream words(line);
    Golden block;
    words >> block.name >> block.width >> block.height >> block.step;
    for (double& m : block.map) words >> m;
    for (int32_t y = 0; y < block.height && std::getline(file, line); y += block.step) {
      std::istringstream row(line);
      for (int value; row >> value;) block.pixels.push_back(value);
    }
    blocks.push_back(block);
  }
  return blocks;
}

TEST(WarpGolden, EveryInstructionSetIsWithinOneGreyLevelOfOpenCv) {
  const std::vector<uint8_t> rgb = drawn_picture();
  const std::vector<Golden> blocks = read_golden();
  ASSERT_EQ(blocks.size(), 3);
  for (const Kernels* kernels : runnable_kernels()) {
    for (const Golden& block : blocks) {
      const TensorFormat format{block.width, block.height, ChannelOrder::rgb, TensorLayout::nhwc, {0, 0, 0}, {1, 1, 1}};
      std::vector<float> out(tensor_length(format));
      warp_to_tensor({rgb.data(), kWidth, kHeight}, block.map, format, out, *kernels);
      size_t next = 0;
      for (int32_t y = 0; y < block.height; y += block.step) {
        for (int32_t x = 0; x < block.width; x += block.step) {
          for (int32_t c = 0; c < 3; ++c) {
            ASSERT_LT(next, block.pixels.size());
            ASSERT_NEAR(out[(y * block.width + x) * 3 + c], block.pixels[next++], 1)
                << block.name << " at " << x << ", " << y << ", channel " << c << ", " << name_of(kernels->set);
          }
        }
      }
      EXPECT_EQ(next, block.pixels.size());
    }
  }
}

/// Five points of the picture; `face` in the data was found for them by an independent least-squares solution.
TEST(WarpGolden, TheFaceMapComesFromItsPoints) {
  const std::vector<float> reference{38.2946F, 51.6963F, 73.5318F, 51.5014F, 56.0252F,
                                     71.7366F, 41.5493F, 92.3655F, 70.7299F, 92.2041F};
  const std::vector<float> points{60, 42, 97, 47, 76, 66, 58, 85, 90, 90};
  const Affine map = similarity(points, reference);
  const Affine expected = read_golden().front().map;
  for (size_t i = 0; i < 6; ++i) EXPECT_NEAR(map[i], expected[i], 1e-5);
}

}  // namespace
}  // namespace face
