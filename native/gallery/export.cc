#include <algorithm>
#include <cstring>

#include "places.h"

/// One reference as bytes, self-contained: lengths little-endian, as the machine has them.
///
///   name length 1 · name · tags 1 · (length 1 · tag) … · body
///
/// The body is the codes with their numbers, and the exact form with its error. For float32 codes could be made anew of
/// the vector, but that takes twice as long as all the rest of an import.
namespace face::gallery {
namespace {

void append(std::vector<uint8_t>& out, const void* data, size_t bytes) {
  const auto* from = static_cast<const uint8_t*>(data);
  out.insert(out.end(), from, from + bytes);
}

void append_text(std::vector<uint8_t>& out, const std::string& text) {
  out.push_back(static_cast<uint8_t>(text.size()));
  append(out, text.data(), text.size());
}

class Reader {
 public:
  explicit Reader(std::span<const uint8_t> bytes) : bytes_(bytes) {}

  std::span<const uint8_t> take(size_t count) {
    if (count > bytes_.size()) throw std::invalid_argument("a stored reference must be whole; it is cut off");
    const auto taken = bytes_.first(count);
    bytes_ = bytes_.subspan(count);
    return taken;
  }
  template <class Value>
  void read(Value* out, size_t count = 1) {
    std::memcpy(out, take(count * sizeof(Value)).data(), count * sizeof(Value));
  }
  std::string text() {
    uint8_t length = 0;
    read(&length);
    const auto bytes = take(length);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  void end() const {
    if (!bytes_.empty()) throw std::invalid_argument("a stored reference must end where it says; bytes follow it");
  }

 private:
  std::span<const uint8_t> bytes_;
};

void append_codes(std::vector<uint8_t>& out, const Codes& codes) {
  append(out, codes.signs.data(), codes.signs.size() * sizeof(uint64_t));
  append(out, codes.high.data(), codes.high.size());
  append(out, codes.low.data(), codes.low.size());
  append(out, &codes.sign_factors, sizeof(uint32_t));
  append(out, &codes.step, sizeof(float));
  append(out, &codes.high_error, sizeof(float));
  append(out, &codes.code_error, sizeof(float));
}

void read_codes(Reader& reader, Codes& codes) {
  reader.read(codes.signs.data(), codes.signs.size());
  reader.read(codes.high.data(), codes.high.size());
  reader.read(codes.low.data(), codes.low.size());
  reader.read(&codes.sign_factors);
  reader.read(&codes.step);
  reader.read(&codes.high_error);
  reader.read(&codes.code_error);
}

}  // namespace

bool Places::export_place(size_t place, std::string& name, std::vector<uint8_t>& out) const {
  const Block& from = block(place);
  const size_t row = place % kBlockRows;
  const std::shared_lock reading(from.mutex);
  if (!from.holds(row)) return false;
  name = from.name(row);
  append_text(out, name);
  const std::vector<std::string> tags = tags_.tags(from.tag_set(row));
  out.push_back(static_cast<uint8_t>(tags.size()));
  for (const std::string& tag : tags) append_text(out, tag);
  Codes codes(shape_);
  from.read(row, codes);
  append_codes(out, codes);
  const float error = from.exact_error(row);
  append(out, &error, sizeof error);
  append(out, from.exact(row).data(), shape_.exact_bytes());
  return true;
}

void Places::import(std::span<const uint8_t> bytes, Codes& codes) {
  Reader reader(bytes);
  const std::string name = reader.text();
  uint8_t count = 0;
  reader.read(&count);
  std::vector<std::string> tags(count);
  for (std::string& tag : tags) tag = reader.text();
  if (name.empty()) throw std::invalid_argument("a stored reference must have a name; it has none");
  read_codes(reader, codes);
  float error = 0;
  reader.read(&error);
  const auto exact = reader.take(shape_.exact_bytes());
  reader.end();
  store(name, tags, [&](Block& block, size_t row, uint32_t tag_set) {
    block.write(row, name, tag_set, codes, {});
    block.write_exact(row, exact, error);
  });
}

}  // namespace face::gallery
