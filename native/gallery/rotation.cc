#include "rotation.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <numeric>
#include <utility>

#include "shape.h"

namespace face::gallery {
namespace {

/// SplitMix64 (Steele, Lea and Flood 2014) over the words of the seed.
class Bits {
 public:
  explicit Bits(const Seed& seed) { std::memcpy(words_.data(), seed.data(), seed.size()); }

  uint64_t next() {
    uint64_t mixed = 0;
    // All four words take part in every number, so that each bit of the seed counts.
    for (uint64_t& word : words_) {
      word += 0x9E3779B97F4A7C15;
      mixed = mix(mixed ^ word);
    }
    return mixed;
  }

 private:
  static uint64_t mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }

  std::array<uint64_t, 4> words_{};
};

/// Unnormalised fast Walsh–Hadamard transform of a power of two of numbers.
void transform(float* x, size_t length) {
  for (size_t half = 1; half < length; half *= 2) {
    for (size_t start = 0; start < length; start += 2 * half) {
      float* low = x + start;
      float* high = low + half;
      for (size_t i = 0; i < half; ++i) {
        const float a = low[i];
        const float b = high[i];
        low[i] = a + b;
        high[i] = a - b;
      }
    }
  }
}

}  // namespace

Rotation::Rotation(size_t dimension, const Seed& seed)
    : dimension_(dimension),
      window_(std::bit_floor(dimension)),
      rounds_(window_ == dimension ? 3 : 6),
      signs_(rounds_ * dimension) {
  Bits bits(seed);
  uint64_t word = 0;
  for (size_t i = 0; i < signs_.size(); ++i) {
    if (i % 64 == 0) word = bits.next();
    signs_[i] = (word >> (i % 64)) & 1 ? -1.0F : 1.0F;
  }
  if (window_ == dimension) return;
  shuffles_.resize(rounds_ / 2 * dimension);
  for (size_t shuffle = 0; shuffle < rounds_ / 2; ++shuffle) {
    uint16_t* from = shuffles_.data() + shuffle * dimension;
    std::iota(from, from + dimension, uint16_t{0});
    // Fisher and Yates; of 64 bits, what a remainder prefers is nothing.
    for (size_t i = dimension - 1; i > 0; --i) std::swap(from[i], from[bits.next() % (i + 1)]);
  }
}

void Rotation::apply(std::span<float> vector) const {
  const auto scale = static_cast<float>(1 / std::sqrt(static_cast<double>(window_)));
  std::array<float, kDimensionMax> shuffled;
  for (size_t round = 0; round < rounds_; ++round) {
    if (!shuffles_.empty() && round % 2 == 0) {
      const uint16_t* from = shuffles_.data() + round / 2 * dimension_;
      for (size_t i = 0; i < dimension_; ++i) shuffled[i] = vector[from[i]];
      std::copy_n(shuffled.begin(), dimension_, vector.begin());
    }
    const float* signs = signs_.data() + round * dimension_;
    for (size_t i = 0; i < dimension_; ++i) vector[i] *= signs[i];
    float* window = vector.data() + (round % 2 == 0 ? 0 : dimension_ - window_);
    transform(window, window_);
    for (size_t i = 0; i < window_; ++i) window[i] *= scale;
  }
  if (!shuffles_.empty()) std::fill_n(shuffled.begin(), dimension_, 0.0F);
}

}  // namespace face::gallery
