#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "gallery_kernels.h"
#include "rotation.h"
#include "shape.h"

namespace face::gallery {

/// Arrays that vector loads may run over.
template <class Element>
class Aligned {
 public:
  explicit Aligned(size_t length);
  Element* data() { return data_.get(); }
  const Element* data() const { return data_.get(); }
  Element& operator[](size_t i) { return data_.get()[i]; }

 private:
  struct Free {
    void operator()(Element* data) const { ::operator delete(data, std::align_val_t{64}); }
  };
  std::unique_ptr<Element, Free> data_;
};

/// A probe in every form a search needs. Wiped when it goes.
class Probe {
 public:
  /// @param vector of a length up to 1, as the caller has it
  Probe(const Shape& shape, const Rotation& rotation, std::span<const float> vector);
  /// From a rotated vector that is only known up to `error`; `vector` may be empty.
  Probe(const Shape& shape, std::span<const float> rotated, std::span<const float> vector, float error);
  ~Probe();
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;

  /// For the one-bit scan at a threshold: a reference that scores exactly `score_min` is missed with a probability below
  /// one in a thousand million, over the draw of the rotation; one that scores more, with a smaller one.
  SignProbe signs_at(float score_min) const;
  const CodeProbe& codes() const { return code_; }
  /// `exact_bytes` long for float32, zero past the dimension.
  const float* vector() const { return vector_.data(); }
  float length() const { return length_; }
  /// How far from the true probe this may be.
  float error() const { return error_; }

 private:
  void fill(std::span<const float> rotated, std::span<const float> vector);
  void fill_codes(std::span<const float> rotated);
  void fill_signs(std::span<const float> rotated);

  Shape shape_;
  float error_;
  Aligned<float> vector_;
  Aligned<int8_t> codes_;
  CodeProbe code_{};
  /// Everything that does not depend on a threshold.
  SignProbe sign_{};
  double sign_error_squares_ = 0;
  float length_ = 0;
};

}  // namespace face::gallery
