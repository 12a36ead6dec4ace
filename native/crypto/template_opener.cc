#include "template_opener.h"

#include <bit>

#include "big_endian.h"

namespace face::crypto {
namespace {

// The plaintext is float32, little-endian, and is decrypted in place.
static_assert(std::endian::native == std::endian::little);

constexpr std::string_view kSubjectReference = "subject reference";

std::array<uint8_t, 4> length_of(std::string_view text) {
  std::array<uint8_t, 4> bytes;
  put_uint32(static_cast<uint32_t>(text.size()), bytes);
  return bytes;
}

/// Fields of a record's context, in the order of their tags; src/crypto/context.ts.
struct Context {
  Bytes subject_reference;
  std::string_view model_id;
  std::string_view schema;
  std::string_view record_id;
  std::string_view purpose;
  uint32_t version;
};

void add_field(std::vector<uint8_t>& out, uint8_t tag, Bytes value) {
  std::array<uint8_t, 4> length;
  put_uint32(static_cast<uint32_t>(value.size()), length);
  out.insert(out.end(), {0, tag});
  out.insert(out.end(), length.begin(), length.end());
  out.insert(out.end(), value.begin(), value.end());
}

void write_context(const Context& context, std::vector<uint8_t>& out) {
  std::array<uint8_t, 4> version;
  put_uint32(context.version, version);
  out.clear();
  add_field(out, 1, context.subject_reference);
  add_field(out, 2, bytes_of(context.model_id));
  add_field(out, 3, bytes_of(context.schema));
  add_field(out, 4, bytes_of(context.record_id));
  add_field(out, 5, bytes_of(context.purpose));
  // No tenant and no expiry, as in the vault.
  add_field(out, 6, {});
  add_field(out, 7, version);
  add_field(out, 8, {});
}

}  // namespace

bool TemplateOpener::open(const SealedRow& row, std::span<float> embedding) {
  const std::span<uint8_t> plaintext(reinterpret_cast<uint8_t*>(embedding.data()), embedding.size_bytes());
  std::array<uint8_t, 32> reference;
  const auto purpose_length = length_of(kSubjectReference);
  const auto subject_length = length_of(row.subject_id);
  opener_.sha256().hmac(keys_.service_key.bytes,
                        {purpose_length, bytes_of(kSubjectReference), subject_length, bytes_of(row.subject_id)},
                        reference);
  Secret<kKeyBytes> data_key;
  if (!unwrap(row, reference, data_key.bytes)) {
    cleanse(plaintext);
    return false;
  }
  write_context({.subject_reference = reference,
                 .model_id = keys_.model_id,
                 .schema = "float32le",
                 .record_id = row.template_id,
                 .purpose = "template",
                 .version = row.version},
                context_);
  return opener_.open({"FBE1", keys_.readable, data_key.bytes, context_}, row.record, plaintext);
}

bool TemplateOpener::unwrap(const SealedRow& row, Bytes subject_reference, std::span<uint8_t> data_key) {
  write_context({.subject_reference = subject_reference,
                 .model_id = "",
                 .schema = "aes256",
                 .record_id = "",
                 .purpose = "subject data key",
                 .version = row.key_generation},
                context_);
  // A data key is never readable, not even in development.
  return opener_.open({"FBK1", false, keys_.key.bytes, context_}, row.wrapped_key, data_key);
}

}  // namespace face::crypto
