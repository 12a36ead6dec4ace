#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "arguments.h"
#include "gallery_object.h"
#include "template_opener.h"

/// Arguments of opening sealed templates. Everything is copied when it is read: rows may be opened after the call, on
/// other threads, and getters that run in between cannot take an array away. What is copied is sealed, but for the keys.
namespace face::addon {

/// Rows of one batch.
inline constexpr size_t kRowsMax = 1'000'000;

/// Template rows, owned.
class SealedRows {
 public:
  explicit SealedRows(const Napi::Value& value) {
    const Napi::Object fields = object(value, "batch");
    subject_ids_ = strings(fields.Get("subjectIds"), "batch.subjectIds", kRowsMax);
    const size_t count = subject_ids_.size();
    template_ids_ = strings(fields.Get("templateIds"), "batch.templateIds", count);
    if (template_ids_.size() != count) {
      refuse("batch.templateIds", std::to_string(count) + " elements long", std::to_string(template_ids_.size()));
    }
    versions_ = numbers(fields.Get("versions"), "batch.versions", count);
    generations_ = numbers(fields.Get("keyGenerations"), "batch.keyGenerations", count);
    records_ = blobs(fields.Get("records"), "batch.records", count);
    wrapped_keys_ = blobs(fields.Get("wrappedKeys"), "batch.wrappedKeys", count);
  }

  size_t size() const { return subject_ids_.size(); }
  const std::vector<std::string>& subject_ids() const { return subject_ids_; }

  crypto::SealedRow row(size_t i) const {
    return {.subject_id = subject_ids_[i],
            .template_id = template_ids_[i],
            .version = static_cast<uint32_t>(versions_[i]),
            .key_generation = static_cast<uint32_t>(generations_[i]),
            .record = records_.at(i),
            .wrapped_key = wrapped_keys_.at(i)};
  }

 private:
  /// Many byte strings in one piece of memory.
  struct Blobs {
    std::vector<uint8_t> bytes;
    std::vector<size_t> ends;

    crypto::Bytes at(size_t i) const {
      const size_t start = i == 0 ? 0 : ends[i - 1];
      return crypto::Bytes(bytes).subspan(start, ends[i] - start);
    }
  };

  static std::vector<int32_t> numbers(const Napi::Value& value, const std::string& name, size_t count) {
    const auto elements = array<int32_t>(value, name, count);
    return {elements.begin(), elements.end()};
  }

  static Blobs blobs(const Napi::Value& value, const std::string& name, size_t count) {
    const std::string expected = "an array of " + std::to_string(count);
    if (!value.IsArray()) refuse(name, expected, kind_of(value));
    const auto elements = value.As<Napi::Array>();
    if (elements.Length() != count) refuse(name, expected, "an array of " + std::to_string(elements.Length()));
    Blobs copies;
    copies.ends.reserve(count);
    for (uint32_t i = 0; i < count; ++i) {
      const Napi::HandleScope scope(value.Env());
      const auto bytes = array<uint8_t>(elements.Get(i), name);
      if (i == 0) copies.bytes.reserve(bytes.size() * count);
      copies.bytes.insert(copies.bytes.end(), bytes.begin(), bytes.end());
      copies.ends.push_back(copies.bytes.size());
    }
    return copies;
  }

  std::vector<std::string> subject_ids_, template_ids_;
  std::vector<int32_t> versions_, generations_;
  Blobs records_, wrapped_keys_;
};

/// Reads the keys of a `SealedKeys`; the copy is zeroed when it goes.
inline std::unique_ptr<crypto::OpeningKeys> opening_keys(const Napi::Value& value) {
  const Napi::Object fields = object(value, "keys");
  auto keys = std::make_unique<crypto::OpeningKeys>();
  keys->model_id = text(fields.Get("modelId"), "keys.modelId");
  keys->readable = boolean(fields.Get("readable"), "keys.readable");
  const auto copy = [&](const char* field, crypto::Secret<crypto::kKeyBytes>& out) {
    std::ranges::copy(array<uint8_t>(fields.Get(field), std::string("keys.") + field, crypto::kKeyBytes),
                      out.bytes.begin());
  };
  copy("key", keys->key);
  copy("serviceKey", keys->service_key);
  return keys;
}

}  // namespace face::addon
