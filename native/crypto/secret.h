#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "openssl.h"

namespace face::crypto {

using Bytes = std::span<const uint8_t>;

inline Bytes bytes_of(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

/// Overwrites in a way that no compiler takes out.
inline void cleanse(std::span<uint8_t> bytes) { OPENSSL_cleanse(bytes.data(), bytes.size()); }

/// Equality in a time that depends on the length alone.
inline bool equal(Bytes a, Bytes b) { return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0; }

/// Bytes that are a key or tell one; zeroed by whoever owns them.
template <size_t length>
struct Secret {
  Secret() = default;
  explicit Secret(Bytes from) { std::memcpy(bytes.data(), from.data(), length); }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { cleanse(bytes); }

  Bytes part(size_t offset, size_t size) const { return Bytes(bytes).subspan(offset, size); }

  std::array<uint8_t, length> bytes{};
};

}  // namespace face::crypto
