#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "block_mutex.h"
#include "codes.h"
#include "gallery_kernels.h"
#include "shape.h"

namespace face::gallery {

/// Memory from the system, zero, aligned for vectors and large pages, kept out of core dumps. It goes back to the
/// system, which wipes it before anyone gets it.
class Pages {
 public:
  /// @throws std::bad_alloc
  explicit Pages(size_t bytes);
  ~Pages();
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;

  uint8_t* data() const { return data_; }
  size_t bytes() const { return bytes_; }

 private:
  uint8_t* data_;
  size_t bytes_;
};

/// kBlockRows places for references, a plane after the other. Whoever reads or writes a place holds `mutex`.
class Block {
 public:
  explicit Block(const Shape& shape);

  void write(size_t row, const std::string& name, uint32_t tag_set, const Codes& codes,
             std::span<const float> vector);
  /// Wipes a place; no scan passes it from then on.
  void clear(size_t row);
  bool holds(size_t row) const { return !names_[row].empty(); }

  const std::string& name(size_t row) const { return names_[row]; }
  uint32_t tag_set(size_t row) const { return tag_sets_[row]; }
  const uint64_t* signs(size_t row) const { return signs_ + row * shape_.sign_words(); }
  const uint32_t* sign_factors(size_t row) const { return sign_factors_ + row; }
  CodeRows codes(size_t row) const;
  /// The codes of a place, read back.
  void read(size_t row, Codes& codes) const;

  /// Score with a probe: `probe` is as it came, `exact_bytes` of it zero past the dimension. Precision above int8 only.
  float score(size_t row, const float* probe) const;
  /// How far that can be from the score of the vector: 0 with float32.
  float exact_error(size_t row) const;
  /// The vector as far as it is kept: float32 and bfloat16 only.
  void read_vector(size_t row, std::span<float> out) const;
  std::span<const uint8_t> exact(size_t row) const;
  void write_exact(size_t row, std::span<const uint8_t> bytes, float error);

  static size_t bytes_of(const Shape& shape);

  mutable BlockMutex mutex;

 private:
  Shape shape_;
  Pages pages_;
  uint64_t* signs_;
  uint8_t* high_;
  uint8_t* low_;
  uint8_t* exact_;
  uint32_t* sign_factors_;
  float* steps_;
  float* high_errors_;
  float* code_errors_;
  float* exact_errors_;
  std::vector<std::string> names_;
  std::vector<uint32_t> tag_sets_;
};

}  // namespace face::gallery
