#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace face::gallery {

using Seed = std::array<uint8_t, 32>;

/// An orthogonal map drawn from a seed: rounds of random signs and a Walsh–Hadamard transform (Ailon and Chazelle 2009).
///
/// Embeddings are not isotropic; after it each coordinate carries about the same, which makes one bit a coordinate worth
/// most, and errors of codes random. Where the dimension is no power of two, rounds transform its first and its last
/// coordinates in turn, as many as the largest power of two within it; the two may share a single coordinate, so that
/// coordinates are shuffled before each two rounds.
class Rotation {
 public:
  Rotation(size_t dimension, const Seed& seed);

  /// @param vector its first `dimension` elements are rotated in place
  void apply(std::span<float> vector) const;

 private:
  size_t dimension_;
  size_t window_;
  size_t rounds_;
  /// ±1, a round after the other.
  std::vector<float> signs_;
  /// Where each coordinate comes from, a shuffle after the other; none for a power of two.
  std::vector<uint16_t> shuffles_;
};

}  // namespace face::gallery
