#include "snapshot_reading.h"

#include <algorithm>

namespace face::crypto {
namespace {

/// Bytes one thread reads at a time; room for the largest record.
constexpr size_t kPieceBytes = 2 * kRecordMax;

bool is_zero(Bytes bytes) {
  return std::ranges::all_of(bytes, [](uint8_t byte) { return byte == 0; });
}

SnapshotHead checked_head(const File& file, Bytes key) {
  std::array<uint8_t, kHeadStartBytes> start{};
  const size_t there = file.read(start, 0);
  std::vector<uint8_t> bytes(head_bytes(Bytes(start).first(there)));
  if (file.read(bytes, 0) != bytes.size()) throw SnapshotFault();
  SnapshotHead head = SnapshotSeal(key).open_head(bytes);
  if (head.file_bytes != file.size()) throw SnapshotFault();
  return head;
}

}  // namespace

/// What one thread works at.
struct SnapshotReading::Piece {
  Piece() : bytes(kPieceBytes), plain(kRecordMax) {}
  Piece(const Piece&) = delete;
  Piece& operator=(const Piece&) = delete;
  ~Piece() { cleanse(plain); }

  /// Records one after the other, without their lengths.
  std::vector<Bytes> records;
  std::vector<uint8_t> bytes;
  std::vector<uint8_t> plain;
  uint64_t number = 0;
  uint64_t offset = 0;
};

SnapshotReading::SnapshotReading(const File& file, Bytes key, const std::atomic<bool>& stop)
    : file_(file), key_(key), stop_(stop), head_(checked_head(file, key)), next_offset_(head_.size()) {
  // A true head tells a true number, so that this reserves what is needed.
  entries_.reserve(head_.references);
}

void SnapshotReading::work(const PutReference& put) {
  SnapshotSeal seal(key_);
  seal.bind(head_);
  Piece piece;
  try {
    while (fetch(piece)) open(piece, seal, put);
  } catch (...) {
    const std::scoped_lock lock(mutex_);
    next_offset_ = head_.file_bytes;
    throw;
  }
}

/// Read in turn, since only the length of a record tells where the next one begins; opened side by side.
bool SnapshotReading::fetch(Piece& piece) {
  if (stop_) throw SnapshotStopped();
  piece.records.clear();
  const std::scoped_lock lock(mutex_);
  if (next_offset_ >= head_.file_bytes) return false;
  const uint64_t left = head_.file_bytes - next_offset_;
  const auto there = std::span(piece.bytes).first(static_cast<size_t>(std::min<uint64_t>(kPieceBytes, left)));
  if (file_.read(there, next_offset_) != there.size()) throw SnapshotFault();
  Bytes rest = there;
  while (rest.size() >= kLengthBytes) {
    const uint32_t length = get_uint32(rest.first<kLengthBytes>());
    if (length < kTagBytes || length > kRecordMax) throw SnapshotFault();
    if (rest.size() - kLengthBytes < length) break;
    piece.records.push_back(rest.subspan(kLengthBytes, length));
    rest = rest.subspan(kLengthBytes + length);
  }
  if (piece.records.empty()) throw SnapshotFault();
  piece.number = next_number_;
  piece.offset = next_offset_;
  next_number_ += piece.records.size();
  next_offset_ += there.size() - rest.size();
  return true;
}

void SnapshotReading::open(Piece& piece, SnapshotSeal& seal, const PutReference& put) {
  std::vector<SnapshotEntry> entries;
  size_t erased = 0;
  for (size_t i = 0; i < piece.records.size(); ++i) {
    const Bytes record = piece.records[i];
    if (is_zero(record)) {
      ++erased;
      continue;
    }
    const auto plain = std::span(piece.plain).first(record.size() - kTagBytes);
    if (!seal.open_record(piece.number + i, record, plain)) throw SnapshotFault();
    const auto within = static_cast<uint64_t>(record.data() - piece.bytes.data());
    entries.push_back({snapshot_hash(put(plain)), piece.offset + within - kLengthBytes});
  }
  const std::scoped_lock lock(mutex_);
  erased_ += erased;
  entries_.insert(entries_.end(), entries.begin(), entries.end());
}

std::vector<SnapshotEntry> SnapshotReading::finish() {
  if (next_number_ != head_.references) throw SnapshotFault();
  return std::move(entries_);
}

}  // namespace face::crypto
