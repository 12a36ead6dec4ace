#include "committed_record.h"

#include <algorithm>

#include "big_endian.h"

namespace face::crypto {
namespace {

constexpr uint8_t kVersion = 1;
constexpr size_t kMagicBytes = 4;
constexpr size_t kNonceAt = 20;
constexpr size_t kCommitmentAt = 52;
constexpr size_t kBodyAt = 84;
constexpr uint8_t kEncrypted = 1;
constexpr uint8_t kReadable = 2;
/// Zero is safe: the key is derived from a fresh nonce and used once.
constexpr std::array<uint8_t, kIvBytes> kZeroIv{};

bool starts_well(const RecordOpening& opening, Bytes record) {
  if (record.size() < kRecordOverhead) return false;
  const uint8_t suite = record[5];
  return opening.magic.size() == kMagicBytes && std::ranges::equal(opening.magic, record.first(kMagicBytes)) &&
         record[4] == kVersion && (suite == kEncrypted || (suite == kReadable && opening.readable)) &&
         record[6] == 0 && record[7] == 0;
}

Bytes body_of(Bytes record) { return record.subspan(kBodyAt, record.size() - kRecordOverhead); }

}  // namespace

bool RecordOpener::open(const RecordOpening& opening, Bytes record, std::span<uint8_t> plaintext) {
  cleanse(plaintext);
  if (!starts_well(opening, record) || plaintext.size() != record.size() - kRecordOverhead) return false;
  Secret<64> derived;
  derive(opening, record, derived.bytes);
  const Bytes key = derived.part(0, kKeyBytes);
  if (!equal(derived.part(kKeyBytes, 32), record.subspan(kCommitmentAt, 32))) return false;
  if (record[5] == kReadable) return verified(key, opening, record, plaintext);
  const Bytes head = record.first(kCommitmentAt);
  return gcm_.decrypt({key, kZeroIv, {head, opening.context}}, body_of(record), record.last(kTagBytes), plaintext);
}

/// HKDF-SHA512 (RFC 5869) of 64 bytes, which is one block.
void RecordOpener::derive(const RecordOpening& opening, Bytes record, std::span<uint8_t> out) {
  std::array<uint8_t, 32> bound;
  sha256_.hash({record.first(kCommitmentAt), opening.context}, bound);
  Secret<64> extracted;
  sha512_.hmac(record.subspan(kNonceAt, 32), {opening.key}, extracted.bytes);
  constexpr std::array<uint8_t, 1> kBorder{0}, kFirst{1};
  sha512_.hmac(extracted.bytes, {bytes_of(opening.magic), kBorder, bound, kFirst}, out);
}

bool RecordOpener::verified(Bytes key, const RecordOpening& opening, Bytes record, std::span<uint8_t> plaintext) {
  std::array<uint8_t, 8> length;
  put_uint64(kCommitmentAt + opening.context.size(), length);
  Secret<32> mac;
  const Bytes body = body_of(record);
  sha256_.hmac(key, {length, record.first(kCommitmentAt), opening.context, body}, mac.bytes);
  if (!equal(mac.part(0, kTagBytes), record.last(kTagBytes))) return false;
  std::ranges::copy(body, plaintext.begin());
  return true;
}

}  // namespace face::crypto
