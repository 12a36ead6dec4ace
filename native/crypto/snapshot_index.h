#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "file.h"

namespace face::crypto {

/// Where a name's record begins in a file.
struct SnapshotEntry {
  uint64_t name_hash;
  uint64_t offset;
};

/// Of the name and nothing else. Two names with one hash would be erased together, which the count of a snapshot tells
/// when it is read: less is there than should be, and it is given up.
uint64_t snapshot_hash(std::string_view name);

/// A snapshot that lies in its place: finds records by name and overwrites them. 16 bytes a reference.
class SnapshotIndex {
 public:
  SnapshotIndex() = default;
  /// @param head_bytes of the file, before the first record @param entries in any order
  SnapshotIndex(File file, uint64_t head_bytes, std::vector<SnapshotEntry> entries);

  /// Overwrites the records of these names with zeros and waits until the disk has them. @returns how many there were
  size_t erase(std::span<const std::string> names);
  /// Waits until the disk has the file.
  void sync() const { file_.sync(); }
  /// Overwrites the head, without which nothing tells the key of what remains of the file on the disk.
  void spoil();
  size_t bytes() const { return entries_.capacity() * sizeof(SnapshotEntry); }

 private:
  void overwrite(uint64_t offset) const;

  File file_;
  uint64_t head_bytes_ = 0;
  std::vector<SnapshotEntry> entries_;
};

}  // namespace face::crypto
