#include "homography_fit.h"

#include <algorithm>
#include <cmath>

namespace face {

void Homography::apply(float& x, float& y) const {
  const float w = static_cast<float>(h_[6]) * x + static_cast<float>(h_[7]) * y + 1.0F;
  const float u = (static_cast<float>(h_[0]) * x + static_cast<float>(h_[1]) * y + static_cast<float>(h_[2])) / w;
  y = (static_cast<float>(h_[3]) * x + static_cast<float>(h_[4]) * y + static_cast<float>(h_[5])) / w;
  x = u;
}

bool Homography::compose_inverse(const std::array<double, 8>& p) {
  const std::array<double, 9> s{1 + p[0], p[1], p[2], p[3], 1 + p[4], p[5], p[6], p[7], 1};
  // Adjugate: the inverse up to scale, which a homography does not see.
  const std::array<double, 9> inverse{s[4] * s[8] - s[5] * s[7], s[2] * s[7] - s[1] * s[8], s[1] * s[5] - s[2] * s[4],
                                      s[5] * s[6] - s[3] * s[8], s[0] * s[8] - s[2] * s[6], s[2] * s[3] - s[0] * s[5],
                                      s[3] * s[7] - s[4] * s[6], s[1] * s[6] - s[0] * s[7], s[0] * s[4] - s[1] * s[3]};
  std::array<double, 9> product{};
  for (size_t row = 0; row < 3; ++row) {
    for (size_t column = 0; column < 3; ++column) {
      for (size_t k = 0; k < 3; ++k) product[3 * row + column] += h_[3 * row + k] * inverse[3 * k + column];
    }
  }
  if (!(std::abs(product[8]) > 1e-9)) return false;
  for (size_t i = 0; i < 9; ++i) h_[i] = product[i] / product[8];
  return std::ranges::all_of(h_, [](double value) { return std::isfinite(value); });
}

std::array<float, 9> Homography::rows() const {
  std::array<float, 9> result{};
  std::ranges::transform(h_, result.begin(), [](double value) { return static_cast<float>(value); });
  return result;
}

float Homography::corner_displacement() const {
  float longest = 0.0F;
  for (const float x : {-1.0F, 1.0F}) {
    for (const float y : {-1.0F, 1.0F}) {
      float u = x;
      float v = y;
      apply(u, v);
      longest = std::max(longest, std::hypot(u - x, v - y));
    }
  }
  return longest;
}

void SymmetricSystem::add(const std::array<float, 8>& row) {
  for (size_t i = 0; i < 8; ++i) {
    for (size_t j = 0; j <= i; ++j) m_[i][j] += static_cast<double>(row[i]) * row[j];
  }
}

bool SymmetricSystem::factor() {
  for (size_t i = 0; i < 8; ++i) {
    for (size_t j = 0; j <= i; ++j) {
      double sum = m_[i][j];
      for (size_t k = 0; k < j; ++k) sum -= m_[i][k] * m_[j][k];
      if (i != j) {
        m_[i][j] = sum / m_[j][j];
      } else if (sum > 1e-9 * m_[i][i] && sum > 0) {
        m_[i][i] = std::sqrt(sum);
      } else {
        return false;
      }
    }
  }
  return true;
}

std::array<double, 8> SymmetricSystem::solve(const std::array<double, 8>& right) const {
  std::array<double, 8> x = right;
  for (size_t i = 0; i < 8; ++i) {
    for (size_t k = 0; k < i; ++k) x[i] -= m_[i][k] * x[k];
    x[i] /= m_[i][i];
  }
  for (size_t i = 8; i-- > 0;) {
    for (size_t k = i + 1; k < 8; ++k) x[i] -= m_[k][i] * x[k];
    x[i] /= m_[i][i];
  }
  return x;
}

}  // namespace face
