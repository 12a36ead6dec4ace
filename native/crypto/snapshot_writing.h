#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>

#include "snapshot_format.h"
#include "snapshot_index.h"

namespace face::crypto {

/// Whoever asked for a snapshot, or for one to be read, gave up.
class SnapshotStopped : public std::runtime_error {
 public:
  SnapshotStopped() : std::runtime_error("the snapshot was given up") {}
};

/// Where a snapshot takes its references from; every thread calls it.
struct SnapshotSource {
  /// Places that may hold a reference.
  size_t places;
  /// Appends the reference at a place and gives its name; false where there is none.
  std::function<bool(size_t place, std::string& name, std::vector<uint8_t>& out)> take;
};

/// Writes the records of one file. References that come or go meanwhile are in it or not.
class SnapshotWriting {
 public:
  /// @param key outlives it; so do the others
  SnapshotWriting(const File& file, Bytes key, SnapshotHead& head, const SnapshotSource& source,
                  const std::atomic<bool>& stop);

  /// For as many threads as are to write; returns when nothing is left. @throws SnapshotStopped
  void work();
  /// Afterwards: writes the head, whose numbers it sets. @returns where everything lies
  std::vector<SnapshotEntry> finish();

 private:
  struct Piece;
  bool collect(Piece& piece);
  void seal(Piece& piece, SnapshotSeal& seal);

  const File& file_;
  Bytes key_;
  SnapshotHead& head_;
  const SnapshotSource& source_;
  const std::atomic<bool>& stop_;
  std::atomic<size_t> next_place_{0};
  /// Guards the three below: numbers rise with offsets.
  std::mutex mutex_;
  uint64_t next_number_ = 0;
  uint64_t next_offset_;
  std::vector<SnapshotEntry> entries_;
};

}  // namespace face::crypto
