#pragma once

#include <limits>
#include <utility>

#include "arguments.h"
#include "template_opener.h"

/// Arguments of opening sealed templates. Everything is copied when it is read: rows may be opened after the call, on
/// other threads, and getters that run in between cannot take an array away. What is copied is sealed, but for the keys.
namespace face::addon {

inline std::string text(const Napi::Value& value, const std::string& name) {
  if (!value.IsString()) refuse(name, "a string", kind_of(value));
  return value.As<Napi::String>().Utf8Value();
}

inline bool truth(const Napi::Value& value, const std::string& name) {
  if (!value.IsBoolean()) refuse(name, "a boolean", kind_of(value));
  return value.As<Napi::Boolean>().Value();
}

/// An array of `length` elements.
inline Napi::Array list(const Napi::Value& value, const std::string& name, size_t length) {
  const std::string expected = "an array of " + std::to_string(length);
  if (!value.IsArray()) refuse(name, expected, kind_of(value));
  const auto elements = value.As<Napi::Array>();
  if (elements.Length() != length) refuse(name, expected, "an array of " + std::to_string(elements.Length()));
  return elements;
}

/// Template rows, owned.
class SealedRows {
 public:
  explicit SealedRows(const Napi::Value& value) {
    const Napi::Object fields = object(value, "batch");
    const Napi::Value subjects = fields.Get("subjectIds");
    if (!subjects.IsArray()) refuse("batch.subjectIds", "an array", kind_of(subjects));
    const size_t count = subjects.As<Napi::Array>().Length();
    subject_ids_ = texts(subjects, "batch.subjectIds", count);
    template_ids_ = texts(fields.Get("templateIds"), "batch.templateIds", count);
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

  static std::vector<std::string> texts(const Napi::Value& value, const std::string& name, size_t count) {
    const Napi::Array elements = list(value, name, count);
    std::vector<std::string> copies;
    copies.reserve(count);
    for (uint32_t i = 0; i < count; ++i) copies.push_back(text(elements.Get(i), name + "[i]"));
    return copies;
  }

  static std::vector<int32_t> numbers(const Napi::Value& value, const std::string& name, size_t count) {
    const auto elements = array<int32_t>(value, name, count);
    return {elements.begin(), elements.end()};
  }

  static Blobs blobs(const Napi::Value& value, const std::string& name, size_t count) {
    const Napi::Array elements = list(value, name, count);
    Blobs copies;
    copies.ends.reserve(count);
    for (uint32_t i = 0; i < count; ++i) {
      const auto bytes = array<uint8_t>(elements.Get(i), name + "[i]");
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
  keys->readable = truth(fields.Get("readable"), "keys.readable");
  const auto copy = [&](const char* field, crypto::Secret<crypto::kKeyBytes>& out) {
    std::ranges::copy(array<uint8_t>(fields.Get(field), std::string("keys.") + field, crypto::kKeyBytes),
                      out.bytes.begin());
  };
  copy("key", keys->key);
  copy("serviceKey", keys->service_key);
  return keys;
}

}  // namespace face::addon
