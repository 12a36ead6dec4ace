#pragma once

#include <initializer_list>

#include "secret.h"

namespace face::crypto {

inline constexpr size_t kKeyBytes = 32;
inline constexpr size_t kTagBytes = 16;
inline constexpr size_t kIvBytes = 12;

/// AES-256-GCM of OpenSSL's with its working memory, for one thread.
class Gcm {
 public:
  Gcm();
  Gcm(const Gcm&) = delete;
  Gcm& operator=(const Gcm&) = delete;
  ~Gcm();

  /// What one message is sealed with.
  struct Message {
    /// `kKeyBytes`; empty: that of the message before, of the same direction, whose schedule is kept.
    Bytes key;
    /// `kIvBytes`.
    Bytes iv;
    /// Authenticated and not encrypted; one after the other.
    std::initializer_list<Bytes> aad;
  };

  /// @param out as long as `plaintext` @param tag `kTagBytes`
  void encrypt(const Message& message, Bytes plaintext, std::span<uint8_t> out, std::span<uint8_t> tag);
  /// @param out as long as `ciphertext`; zeroed where it is false @returns whether the tag is that of the message
  bool decrypt(const Message& message, Bytes ciphertext, Bytes tag, std::span<uint8_t> out);

 private:
  bool decrypted(const Message& message, Bytes ciphertext, Bytes tag, std::span<uint8_t> out);

  evp_cipher_st* cipher_;
  evp_cipher_ctx_st* context_;
};

}  // namespace face::crypto
