#include "texture_spectrum.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace face {
namespace {

constexpr size_t kSide = kTextureSide;
constexpr size_t kStages = 7;
constexpr size_t kHalf = kSide / 2;
constexpr size_t kDirections = 16;
/// Rings of this radius and larger count as texture; smaller ones hold the shape of the face.
constexpr size_t kTextureRadius = 8;
/// Added to energies, so that an even field has logarithms; far below one grey level at any frequency.
constexpr double kTrace = 1.0;

using Table = std::array<float, kSide * kSide>;

/// What is the same for every picture.
struct Constants {
  std::array<size_t, kSide> reversed;
  std::array<std::complex<float>, kHalf> turns;
  std::array<float, kSide> window;
  /// For each frequency of the half plane (rows 0 … 127, columns 0 … 64): rounded radius, and direction.
  std::array<uint8_t, kSide*(kHalf + 1)> radius;
  std::array<uint8_t, kSide*(kHalf + 1)> direction;

  Constants() {
    constexpr double pi = std::numbers::pi;
    for (size_t i = 0; i < kSide; ++i) {
      size_t backwards = 0;
      for (size_t bit = 0; bit < kStages; ++bit) backwards |= (i >> bit & 1) << (kStages - 1 - bit);
      reversed[i] = backwards;
      window[i] = static_cast<float>(0.5 - 0.5 * std::cos(2 * pi * (static_cast<double>(i) + 0.5) / kSide));
    }
    for (size_t i = 0; i < kHalf; ++i) {
      const double angle = -2 * pi * static_cast<double>(i) / kSide;
      turns[i] = {static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle))};
    }
    for (size_t row = 0; row < kSide; ++row) {
      const double down = row < kHalf ? static_cast<double>(row) : static_cast<double>(row) - kSide;
      for (size_t column = 0; column <= kHalf; ++column) {
        const auto across = static_cast<double>(column);
        const double angle = std::atan2(down, across) / pi + 0.5;
        const size_t index = row * (kHalf + 1) + column;
        radius[index] = static_cast<uint8_t>(std::lround(std::hypot(down, across)));
        direction[index] = static_cast<uint8_t>(static_cast<size_t>(angle * kDirections) % kDirections);
      }
    }
  }
};

const Constants& constants() {
  static const Constants made;
  return made;
}

double mean_of(const Plane& plane) {
  uint32_t sum = 0;
  for (size_t i = 0; i < kTextureArea; ++i) sum += plane.levels[i];
  return static_cast<double>(sum) / kTextureArea;
}

/// Rows in the order that the transform down the columns wants.
void load(const Plane& plane, Table& out) {
  const Constants& fixed = constants();
  const auto mean = static_cast<float>(mean_of(plane));
  for (size_t y = 0; y < kSide; ++y) {
    const uint8_t* from = plane.levels + y * kSide;
    float* to = out.data() + fixed.reversed[y] * kSide;
    const float weight = fixed.window[y];
    for (size_t x = 0; x < kSide; ++x) {
      to[x] = (static_cast<float>(from[x]) - mean) * weight * fixed.window[x];
    }
  }
}

/// Radix 2, decimation in time, down all columns at once; rows come in bit-reversed order.
void transform_columns(Table& real, Table& imaginary, const Kernels& kernels) {
  const Constants& fixed = constants();
  const auto row = [&](size_t y) { return ComplexRow{real.data() + y * kSide, imaginary.data() + y * kSide}; };
  for (size_t half = 1; half < kSide; half *= 2) {
    for (size_t start = 0; start < kSide; start += 2 * half) {
      for (size_t i = 0; i < half; ++i) {
        const std::complex<float> turn = fixed.turns[i * (kHalf / half)];
        kernels.texture.butterfly(row(start + i), row(start + i + half), turn.real(), turn.imag(), kSide);
      }
    }
  }
}

/// Columns become rows in bit-reversed order; in blocks, so that both sides stay in the cache.
void transpose(const Table& from, Table& to) {
  constexpr size_t block = 16;
  const Constants& fixed = constants();
  for (size_t top = 0; top < kSide; top += block) {
    for (size_t left = 0; left < kSide; left += block) {
      for (size_t x = left; x < left + block; ++x) {
        float* row = to.data() + fixed.reversed[x] * kSide;
        for (size_t y = top; y < top + block; ++y) row[y] = from[y * kSide + x];
      }
    }
  }
}

using HalfPlane = std::array<float, kSide*(kHalf + 1)>;

SpectrumMeasures measure_energy(const HalfPlane& energy) {
  const Constants& fixed = constants();
  std::array<double, kSide> sums{};
  std::array<double, kSide> squares{};
  std::array<float, kSide> largest{};
  std::array<uint32_t, kSide> counts{};
  std::array<double, kDirections> directions{};
  for (size_t i = 0; i < energy.size(); ++i) {
    const size_t radius = fixed.radius[i];
    if (radius < 2 || radius >= kHalf) continue;
    const float value = energy[i];
    sums[radius] += value;
    squares[radius] += static_cast<double>(value) * value;
    largest[radius] = std::max(largest[radius], value);
    ++counts[radius];
    if (radius >= kTextureRadius) directions[fixed.direction[i]] += value;
  }
  SpectrumMeasures measured{};
  double total = 0;
  for (size_t band = 0; band < measured.bands.size(); ++band) {
    double sum = kTrace;
    for (size_t radius = size_t{2} << band; radius < size_t{4} << band; ++radius) sum += sums[radius];
    total += sum;
    measured.bands[band] = static_cast<float>(std::log(sum));
  }
  for (float& band : measured.bands) band -= static_cast<float>(std::log(total));
  double peak = 0;
  double unevenness = 0;
  for (size_t radius = kTextureRadius; radius < kHalf; ++radius) {
    const double mean = sums[radius] / counts[radius] + kTrace;
    peak = std::max(peak, (largest[radius] + kTrace) / mean);
    unevenness += (squares[radius] / counts[radius] + kTrace) / (mean * mean);
  }
  measured.peak = static_cast<float>(std::log(peak));
  measured.unevenness = static_cast<float>(std::log(unevenness / (kHalf - kTextureRadius)));
  double all = 0;
  for (const double sum : directions) all += sum;
  const double strongest = *std::max_element(directions.begin(), directions.end());
  measured.direction = static_cast<float>(std::log((strongest * kDirections + kTrace) / (all + kTrace)));
  return measured;
}

}  // namespace

struct Spectrum::Memory {
  Table real;
  Table imaginary;
  Table real_turned;
  Table imaginary_turned;
  HalfPlane first;
  HalfPlane second;
};

Spectrum::Spectrum() : memory_(std::make_unique<Memory>()) {}
Spectrum::~Spectrum() = default;

void Spectrum::clear() { *memory_ = {}; }

std::array<SpectrumMeasures, 2> Spectrum::measure(const Plane& first, const Plane& second, const Kernels& kernels) {
  Memory& memory = *memory_;
  load(first, memory.real);
  load(second, memory.imaginary);
  transform_columns(memory.real, memory.imaginary, kernels);
  transpose(memory.real, memory.real_turned);
  transpose(memory.imaginary, memory.imaginary_turned);
  transform_columns(memory.real_turned, memory.imaginary_turned, kernels);
  // Of a real picture the transform at −k is the conjugate of that at k, which parts the sum of the two again. The
  // transposed half plane has the same rings, and its directions are mirrored alike for every picture.
  for (size_t y = 0; y < kSide; ++y) {
    const size_t opposite_row = (kSide - y) % kSide * kSide;
    for (size_t x = 0; x <= kHalf; ++x) {
      const size_t here = y * kSide + x;
      const size_t opposite = opposite_row + (kSide - x) % kSide;
      const float a = memory.real_turned[here];
      const float b = memory.imaginary_turned[here];
      const float c = memory.real_turned[opposite];
      const float d = memory.imaginary_turned[opposite];
      const size_t index = y * (kHalf + 1) + x;
      memory.first[index] = ((a + c) * (a + c) + (b - d) * (b - d)) / 4;
      memory.second[index] = ((b + d) * (b + d) + (c - a) * (c - a)) / 4;
    }
  }
  return {measure_energy(memory.first), measure_energy(memory.second)};
}

}  // namespace face
