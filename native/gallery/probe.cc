#include "probe.h"

#include <algorithm>
#include <cmath>
#include <new>
#include <vector>

#include "codes.h"
#include "wipe.h"

namespace face::gallery {
namespace {

/// Standard deviations between a row's estimate and its score that the one-bit scan allows for: the tail beyond is 1e-9.
constexpr double kDeviations = 6;
/// What float arithmetic and the rotation can put a score off by.
constexpr float kArithmetic = 4e-6F;
/// Vectors are no longer than 1 to this much.
constexpr float kLengthSlack = 1e-4F;

double norm(std::span<const float> vector) {
  double squares = 0;
  for (const float x : vector) squares += static_cast<double>(x) * x;
  return std::sqrt(squares);
}

}  // namespace

template <class Element>
Aligned<Element>::Aligned(size_t length)
    : data_(static_cast<Element*>(::operator new(length * sizeof(Element), std::align_val_t{64}))) {
  std::fill_n(data_.get(), length, Element{});
}

template class Aligned<float>;
template class Aligned<int8_t>;
template class Aligned<uint8_t>;

Probe::Probe(const Shape& shape, const Rotation& rotation, std::span<const float> vector)
    : shape_(shape), error_(0), vector_(kDimensionMax), codes_(shape.padded()) {
  checked_length(vector);
  std::vector<float> rotated(vector.begin(), vector.end());
  rotation.apply(rotated);
  fill(rotated, vector);
  std::ranges::fill(rotated, 0.0F);
}

Probe::Probe(const Shape& shape, std::span<const float> rotated, std::span<const float> vector, float error)
    : shape_(shape), error_(error), vector_(kDimensionMax), codes_(shape.padded()) {
  fill(rotated.first(shape.dimension), vector);
}

Probe::~Probe() {
  wipe(vector_.data(), kDimensionMax);
  wipe(codes_.data(), shape_.padded());
  wipe(&sign_.planes[0][0], kProbePlanes * kSignWordsMax);
}

void Probe::fill(std::span<const float> rotated, std::span<const float> vector) {
  std::ranges::copy(vector, vector_.data());
  length_ = static_cast<float>(norm(rotated));
  fill_codes(rotated);
  fill_signs(rotated);
}

void Probe::fill_codes(std::span<const float> rotated) {
  float largest = 1e-20F;
  for (const float x : rotated) largest = std::max(largest, std::abs(x));
  const float step = largest / 127;
  double squares = 0;
  int32_t sum = 0;
  for (size_t i = 0; i < rotated.size(); ++i) {
    const auto code = static_cast<int8_t>(std::lround(rotated[i] / step));
    codes_[i] = code;
    sum += code;
    const double difference = rotated[i] - static_cast<double>(step) * code;
    squares += difference * difference;
  }
  const auto coding_error = static_cast<float>(std::sqrt(squares));
  code_.codes = codes_.data();
  code_.per_dot_high = 16 * step;
  code_.offset_high = 120 * step * static_cast<float>(sum);
  code_.per_dot = step;
  code_.offset = 127.5F * step * static_cast<float>(sum);
  // With q the true probe, r the one in codes and y a row, z its codes: ⟨q, y⟩ − ⟨r, z⟩ = ⟨q − r, y⟩ + ⟨r, y − z⟩, and Cauchy
  // and Schwarz bound both.
  code_.per_error = (length_ + coding_error) * (1 + 1e-5F);
  code_.base = (coding_error + error_) * (1 + kLengthSlack) + kArithmetic;
}

void Probe::fill_signs(std::span<const float> rotated) {
  const auto [least, most] = std::ranges::minmax_element(rotated);
  const float low = *least;
  const float step = std::max((*most - low) / 15, 1e-20F);
  int64_t sum = 0;
  for (size_t i = 0; i < rotated.size(); ++i) {
    const auto level = static_cast<uint32_t>(std::clamp<long>(std::lround((rotated[i] - low) / step), 0, 15));
    for (size_t k = 0; k < kProbePlanes; ++k) {
      sign_.planes[k][i / 64] |= static_cast<uint64_t>((level >> k) & 1) << (i % 64);
    }
    sum += level;
    const double difference = rotated[i] - (low + static_cast<double>(step) * level);
    sign_error_squares_ += difference * difference;
  }
  const auto dimension = static_cast<float>(rotated.size());
  sign_.words = shape_.sign_words();
  // Of the probe as a unit vector.
  sign_.per_dot = 2 * step / length_;
  sign_.per_count = 2 * low / length_;
  sign_.offset = (-low * dimension - step * static_cast<float>(sum)) / length_;
  sign_error_squares_ /= static_cast<double>(length_) * length_;
}

SignProbe Probe::signs_at(float score_min) const {
  SignProbe at = sign_;
  const auto dimension = static_cast<double>(shape_.dimension);
  // References are no longer than 1, so that a cosine is at least this.
  const float least = (score_min - std::abs(score_min) * kLengthSlack - kArithmetic - error_) / length_;
  const double squares = kDeviations * kDeviations;
  at.threshold = static_cast<float>(std::sqrt(dimension) * least);
  at.spread = static_cast<float>(squares * dimension * (1 - std::min(1.0, double{least} * least)) / (dimension - 1));
  at.probe_spread = static_cast<float>(squares * (sign_error_squares_ + double{error_} * error_));
  return at;
}

}  // namespace face::gallery
