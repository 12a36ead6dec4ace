#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace face::crypto {

inline void put_uint32(uint32_t value, std::span<uint8_t, 4> out) {
  for (size_t i = 0; i < 4; ++i) out[i] = static_cast<uint8_t>(value >> (24 - 8 * i));
}

inline void put_uint64(uint64_t value, std::span<uint8_t, 8> out) {
  for (size_t i = 0; i < 8; ++i) out[i] = static_cast<uint8_t>(value >> (56 - 8 * i));
}

inline uint32_t get_uint32(std::span<const uint8_t, 4> in) {
  uint32_t value = 0;
  for (const uint8_t byte : in) value = value << 8 | byte;
  return value;
}

inline uint64_t get_uint64(std::span<const uint8_t, 8> in) {
  uint64_t value = 0;
  for (const uint8_t byte : in) value = value << 8 | byte;
  return value;
}

}  // namespace face::crypto
