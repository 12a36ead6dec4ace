#include "sealing.h"

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "sealed_arguments.h"
#include "sealed_put.h"

namespace face::addon {
Napi::Value open_record(const Napi::CallbackInfo& info) {
  static constexpr const char* kMagics[] = {"FBE1", "FBK1", "FBS1"};
  const Napi::Object fields = object(info[0], "opening");
  const char* magic = kMagics[word(fields.Get("magic"), "opening.magic", kMagics)];
  const bool readable = boolean(fields.Get("readable"), "opening.readable");
  const Napi::Value key = fields.Get("key");
  const Napi::Value context = fields.Get("context");
  const auto key_bytes = array<uint8_t>(key, "opening.key", crypto::kKeyBytes);
  const auto context_bytes = array<uint8_t>(context, "opening.context");
  const auto record = array<uint8_t>(info[1], "record");
  const size_t length = record.size() < crypto::kRecordOverhead ? 0 : record.size() - crypto::kRecordOverhead;
  const auto out = array<uint8_t>(info[2], "out", length);
  crypto::RecordOpener opener;
  return Napi::Boolean::New(info.Env(), opener.open({magic, readable, key_bytes, context_bytes}, record, out));
}

Napi::Value open_sealed(const Napi::CallbackInfo& info) {
  const SealedRows rows(info[0]);
  const auto keys = opening_keys(info[1]);
  const auto out = array<float>(info[2], "out");
  const size_t dimension = rows.size() == 0 ? 0 : out.size() / rows.size();
  if (dimension * rows.size() != out.size()) {
    refuse("out", "a whole number of elements for each of " + std::to_string(rows.size()) + " rows",
           std::to_string(out.size()) + " long");
  }
  crypto::TemplateOpener opener(*keys);
  std::vector<int32_t> closed;
  for (size_t i = 0; i < rows.size(); ++i) {
    const bool opened = opener.open(rows.row(i), out.subspan(i * dimension, dimension));
    if (!opened) closed.push_back(static_cast<int32_t>(i));
  }
  return places_value(info.Env(), closed);
}

}  // namespace face::addon
