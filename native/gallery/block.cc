#include "block.h"

#include <sys/mman.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <new>

#include "kernels.h"

namespace face::gallery {
namespace {

constexpr size_t kLargePage = size_t{2} << 20;
/// Scans ask for memory ahead of them.
constexpr size_t kSlack = 8192;
constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();

/// NaN where the ratio is.
constexpr uint32_t kNoFactors = 0x7FC00000;

float exact_norm_error(std::span<const float> vector, const uint16_t* kept) {
  double squares = 0;
  for (size_t i = 0; i < vector.size(); ++i) {
    const double difference = static_cast<double>(vector[i]) - from_bfloat16(kept[i]);
    squares += difference * difference;
  }
  return static_cast<float>(std::sqrt(squares) * (1 + 1e-5));
}

}  // namespace

Pages::Pages(size_t bytes) : bytes_((bytes + kLargePage - 1) / kLargePage * kLargePage) {
  void* mapped = mmap(nullptr, bytes_ + kLargePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) throw std::bad_alloc();
  // What lies before the first border of a large page and after the last one is given back.
  const auto start = reinterpret_cast<uintptr_t>(mapped);
  const uintptr_t aligned = (start + kLargePage - 1) / kLargePage * kLargePage;
  if (aligned > start) munmap(mapped, aligned - start);
  const size_t after = start + kLargePage - aligned;
  if (after > 0) munmap(reinterpret_cast<void*>(aligned + bytes_), after);
  data_ = reinterpret_cast<uint8_t*>(aligned);
#if defined(MADV_HUGEPAGE)
  madvise(data_, bytes_, MADV_HUGEPAGE);
#endif
#if defined(MADV_DONTDUMP)
  madvise(data_, bytes_, MADV_DONTDUMP);
#endif
}

Pages::~Pages() { munmap(data_, bytes_); }

size_t Block::bytes_of(const Shape& shape) {
  const size_t row = shape.sign_words() * 8 + 2 * shape.plane_bytes() + shape.exact_bytes() + 5 * sizeof(float);
  const size_t bytes = row * kBlockRows + kSlack;
  return (bytes + kLargePage - 1) / kLargePage * kLargePage;
}

Block::Block(const Shape& shape)
    : shape_(shape), pages_(bytes_of(shape)), names_(kBlockRows), tag_sets_(kBlockRows) {
  uint8_t* at = pages_.data();
  const auto take = [&](size_t row_bytes) {
    uint8_t* plane = at;
    at += row_bytes * kBlockRows;
    return plane;
  };
  signs_ = reinterpret_cast<uint64_t*>(take(shape.sign_words() * 8));
  high_ = take(shape.plane_bytes());
  low_ = take(shape.plane_bytes());
  exact_ = take(shape.exact_bytes());
  sign_factors_ = reinterpret_cast<uint32_t*>(take(sizeof(uint32_t)));
  steps_ = reinterpret_cast<float*>(take(sizeof(float)));
  high_errors_ = reinterpret_cast<float*>(take(sizeof(float)));
  code_errors_ = reinterpret_cast<float*>(take(sizeof(float)));
  exact_errors_ = reinterpret_cast<float*>(take(sizeof(float)));
  std::fill_n(sign_factors_, kBlockRows, kNoFactors);
  std::fill_n(steps_, kBlockRows, kNothing);
}

void Block::write(size_t row, const std::string& name, uint32_t tag_set, const Codes& codes,
                  std::span<const float> vector) {
  // First, since it alone can fail.
  names_[row] = name;
  tag_sets_[row] = tag_set;
  const size_t words = shape_.sign_words();
  uint64_t* group = signs_ + row / kGroupRows * kGroupRows * words;
  for (size_t w = 0; w < words; ++w) group[w * kGroupRows + row % kGroupRows] = codes.signs[w];
  std::ranges::copy(codes.high, high_ + row * shape_.plane_bytes());
  std::ranges::copy(codes.low, low_ + row * shape_.plane_bytes());
  sign_factors_[row] = codes.sign_factors;
  steps_[row] = codes.step;
  high_errors_[row] = codes.high_error;
  code_errors_[row] = codes.code_error;
  exact_errors_[row] = 0;
  uint8_t* exact = exact_ + row * shape_.exact_bytes();
  if (!vector.empty() && shape_.precision == Precision::float32) {
    std::memcpy(exact, vector.data(), vector.size_bytes());
  } else if (!vector.empty() && shape_.precision == Precision::bfloat16) {
    auto* kept = reinterpret_cast<uint16_t*>(exact);
    std::ranges::transform(vector, kept, to_bfloat16);
    exact_errors_[row] = exact_norm_error(vector, kept);
  }
}

void Block::clear(size_t row) {
  const size_t words = shape_.sign_words();
  uint64_t* group = signs_ + row / kGroupRows * kGroupRows * words;
  for (size_t w = 0; w < words; ++w) group[w * kGroupRows + row % kGroupRows] = 0;
  std::fill_n(high_ + row * shape_.plane_bytes(), shape_.plane_bytes(), 0);
  std::fill_n(low_ + row * shape_.plane_bytes(), shape_.plane_bytes(), 0);
  std::fill_n(exact_ + row * shape_.exact_bytes(), shape_.exact_bytes(), 0);
  sign_factors_[row] = kNoFactors;
  steps_[row] = kNothing;
  high_errors_[row] = code_errors_[row] = exact_errors_[row] = 0;
  names_[row] = std::string();
  tag_sets_[row] = 0;
}

CodeRows Block::codes(size_t row) const {
  const size_t bytes = shape_.plane_bytes();
  return {high_ + row * bytes, low_ + row * bytes, bytes, steps_ + row, high_errors_ + row, code_errors_ + row};
}

void Block::read(size_t row, Codes& codes) const {
  const size_t words = shape_.sign_words();
  const uint64_t* group = signs_ + row / kGroupRows * kGroupRows * words;
  for (size_t w = 0; w < words; ++w) codes.signs[w] = group[w * kGroupRows + row % kGroupRows];
  std::copy_n(high_ + row * shape_.plane_bytes(), shape_.plane_bytes(), codes.high.begin());
  std::copy_n(low_ + row * shape_.plane_bytes(), shape_.plane_bytes(), codes.low.begin());
  codes.sign_factors = sign_factors_[row];
  codes.step = steps_[row];
  codes.high_error = high_errors_[row];
  codes.code_error = code_errors_[row];
}

float Block::score(size_t row, const float* probe) const {
  const uint8_t* exact = exact_ + row * shape_.exact_bytes();
  if (shape_.precision == Precision::float32) {
    return face::kernels().dot(reinterpret_cast<const float*>(exact), probe, shape_.dimension);
  }
  return gallery_kernels().dot_bfloat16(reinterpret_cast<const uint16_t*>(exact), probe, shape_.dimension);
}

float Block::exact_error(size_t row) const { return exact_errors_[row]; }

void Block::read_vector(size_t row, std::span<float> out) const {
  const uint8_t* exact = exact_ + row * shape_.exact_bytes();
  if (shape_.precision == Precision::float32) {
    std::memcpy(out.data(), exact, shape_.dimension * sizeof(float));
    return;
  }
  const auto* kept = reinterpret_cast<const uint16_t*>(exact);
  std::transform(kept, kept + shape_.dimension, out.begin(), from_bfloat16);
}

std::span<const uint8_t> Block::exact(size_t row) const {
  return {exact_ + row * shape_.exact_bytes(), shape_.exact_bytes()};
}

void Block::write_exact(size_t row, std::span<const uint8_t> bytes, float error) {
  std::ranges::copy(bytes, exact_ + row * shape_.exact_bytes());
  exact_errors_[row] = error;
}

}  // namespace face::gallery
