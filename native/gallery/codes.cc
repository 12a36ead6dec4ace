#include "codes.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace face::gallery {
namespace {

constexpr double kUnitSlack = 1e-4;
/// Sums of a thousand float products are good to this much of their size.
constexpr double kRoundingSlack = 1 + 1e-5;

float rounded_up(double squares) {
  return std::nextafter(static_cast<float>(std::sqrt(squares) * kRoundingSlack), std::numeric_limits<float>::infinity());
}

uint8_t code_of(float y, float per_step) {
  // Never below zero, so that cutting off is rounding down.
  return static_cast<uint8_t>(std::min(static_cast<int32_t>(y * per_step + 128.0F), 255));
}

void put_signs(std::span<const float> y, Codes& codes) {
  double sum = 0;
  double squares = 0;
  codes.sign_count = 0;
  std::ranges::fill(codes.signs, 0);
  for (size_t i = 0; i < y.size(); ++i) {
    sum += std::abs(y[i]);
    squares += static_cast<double>(y[i]) * y[i];
    const uint64_t set = y[i] >= 0;
    codes.signs[i / 64] |= set << (i % 64);
    codes.sign_count += static_cast<uint32_t>(set);
  }
  const double cosine = sum / std::sqrt(squares * static_cast<double>(y.size()));
  codes.sign_cosine = from_bfloat16(to_bfloat16(static_cast<float>(cosine)));
}

}  // namespace

Codes::Codes(const Shape& shape)
    : signs(shape.sign_words()), high(shape.plane_bytes()), low(shape.plane_bytes()) {}

uint16_t to_bfloat16(float value) {
  const auto bits = std::bit_cast<uint32_t>(value);
  if (std::isnan(value)) return 0x7FC0;
  return static_cast<uint16_t>((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
}

float from_bfloat16(uint16_t bits) { return std::bit_cast<float>(static_cast<uint32_t>(bits) << 16); }

void check_unit(std::span<const float> vector) {
  double squares = 0;
  for (const float x : vector) squares += static_cast<double>(x) * x;
  // Written so that NaN is refused too.
  if (!(std::abs(squares - 1) <= kUnitSlack)) {
    throw std::invalid_argument("a vector must have unit length, that is a sum of squares of 1; it has another");
  }
}

void encode(const Shape& shape, const Rotation& rotation, std::span<const float> vector, Codes& codes) {
  check_unit(vector);
  const size_t half = shape.plane_bytes();
  std::vector<float> y(shape.padded(), 0.0F);
  std::ranges::copy(vector, y.begin());
  rotation.apply(y);
  const std::span<const float> used(y.data(), shape.dimension);
  put_signs(used, codes);
  float largest = 0;
  for (const float value : used) largest = std::max(largest, std::abs(value));
  codes.step = largest / 127.99F;
  const float per_step = 1 / codes.step;
  double high_squares = 0;
  double code_squares = 0;
  for (size_t j = 0; j < half; ++j) {
    const uint8_t first = code_of(y[j], per_step);
    const uint8_t second = code_of(y[half + j], per_step);
    codes.high[j] = static_cast<uint8_t>((first >> 4) | (second & 0xF0));
    codes.low[j] = static_cast<uint8_t>((first & 0x0F) | (second << 4));
    const auto add_errors = [&](size_t i, uint8_t code) {
      if (i >= shape.dimension) return;
      const double by_high = y[i] - codes.step * (16.0 * (code >> 4) - 120);
      const double by_both = y[i] - codes.step * (code - 127.5);
      high_squares += by_high * by_high;
      code_squares += by_both * by_both;
    };
    add_errors(j, first);
    add_errors(half + j, second);
  }
  codes.high_error = rounded_up(high_squares);
  codes.code_error = rounded_up(code_squares);
}

void decode(const Shape& shape, const Codes& codes, std::span<float> out) {
  const size_t half = shape.plane_bytes();
  for (size_t j = 0; j < half; ++j) {
    const int first = ((codes.high[j] & 0x0F) << 4) | (codes.low[j] & 0x0F);
    const int second = (codes.high[j] & 0xF0) | (codes.low[j] >> 4);
    out[j] = j < shape.dimension ? codes.step * (static_cast<float>(first) - 127.5F) : 0;
    out[half + j] = half + j < shape.dimension ? codes.step * (static_cast<float>(second) - 127.5F) : 0;
  }
}

}  // namespace face::gallery
