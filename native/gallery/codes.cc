#include "codes.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "wipe.h"

namespace face::gallery {
namespace {

constexpr double kLengthSlack = 1e-4;
constexpr double kSquaresMin = 1e-6;
/// Sums of a thousand float products are good to this much of their size.
constexpr double kRoundingSlack = 1 + 1e-5;

float rounded_up(double squares) {
  return std::nextafter(static_cast<float>(std::sqrt(squares) * kRoundingSlack), std::numeric_limits<float>::infinity());
}

uint8_t code_of(float y, float per_step) {
  // Never below zero, so that cutting off is rounding down.
  return static_cast<uint8_t>(std::min(static_cast<int32_t>(y * per_step + 128.0F), 255));
}

/// Numbers of the one-bit scan for a vector of this length whose signs have this cosine with it.
uint32_t pack_factors(double cosine, double length, uint32_t count) {
  if (cosine < kSignCosineMin) {
    // Not to be met with after a random rotation. Minus infinity passes every scan.
    return std::bit_cast<uint32_t>(-std::numeric_limits<float>::infinity()) | count << kSignCountShift;
  }
  const auto level = static_cast<uint32_t>((std::min(cosine, 0.999) - kSignCosineMin) / kSignCosineStep);
  // Both cut off downwards, which lets more rows pass.
  const uint32_t ratio = std::bit_cast<uint32_t>(static_cast<float>(cosine / length)) & 0xFFFF0000U;
  return ratio | count << kSignCountShift | level;
}

void put_signs(std::span<const float> y, float length, Codes& codes) {
  double sum = 0;
  uint32_t count = 0;
  std::ranges::fill(codes.signs, 0);
  for (size_t i = 0; i < y.size(); ++i) {
    sum += std::abs(y[i]);
    const uint64_t set = y[i] >= 0;
    codes.signs[i / 64] |= set << (i % 64);
    count += static_cast<uint32_t>(set);
  }
  codes.sign_factors = pack_factors(sum / (length * std::sqrt(static_cast<double>(y.size()))), length, count);
}

}  // namespace

Codes::Codes(const Shape& shape)
    : signs(shape.sign_words()), high(shape.plane_bytes()), low(shape.plane_bytes()) {}

Codes::~Codes() {
  wipe(signs.data(), signs.size());
  wipe(high.data(), high.size());
  wipe(low.data(), low.size());
}

uint16_t to_bfloat16(float value) {
  const auto bits = std::bit_cast<uint32_t>(value);
  if (std::isnan(value)) return 0x7FC0;
  return static_cast<uint16_t>((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
}

float from_bfloat16(uint16_t bits) { return std::bit_cast<float>(static_cast<uint32_t>(bits) << 16); }

float checked_length(std::span<const float> vector) {
  double squares = 0;
  for (const float x : vector) squares += static_cast<double>(x) * x;
  // Written so that NaN is refused too.
  if (!(squares >= kSquaresMin && squares <= 1 + kLengthSlack)) {
    throw std::invalid_argument("a vector must have a length above 0 and up to 1; the sum of its squares says another");
  }
  return static_cast<float>(std::sqrt(squares));
}

void encode(const Shape& shape, const Rotation& rotation, std::span<const float> vector, Codes& codes) {
  const float length = checked_length(vector);
  const size_t half = shape.plane_bytes();
  std::vector<float> y(shape.padded(), 0.0F);
  std::ranges::copy(vector, y.begin());
  rotation.apply(y);
  const std::span<const float> used(y.data(), shape.dimension);
  put_signs(used, length, codes);
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
  wipe(y.data(), y.size());
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
