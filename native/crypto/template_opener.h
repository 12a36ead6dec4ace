#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "committed_record.h"

namespace face::crypto {

/// The key encryption key and what belongs to it; shared by the threads that open.
struct OpeningKeys {
  Secret<kKeyBytes> key;
  Secret<kKeyBytes> service_key;
  std::string model_id;
  /// Whether readable records (suite 2) are opened: in development alone.
  bool readable;
};

/// A template and the wrapped data key it is sealed under, as their rows have them. Texts are UTF-8.
struct SealedRow {
  std::string_view subject_id;
  std::string_view template_id;
  uint32_t version;
  uint32_t key_generation;
  /// FBE1.
  Bytes record;
  /// FBK1.
  Bytes wrapped_key;
};

/// Opens templates as `EnvelopeVault.open` does (src/crypto/vault.ts), for one thread.
class TemplateOpener {
 public:
  /// @param keys outlive the opener
  explicit TemplateOpener(const OpeningKeys& keys) : keys_(keys) {}

  /// @param embedding of the dimension of the model; the caller's, who zeroes it. All zero where it does not open
  /// @returns whether it opened: a row that is not what was sealed, or of another dimension, does not
  bool open(const SealedRow& row, std::span<float> embedding);

 private:
  bool unwrap(const SealedRow& row, Bytes subject_reference, std::span<uint8_t> data_key);

  const OpeningKeys& keys_;
  RecordOpener opener_;
  /// Kept from row to row, so that it is made room for once.
  std::vector<uint8_t> context_;
};

}  // namespace face::crypto
