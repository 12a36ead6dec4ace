#pragma once

#include <initializer_list>

#include "secret.h"

namespace face::crypto {

/// One digest of OpenSSL's with its working memory, for one thread. Fetched once: looking the algorithm up at every use
/// takes longer than the digest of a template's context.
class Digest {
 public:
  static Digest sha256() { return Digest("SHA256", 64, 32); }
  static Digest sha512() { return Digest("SHA512", 128, 64); }
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;
  ~Digest();

  size_t size() const { return size_; }
  /// The digest of the parts, one after the other. @param out `size()` bytes
  void hash(std::initializer_list<Bytes> parts, std::span<uint8_t> out);
  /// HMAC (RFC 2104) of the parts, one after the other. @param key no longer than a block @param out `size()` bytes
  void hmac(Bytes key, std::initializer_list<Bytes> parts, std::span<uint8_t> out);

 private:
  Digest(const char* algorithm, size_t block, size_t size);
  void start();
  void add(Bytes part);
  void end(std::span<uint8_t> out);

  static constexpr size_t kBlockMax = 128;

  evp_md_st* algorithm_;
  evp_md_ctx_st* context_;
  size_t block_;
  size_t size_;
};

}  // namespace face::crypto
