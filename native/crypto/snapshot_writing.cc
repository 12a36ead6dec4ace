#include "snapshot_writing.h"

#include <algorithm>

namespace face::crypto {
namespace {

/// Places one thread takes at a time: some hundred kilobytes.
constexpr size_t kPiecePlaces = 128;
/// More than a reference ever takes, so that no buffer grows and leaves a copy of a vector behind in the heap.
constexpr size_t kReferenceBytes = 16 * 1024;

}  // namespace

/// What one thread works at.
struct SnapshotWriting::Piece {
  Piece() { plain.reserve(kPiecePlaces * kReferenceBytes); }
  Piece(const Piece&) = delete;
  Piece& operator=(const Piece&) = delete;
  ~Piece() { cleanse(plain); }

  size_t file_bytes() const { return plain.size() + ends.size() * (kLengthBytes + kTagBytes); }

  std::vector<uint8_t> plain;
  std::vector<size_t> ends;
  std::vector<uint64_t> name_hashes;
  std::vector<uint8_t> sealed;
  uint64_t number = 0;
  uint64_t offset = 0;
};

SnapshotWriting::SnapshotWriting(const File& file, Bytes key, SnapshotHead& head, const SnapshotSource& source,
                                 const std::atomic<bool>& stop)
    : file_(file), key_(key), head_(head), source_(source), stop_(stop), next_offset_(head.size()) {
  entries_.reserve(source.places);
}

void SnapshotWriting::work() {
  SnapshotSeal seal(key_);
  seal.bind(head_);
  Piece piece;
  try {
    while (collect(piece)) this->seal(piece, seal);
  } catch (...) {
    next_place_ = source_.places;
    throw;
  }
}

bool SnapshotWriting::collect(Piece& piece) {
  if (stop_) throw SnapshotStopped();
  const size_t first = next_place_.fetch_add(kPiecePlaces);
  if (first >= source_.places) return false;
  piece.plain.clear();
  piece.ends.clear();
  piece.name_hashes.clear();
  std::string name;
  for (size_t place = first; place < std::min(first + kPiecePlaces, source_.places); ++place) {
    if (!source_.take(place, name, piece.plain)) continue;
    piece.ends.push_back(piece.plain.size());
    piece.name_hashes.push_back(snapshot_hash(name));
  }
  const std::scoped_lock lock(mutex_);
  piece.number = next_number_;
  piece.offset = next_offset_;
  next_number_ += piece.ends.size();
  next_offset_ += piece.file_bytes();
  return true;
}

void SnapshotWriting::seal(Piece& piece, SnapshotSeal& seal) {
  piece.sealed.resize(piece.file_bytes());
  std::vector<SnapshotEntry> entries;
  std::span<uint8_t> room(piece.sealed);
  size_t start = 0;
  for (size_t i = 0; i < piece.ends.size(); ++i) {
    const Bytes plain = Bytes(piece.plain).subspan(start, piece.ends[i] - start);
    const size_t length = plain.size() + kTagBytes;
    entries.push_back({piece.name_hashes[i], piece.offset + (piece.sealed.size() - room.size())});
    put_uint32(static_cast<uint32_t>(length), room.first<kLengthBytes>());
    seal.seal_record(piece.number + i, plain, room.subspan(kLengthBytes, length));
    room = room.subspan(kLengthBytes + length);
    start = piece.ends[i];
  }
  file_.write(piece.sealed, piece.offset);
  const std::scoped_lock lock(mutex_);
  entries_.insert(entries_.end(), entries.begin(), entries.end());
}

std::vector<SnapshotEntry> SnapshotWriting::finish() {
  head_.references = next_number_;
  head_.file_bytes = next_offset_;
  file_.write(SnapshotSeal(key_).seal_head(head_), 0);
  return std::move(entries_);
}

}  // namespace face::crypto
