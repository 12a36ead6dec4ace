#include "gcm.h"

#include <climits>
#include <stdexcept>

namespace face::crypto {
namespace {

constexpr int kGetTag = 0x10;
constexpr int kSetTag = 0x11;

int as_int(size_t size) {
  if (size > INT_MAX) throw std::invalid_argument("a sealed message must be shorter than 2 GiB");
  return static_cast<int>(size);
}

const uint8_t* key_of(const Gcm::Message& message) { return message.key.empty() ? nullptr : message.key.data(); }

/// Keeps what OpenSSL says about a failure out of the queue of errors that Node reads in the same thread.
class QuietErrors {
 public:
  QuietErrors() { ERR_set_mark(); }
  QuietErrors(const QuietErrors&) = delete;
  QuietErrors& operator=(const QuietErrors&) = delete;
  ~QuietErrors() { ERR_pop_to_mark(); }
};

}  // namespace

Gcm::Gcm() : cipher_(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr)), context_(EVP_CIPHER_CTX_new()) {
  // The algorithm is given once: given again, OpenSSL would throw its working memory away and make it anew.
  if (cipher_ == nullptr || context_ == nullptr ||
      EVP_DecryptInit_ex2(context_, cipher_, nullptr, nullptr, nullptr) != 1) {
    EVP_CIPHER_CTX_free(context_);
    EVP_CIPHER_free(cipher_);
    throw std::runtime_error("this Node's OpenSSL has no AES-256-GCM");
  }
}

Gcm::~Gcm() {
  EVP_CIPHER_CTX_free(context_);
  EVP_CIPHER_free(cipher_);
}

void Gcm::encrypt(const Message& message, Bytes plaintext, std::span<uint8_t> out, std::span<uint8_t> tag) {
  const QuietErrors quiet;
  int size = 0;
  bool done = EVP_EncryptInit_ex2(context_, nullptr, key_of(message), message.iv.data(), nullptr) == 1;
  for (const Bytes part : message.aad) {
    done = done && EVP_EncryptUpdate(context_, nullptr, &size, part.data(), as_int(part.size())) == 1;
  }
  done = done && EVP_EncryptUpdate(context_, out.data(), &size, plaintext.data(), as_int(plaintext.size())) == 1 &&
         EVP_EncryptFinal_ex(context_, out.data() + out.size(), &size) == 1 &&
         EVP_CIPHER_CTX_ctrl(context_, kGetTag, as_int(tag.size()), tag.data()) == 1;
  if (!done) throw std::runtime_error("OpenSSL could not encrypt");
}

bool Gcm::decrypt(const Message& message, Bytes ciphertext, Bytes tag, std::span<uint8_t> out) {
  const QuietErrors quiet;
  const bool whole = out.size() == ciphertext.size() && decrypted(message, ciphertext, tag, out);
  if (!whole) cleanse(out);
  return whole;
}

bool Gcm::decrypted(const Message& message, Bytes ciphertext, Bytes tag, std::span<uint8_t> out) {
  int size = 0;
  if (EVP_DecryptInit_ex2(context_, nullptr, key_of(message), message.iv.data(), nullptr) != 1) return false;
  for (const Bytes part : message.aad) {
    if (EVP_DecryptUpdate(context_, nullptr, &size, part.data(), as_int(part.size())) != 1) return false;
  }
  if (EVP_DecryptUpdate(context_, out.data(), &size, ciphertext.data(), as_int(ciphertext.size())) != 1) return false;
  // OpenSSL only reads the tag, though it asks for it as if it wrote there.
  auto* expected = const_cast<uint8_t*>(tag.data());
  return EVP_CIPHER_CTX_ctrl(context_, kSetTag, as_int(tag.size()), expected) == 1 &&
         EVP_DecryptFinal_ex(context_, out.data() + out.size(), &size) == 1;
}

}  // namespace face::crypto
