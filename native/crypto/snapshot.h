#pragma once

#include <optional>

#include "snapshot_reading.h"

namespace face::crypto {

struct SnapshotFile {
  std::string path;
  /// `kKeyBytes`, of this file alone.
  Bytes key;
};

struct SnapshotWritten {
  uint64_t references;
  uint64_t bytes;
};

struct SnapshotRead {
  uint64_t references;
  uint64_t erased;
};

/// The snapshot of one gallery: the file that lies in its place, and the one that is being written to follow it.
/// Every method may be called from every thread; one may write or read at a time.
class Snapshot {
 public:
  explicit Snapshot(size_t threads) : threads_(threads) {}

  /// Writes a new file beside the old one and moves it over that when the disk has it. Whoever ends the process
  /// meanwhile leaves the old one. @throws std::invalid_argument while another one is written or read
  SnapshotWritten write(const SnapshotFile& to, SnapshotHead head, const SnapshotSource& source);
  /// @param make_put called once in each thread
  /// @throws SnapshotFault for a file that is not what was written with this key, or is not there;
  /// std::invalid_argument for one of another shape, and while another one is written or read
  SnapshotRead read(const SnapshotFile& from, const SnapshotShape& shape,
                    const std::function<PutReference()>& make_put);
  /// Overwrites these names' records, in a file that is being written too before it takes its place.
  size_t erase(std::span<const std::string> names);
  /// What is being written or read ends with SnapshotStopped.
  void stop() { stop_ = true; }

  /// The header of a file, unchecked, and none where there is no file or nothing of the kind. Removes what an
  /// interrupted writing left beside it.
  static std::optional<std::vector<uint8_t>> header_of(const std::string& path);

 private:
  class Turn;

  void take_place(SnapshotIndex next, const std::string& from, const std::string& to);

  size_t threads_;
  std::atomic<bool> stop_{false};
  std::mutex mutex_;
  bool busy_ = false;
  /// Names erased while `busy_`.
  std::vector<std::string> erased_meanwhile_;
  SnapshotIndex index_;
};

}  // namespace face::crypto
