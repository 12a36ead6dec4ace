#pragma once

#include <atomic>
#include <functional>
#include <mutex>

#include "snapshot_writing.h"

namespace face::crypto {

/// Takes one reference as `SnapshotSource::take` gave it, and tells its name, which may lie within the bytes.
/// @throws std::invalid_argument for bytes that it never gave
using PutReference = std::function<std::string_view(Bytes reference)>;

/// Reads the records of one file. What it put before it failed is the caller's to take out again.
class SnapshotReading {
 public:
  /// Checks the head. @param key outlives it; so do the others @throws SnapshotFault
  SnapshotReading(const File& file, Bytes key, const std::atomic<bool>& stop);

  const SnapshotHead& head() const { return head_; }
  /// For as many threads as are to read, each with a `put` of its own; returns when nothing is left.
  /// @throws SnapshotFault, SnapshotStopped
  void work(const PutReference& put);
  /// Afterwards: where everything lies. @throws SnapshotFault where records are missing
  std::vector<SnapshotEntry> finish();
  size_t erased() const { return erased_; }

 private:
  struct Piece;
  bool fetch(Piece& piece);
  void open(Piece& piece, SnapshotSeal& seal, const PutReference& put);

  const File& file_;
  Bytes key_;
  const std::atomic<bool>& stop_;
  SnapshotHead head_;
  /// Guards what is below.
  std::mutex mutex_;
  uint64_t next_number_ = 0;
  uint64_t next_offset_;
  size_t erased_ = 0;
  std::vector<SnapshotEntry> entries_;
};

}  // namespace face::crypto
