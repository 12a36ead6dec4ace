#include "depth_fit.h"

#include <algorithm>
#include <cmath>

namespace face {
namespace {

using Matrix3 = std::array<std::array<double, 3>, 3>;

/// Eigenvectors of a symmetric matrix as columns of `vectors`, by Jacobi rotations; `values` end on the diagonal.
void diagonalise(Matrix3& values, Matrix3& vectors) {
  vectors = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
  constexpr int kSweeps = 12;
  for (int sweep = 0; sweep < kSweeps; ++sweep) {
    for (int p = 0; p < 2; ++p) {
      for (int q = p + 1; q < 3; ++q) {
        if (std::abs(values[p][q]) < 1e-12) continue;
        const double theta = (values[q][q] - values[p][p]) / (2 * values[p][q]);
        const double t = (theta < 0 ? -1 : 1) / (std::abs(theta) + std::sqrt(theta * theta + 1));
        const double c = 1 / std::sqrt(t * t + 1);
        const double s = t * c;
        for (int k = 0; k < 3; ++k) {
          const double a = values[k][p];
          const double b = values[k][q];
          values[k][p] = c * a - s * b;
          values[k][q] = s * a + c * b;
        }
        for (int k = 0; k < 3; ++k) {
          const double a = values[p][k];
          const double b = values[q][k];
          values[p][k] = c * a - s * b;
          values[q][k] = s * a + c * b;
        }
        for (int k = 0; k < 3; ++k) {
          const double a = vectors[k][p];
          const double b = vectors[k][q];
          vectors[k][p] = c * a - s * b;
          vectors[k][q] = s * a + c * b;
        }
      }
    }
  }
}

Point3 cross(const Point3& a, const Point3& b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

Point3 centre_of(std::span<const Point3> points) {
  double x = 0;
  double y = 0;
  double z = 0;
  for (const Point3& point : points) {
    x += point.x;
    y += point.y;
    z += point.z;
  }
  const double count = static_cast<double>(std::max<size_t>(1, points.size()));
  return {static_cast<float>(x / count), static_cast<float>(y / count), static_cast<float>(z / count)};
}

Matrix3 scatter_of(std::span<const Point3> points, const Point3& centre) {
  Matrix3 sums{};
  for (const Point3& point : points) {
    const double d[3] = {point.x - centre.x, point.y - centre.y, point.z - centre.z};
    for (int i = 0; i < 3; ++i) {
      for (int j = 0; j < 3; ++j) sums[i][j] += d[i] * d[j];
    }
  }
  return sums;
}

constexpr int kTermsMax = 6;
using Terms = std::array<double, kTermsMax>;

/// 1, x, y and for a quadratic surface x², x·y, y².
Terms terms_at(const Height& height) {
  return {1, height.x, height.y, height.x * height.x, height.x * height.y, height.y * height.y};
}

/// Solves the normal equations by elimination with pivots; a term without one stays 0.
Terms solve(std::array<Terms, kTermsMax> left, Terms right, int count) {
  for (int column = 0; column < count; ++column) {
    int pivot = column;
    for (int row = column + 1; row < count; ++row) {
      if (std::abs(left[row][column]) > std::abs(left[pivot][column])) pivot = row;
    }
    std::swap(left[pivot], left[column]);
    std::swap(right[pivot], right[column]);
    const double head = left[column][column];
    if (std::abs(head) < 1e-9) {
      left[column] = {};
      left[column][column] = 1;
      right[column] = 0;
      continue;
    }
    for (int row = column + 1; row < count; ++row) {
      const double factor = left[row][column] / head;
      for (int k = column; k < count; ++k) left[row][k] -= factor * left[column][k];
      right[row] -= factor * right[column];
    }
  }
  Terms solution{};
  for (int row = count - 1; row >= 0; --row) {
    double sum = right[row];
    for (int k = row + 1; k < count; ++k) sum -= left[row][k] * solution[k];
    solution[row] = sum / left[row][row];
  }
  return solution;
}

}  // namespace

Plane fit_plane(std::span<const Point3> points) {
  const Point3 centre = centre_of(points);
  Matrix3 values = scatter_of(points, centre);
  Matrix3 vectors;
  diagonalise(values, vectors);
  int least = 0;
  for (int i = 1; i < 3; ++i) {
    if (values[i][i] < values[least][least]) least = i;
  }
  const double sign = vectors[2][least] < 0 ? -1 : 1;
  const Point3 normal = {static_cast<float>(sign * vectors[0][least]), static_cast<float>(sign * vectors[1][least]),
                         static_cast<float>(sign * vectors[2][least])};
  // The horizontal of the picture, laid into the plane; a plane seen from its edge takes another one.
  const float nx = normal.x;
  Point3 across = std::abs(nx) < 0.99F ? Point3{1 - nx * nx, -nx * normal.y, -nx * normal.z} : cross({0, 1, 0}, normal);
  const float length = std::sqrt(across.x * across.x + across.y * across.y + across.z * across.z);
  across = {across.x / length, across.y / length, across.z / length};
  return {centre, across, cross(normal, across), normal};
}

float plane_rms(std::span<const Point3> points, const Plane& plane) {
  double squares = 0;
  for (const Point3& point : points) squares += static_cast<double>(plane.height(point)) * plane.height(point);
  return static_cast<float>(std::sqrt(squares / static_cast<double>(std::max<size_t>(1, points.size()))));
}

void remove_polynomial(std::span<Height> heights, int degree) {
  const int count = degree == 1 ? 3 : kTermsMax;
  std::array<Terms, kTermsMax> left{};
  Terms right{};
  for (const Height& height : heights) {
    const Terms terms = terms_at(height);
    for (int i = 0; i < count; ++i) {
      for (int j = 0; j < count; ++j) left[i][j] += terms[i] * terms[j];
      right[i] += terms[i] * height.value;
    }
  }
  const Terms solution = solve(left, right, count);
  for (Height& height : heights) {
    const Terms terms = terms_at(height);
    for (int i = 0; i < count; ++i) height.value -= solution[i] * terms[i];
  }
}

double rms_of(std::span<const Height> heights) {
  double squares = 0;
  for (const Height& height : heights) squares += height.value * height.value;
  return std::sqrt(squares / static_cast<double>(std::max<size_t>(1, heights.size())));
}

}  // namespace face
