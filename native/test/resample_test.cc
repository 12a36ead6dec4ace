#include "resample.h"

#include <gtest/gtest.h>

#include "random.h"

namespace face {
namespace {

std::vector<uint8_t> halved(const std::vector<uint8_t>& rgb, int32_t width, int32_t height, const Kernels& kernels) {
  std::vector<uint8_t> out(static_cast<size_t>(width / 2) * (height / 2) * 3);
  halve({rgb.data(), width, height}, out, kernels);
  return out;
}

TEST(Halve, GivesRoundedMeans) {
  const std::vector<uint8_t> rgb{0, 10, 255, 1, 20, 255, 1, 30, 255, 0, 41, 254};
  for (const Kernels* kernels : runnable_kernels()) {
    // (0+1+1+0)/4 = 0.5 and 101/4 = 25.25 and 1019/4 = 254.75
    EXPECT_EQ(halved(rgb, 2, 2, *kernels), (std::vector<uint8_t>{1, 25, 255}));
  }
}

TEST(Halve, EveryInstructionSetEqualsTheScalarOneAtEveryWidth) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  for (int32_t width = 1; width <= 70; ++width) {
    for (const int32_t height : {1, 2, 3, 6}) {
      const std::vector<uint8_t> rgb = random.bytes(static_cast<size_t>(width) * height * 3);
      const std::vector<uint8_t> expected = halved(rgb, width, height, *runnable_kernels().front());
      for (const Kernels* kernels : runnable_kernels()) {
        ASSERT_EQ(halved(rgb, width, height, *kernels), expected)
            << name_of(kernels->set) << ", " << width << " x " << height;
      }
    }
  }
}

TEST(Halve, DropsAnOddLastRowAndColumn) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  const std::vector<uint8_t> odd = random.bytes(5 * 5 * 3);
  std::vector<uint8_t> even;
  for (int y = 0; y < 4; ++y) even.insert(even.end(), odd.begin() + y * 15, odd.begin() + y * 15 + 12);
  for (const Kernels* kernels : runnable_kernels())
    EXPECT_EQ(halved(odd, 5, 5, *kernels), halved(even, 4, 4, *kernels));
}

}  // namespace
}  // namespace face
