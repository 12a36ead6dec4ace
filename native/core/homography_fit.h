#pragma once

#include <array>
#include <cstddef>

namespace face {

/// A homography of the plane in coordinates of −1 to 1, h33 = 1.
class Homography {
 public:
  void apply(float& x, float& y) const;
  /// Follows with the inverse of the homography that these eight parameters make (identity + parameters).
  /// @returns false when that has no inverse
  bool compose_inverse(const std::array<double, 8>& step);
  /// Row by row, for loops that apply it to many points; the last is 1.
  [[nodiscard]] std::array<float, 9> rows() const;
  /// The longest way of a corner of the square, in its own unit.
  [[nodiscard]] float corner_displacement() const;

 private:
  std::array<double, 9> h_{1, 0, 0, 0, 1, 0, 0, 0, 1};
};

/// Change of a level with each parameter of a homography about the identity, from the level's gradient:
/// x' = (1 + p0)·x + p1·y + p2, y' = p3·x + (1 + p4)·y + p5, divided by p6·x + p7·y + 1.
inline std::array<float, 8> homography_steepest(float x, float y, float gx, float gy) {
  const float away = -(gx * x + gy * y);
  return {gx * x, gx * y, gx, gy * x, gy * y, gy, away * x, away * y};
}

/// Least squares in eight unknowns: sums outer products, factors once, solves often (Cholesky).
class SymmetricSystem {
 public:
  void add(const std::array<float, 8>& row);
  /// Adds to the element of a row and a column up to it: the sum of many rows' products.
  void add(size_t row, size_t column, double products) { m_[row][column] += products; }
  /// @returns false when the system does not determine its unknowns
  bool factor();
  [[nodiscard]] std::array<double, 8> solve(const std::array<double, 8>& right) const;

 private:
  std::array<std::array<double, 8>, 8> m_{};
};

}  // namespace face
