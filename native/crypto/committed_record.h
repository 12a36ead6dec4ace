#pragma once

#include <string_view>

#include "digest.h"
#include "gcm.h"

namespace face::crypto {

inline constexpr size_t kRecordOverhead = 100;

/// What a record is opened as; docs/template-record.md, src/crypto/committed-record.ts.
struct RecordOpening {
  /// Four ASCII characters.
  std::string_view magic;
  /// Whether readable records (suite 2) are opened besides those of suite 1.
  bool readable;
  /// `kKeyBytes`.
  Bytes key;
  /// Canonical bytes of everything the record is bound to.
  Bytes context;
};

/// Opens sealed records, in the same steps as TypeScript does, for one thread.
class RecordOpener {
 public:
  /// @param plaintext as long as that of the record; zeroed where it does not open
  /// @returns whether it opened, for no reason told: the answer to a forger is the same at every step
  bool open(const RecordOpening& opening, Bytes record, std::span<uint8_t> plaintext);

  Digest& sha256() { return sha256_; }

 private:
  void derive(const RecordOpening& opening, Bytes record, std::span<uint8_t> out);
  bool verified(Bytes key, const RecordOpening& opening, Bytes record, std::span<uint8_t> plaintext);

  Digest sha256_ = Digest::sha256();
  Digest sha512_ = Digest::sha512();
  Gcm gcm_;
};

}  // namespace face::crypto
