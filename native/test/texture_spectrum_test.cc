#include "texture_spectrum.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <functional>
#include <numbers>

#include "random.h"

namespace face {
namespace {

constexpr int32_t kSide = kTextureSide;

using Levels = std::vector<uint8_t>;

Levels plane(const std::function<double(int, int)>& level) {
  Levels levels;
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) levels.push_back(static_cast<uint8_t>(std::lround(level(x, y))));
  }
  return levels;
}

Levels waves(double across, double down, double amplitude = 60) {
  return plane([=](int x, int y) {
    return 128 + amplitude * std::sin(2 * std::numbers::pi * (across * x + down * y) / kSide + 0.4);
  });
}

Levels even() {
  return plane([](int, int) { return 90; });
}

SpectrumMeasures measured(const Levels& levels, const Kernels& kernels = face::kernels()) {
  return Spectrum().measure({levels.data(), kSide}, {levels.data(), kSide}, kernels)[0];
}

double share(const SpectrumMeasures& measures, size_t band) { return std::exp(measures.bands[band]); }

TEST(Spectrum, AWaveLiesInTheBandOfItsFrequency) {
  constexpr double kWaves[5][2] = {{3, 0}, {0, 6}, {8, 8}, {20, -10}, {-30, 30}};
  for (size_t band = 0; band < 5; ++band) {
    const SpectrumMeasures wave = measured(waves(kWaves[band][0], kWaves[band][1]));
    // The window spreads a wave to its neighbours; from k = 3 a sixth of the energy goes to k = 4.
    EXPECT_GT(share(wave, band), 0.8) << band;
  }
}

TEST(Spectrum, SharesSumToOne) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  const SpectrumMeasures noise = measured(random.bytes(kSide * kSide));
  double sum = 0;
  for (size_t band = 0; band < 5; ++band) sum += share(noise, band);
  EXPECT_NEAR(sum, 1, 1e-5);
  // White noise: energy goes with the area of a ring.
  EXPECT_NEAR(share(noise, 4), 0.75, 0.03);
  EXPECT_NEAR(share(noise, 3), 0.19, 0.03);
}

TEST(Spectrum, ARasterStandsOutOfItsRingAndNoiseDoesNot) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  const Levels noise = random.bytes(kSide * kSide);
  const Levels raster = plane([&](int x, int y) {
    return 110 + noise[y * kSide + x] / 16.0 + 8 * std::sin(2 * std::numbers::pi * (21 * x + 9 * y) / kSide);
  });
  const SpectrumMeasures without = measured(noise);
  const SpectrumMeasures with = measured(raster);
  EXPECT_LT(without.peak, std::log(20));
  EXPECT_GT(with.peak, std::log(40));
  // Energies of noise are exponential: their mean square is twice the square of their mean.
  EXPECT_NEAR(without.unevenness, std::log(2), 0.15);
  EXPECT_GT(with.unevenness, without.unevenness + 0.3);
}

TEST(Spectrum, StripesHaveADirectionAndNoiseHasNone) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  EXPECT_GT(measured(waves(20, 5)).direction, std::log(10));
  EXPECT_LT(measured(random.bytes(kSide * kSide)).direction, std::log(1.4));
}

TEST(Spectrum, AnEvenFieldHasNeitherPeakNorDirection) {
  const SpectrumMeasures flat = measured(even());
  EXPECT_NEAR(flat.peak, 0, 1e-3);
  EXPECT_NEAR(flat.unevenness, 0, 1e-3);
  EXPECT_NEAR(flat.direction, 0, 1e-3);
  for (size_t band = 0; band < 5; ++band) EXPECT_NEAR(share(flat, band), 0.2, 1e-3);
}

TEST(Spectrum, TwoChipsAtOnceAreMeasuredAsOneAlone) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  const Levels first = waves(11, 30);
  const Levels second = random.bytes(kSide * kSide);
  Spectrum spectrum;
  const auto both = spectrum.measure({first.data(), kSide}, {second.data(), kSide}, kernels());
  const SpectrumMeasures alone[2] = {measured(first), measured(second)};
  for (size_t chip = 0; chip < 2; ++chip) {
    // Rounding in one chip's strong frequencies shows as a trace in the other's weak ones.
    EXPECT_NEAR(both[chip].peak, alone[chip].peak, 0.01) << chip;
    EXPECT_NEAR(both[chip].direction, alone[chip].direction, 0.01) << chip;
    for (size_t band = 2; band < 5; ++band) EXPECT_NEAR(both[chip].bands[band], alone[chip].bands[band], 0.01);
  }
}

/// Down the columns, as it is written in books.
std::vector<std::complex<double>> transformed(const std::vector<std::complex<double>>& picture) {
  std::vector<std::complex<double>> out(picture.size());
  for (int v = 0; v < kSide; ++v) {
    for (int y = 0; y < kSide; ++y) {
      const std::complex<double> turn = std::polar(1.0, -2 * std::numbers::pi * v * y / kSide);
      for (int x = 0; x < kSide; ++x) out[v * kSide + x] += turn * picture[y * kSide + x];
    }
  }
  return out;
}

std::vector<std::complex<double>> turned(const std::vector<std::complex<double>>& picture) {
  std::vector<std::complex<double>> out(picture.size());
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) out[x * kSide + y] = picture[y * kSide + x];
  }
  return out;
}

TEST(Spectrum, BandsAreThoseOfTheDefinition) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  const Levels noise = random.bytes(kSide * kSide);
  double mean = 0;
  for (const uint8_t level : noise) mean += level;
  mean /= kSide * kSide;
  const auto hann = [](int i) { return 0.5 - 0.5 * std::cos(2 * std::numbers::pi * (i + 0.5) / kSide); };
  std::vector<std::complex<double>> windowed;
  for (int i = 0; i < kSide * kSide; ++i) {
    windowed.emplace_back((noise[i] - mean) * hann(i % kSide) * hann(i / kSide));
  }
  const auto spectrum = transformed(turned(transformed(windowed)));
  double bands[5] = {};
  double total = 0;
  for (int row = 0; row < kSide; ++row) {
    for (int column = 0; column <= kSide / 2; ++column) {
      const auto radius = std::lround(std::hypot(row < kSide / 2 ? row : row - kSide, column));
      if (radius < 2 || radius >= 64) continue;
      const double energy = std::norm(spectrum[row * kSide + column]);
      bands[std::ilogb(radius) - 1] += energy;
      total += energy;
    }
  }
  const SpectrumMeasures found = measured(noise);
  for (size_t band = 0; band < 5; ++band) EXPECT_NEAR(found.bands[band], std::log(bands[band] / total), 1e-3) << band;
}

TEST(Spectrum, EveryInstructionSetAgreesWithTheScalarOne) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  const Levels noise = random.bytes(kSide * kSide);
  const SpectrumMeasures expected = measured(noise, *runnable_kernels().front());
  for (const Kernels* kernels : runnable_kernels()) {
    const SpectrumMeasures got = measured(noise, *kernels);
    for (size_t band = 0; band < 5; ++band) EXPECT_NEAR(got.bands[band], expected.bands[band], 1e-4);
    EXPECT_NEAR(got.peak, expected.peak, 1e-4) << name_of(kernels->set);
    EXPECT_NEAR(got.unevenness, expected.unevenness, 1e-4) << name_of(kernels->set);
    EXPECT_NEAR(got.direction, expected.direction, 1e-4) << name_of(kernels->set);
  }
}

}  // namespace
}  // namespace face
