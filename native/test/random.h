#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

namespace face::test {

/// Seed of every random test: FACE_TEST_SEED, or a new one. Tests put it into their trace, so a failure can be
/// repeated.
inline uint32_t seed() {
  static const uint32_t chosen = [] {
    const char* given = std::getenv("FACE_TEST_SEED");
    return given ? static_cast<uint32_t>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
  }();
  return chosen;
}

inline std::string seed_note() { return "repeat with FACE_TEST_SEED=" + std::to_string(seed()); }

class Random {
 public:
  Random() : engine_(seed()) {}
  /// For what holds of most draws and not of every one.
  explicit Random(uint32_t fixed) : engine_(fixed) {}

  int32_t whole(int32_t from, int32_t to) { return std::uniform_int_distribution<int32_t>(from, to)(engine_); }
  double real(double from, double to) { return std::uniform_real_distribution<double>(from, to)(engine_); }

  /// Exactly `length` bytes on the heap: the address sanitizer sees the first byte past them.
  std::vector<uint8_t> bytes(size_t length) {
    std::vector<uint8_t> result(length);
    for (uint8_t& byte : result) byte = static_cast<uint8_t>(engine_());
    return result;
  }

  std::vector<float> floats(size_t length, double from, double to) {
    std::vector<float> result(length);
    for (float& value : result) value = static_cast<float>(real(from, to));
    return result;
  }

 private:
  std::mt19937 engine_;
};

}  // namespace face::test
