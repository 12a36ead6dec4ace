#include "digest.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace face::crypto {

Digest::Digest(const char* algorithm, size_t block, size_t size)
    : algorithm_(EVP_MD_fetch(nullptr, algorithm, nullptr)), context_(EVP_MD_CTX_new()), block_(block), size_(size) {
  if (algorithm_ == nullptr || context_ == nullptr || EVP_DigestInit_ex2(context_, algorithm_, nullptr) != 1) {
    EVP_MD_CTX_free(context_);
    EVP_MD_free(algorithm_);
    throw std::runtime_error(std::string("this Node's OpenSSL has no ") + algorithm);
  }
}

Digest::~Digest() {
  EVP_MD_CTX_free(context_);
  EVP_MD_free(algorithm_);
}

void Digest::hash(std::initializer_list<Bytes> parts, std::span<uint8_t> out) {
  start();
  for (const Bytes part : parts) add(part);
  end(out);
}

void Digest::hmac(Bytes key, std::initializer_list<Bytes> parts, std::span<uint8_t> out) {
  if (key.size() > block_) throw std::invalid_argument("an HMAC key must not be longer than a block");
  Secret<kBlockMax> pad;
  Secret<64> inner;
  const std::span<uint8_t> block = std::span(pad.bytes).first(block_);
  std::ranges::copy(key, block.begin());
  for (uint8_t& byte : block) byte ^= 0x36;
  start();
  add(block);
  for (const Bytes part : parts) add(part);
  end(std::span(inner.bytes).first(size_));
  for (uint8_t& byte : block) byte ^= 0x36 ^ 0x5c;
  hash({block, inner.part(0, size_)}, out);
}

void Digest::start() {
  // Without an algorithm OpenSSL keeps the one it has, and does not look it up again.
  if (EVP_DigestInit_ex2(context_, nullptr, nullptr) != 1) throw std::runtime_error("OpenSSL could not start a digest");
}

void Digest::add(Bytes part) {
  if (EVP_DigestUpdate(context_, part.data(), part.size()) != 1) {
    throw std::runtime_error("OpenSSL could not go on with a digest");
  }
}

void Digest::end(std::span<uint8_t> out) {
  if (out.size() != size_) throw std::invalid_argument("a digest needs room of its own length");
  if (EVP_DigestFinal_ex(context_, out.data(), nullptr) != 1) throw std::runtime_error("OpenSSL lost a digest");
}

}  // namespace face::crypto
