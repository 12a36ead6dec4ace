#include "snapshot_format.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace face::crypto {
namespace {

constexpr std::string_view kMagic = "FEGS";
constexpr uint8_t kVersion = 1;
constexpr size_t kDimensionAt = 8;
constexpr size_t kShapeAt = 12;
constexpr size_t kHeaderLengthAt = 44;
/// References, length of the file, tag.
constexpr size_t kHeadEndBytes = 8 + 8 + kTagBytes;
/// No record has this number.
constexpr uint64_t kHeadNumber = UINT64_MAX;

using Iv = std::array<uint8_t, kIvBytes>;

Iv iv_of(uint64_t number) {
  Iv iv{};
  put_uint64(number, std::span(iv).last<8>());
  return iv;
}

/// The head without its tag.
std::vector<uint8_t> bytes_of(const SnapshotHead& head) {
  std::vector<uint8_t> bytes(head.size() - kTagBytes);
  const std::span<uint8_t> all(bytes);
  std::ranges::copy(kMagic, bytes.begin());
  bytes[4] = kVersion;
  put_uint32(head.shape.dimension, all.subspan<kDimensionAt, 4>());
  std::ranges::copy(head.shape.digest, bytes.begin() + kShapeAt);
  put_uint32(static_cast<uint32_t>(head.header.size()), all.subspan<kHeaderLengthAt, 4>());
  std::ranges::copy(head.header, bytes.begin() + kHeadStartBytes);
  put_uint64(head.references, all.last<16>().first<8>());
  put_uint64(head.file_bytes, all.last<8>());
  return bytes;
}

}  // namespace

size_t SnapshotHead::size() const { return kHeadStartBytes + header.size() + kHeadEndBytes; }

size_t head_bytes(Bytes start) {
  if (start.size() < kHeadStartBytes || !std::ranges::equal(start.first(4), kMagic) || start[4] != kVersion) {
    throw SnapshotFault();
  }
  const uint32_t header = get_uint32(start.subspan<kHeaderLengthAt, 4>());
  if (header > kHeaderMax) throw SnapshotFault();
  return kHeadStartBytes + header + kHeadEndBytes;
}

std::vector<uint8_t> header_in(Bytes head) {
  const Bytes header = head.subspan(kHeadStartBytes, head.size() - kHeadStartBytes - kHeadEndBytes);
  return {header.begin(), header.end()};
}

std::vector<uint8_t> SnapshotSeal::seal_head(const SnapshotHead& head) {
  std::vector<uint8_t> bytes = bytes_of(head);
  const size_t covered = bytes.size();
  bytes.resize(covered + kTagBytes);
  const std::span<uint8_t> all(bytes);
  gcm_.encrypt({key_, iv_of(kHeadNumber), {all.first(covered)}}, {}, {}, all.last(kTagBytes));
  keyed_ = false;
  return bytes;
}

SnapshotHead SnapshotSeal::open_head(Bytes bytes) {
  if (head_bytes(bytes) != bytes.size()) throw SnapshotFault();
  const Bytes covered = bytes.first(bytes.size() - kTagBytes);
  if (!gcm_.decrypt({key_, iv_of(kHeadNumber), {covered}}, {}, bytes.last(kTagBytes), {})) throw SnapshotFault();
  keyed_ = false;
  SnapshotHead head;
  head.shape.dimension = get_uint32(bytes.subspan<kDimensionAt, 4>());
  std::ranges::copy(bytes.subspan(kShapeAt, 32), head.shape.digest.begin());
  head.header = header_in(bytes);
  head.references = get_uint64(covered.last<16>().first<8>());
  head.file_bytes = get_uint64(covered.last<8>());
  return head;
}

void SnapshotSeal::bind(const SnapshotHead& head) {
  const std::vector<uint8_t> bytes = bytes_of(head);
  sha256_.hash({Bytes(bytes).first(kHeadStartBytes + head.header.size())}, bound_);
}

void SnapshotSeal::seal_record(uint64_t number, Bytes plaintext, std::span<uint8_t> record) {
  const Iv iv = iv_of(number);
  const Bytes key = std::exchange(keyed_, true) ? Bytes() : key_;
  gcm_.encrypt({key, iv, {bound_, Bytes(iv).last(8)}}, plaintext, record.first(plaintext.size()),
               record.last(kTagBytes));
}

bool SnapshotSeal::open_record(uint64_t number, Bytes record, std::span<uint8_t> plaintext) {
  const Iv iv = iv_of(number);
  const Bytes key = std::exchange(keyed_, true) ? Bytes() : key_;
  return gcm_.decrypt({key, iv, {bound_, Bytes(iv).last(8)}}, record.first(record.size() - kTagBytes),
                      record.last(kTagBytes), plaintext);
}

}  // namespace face::crypto
