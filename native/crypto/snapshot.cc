#include "snapshot.h"

#include <utility>

#include "threads.h"

namespace face::crypto {
namespace {

std::string beside(const std::string& path) { return path + ".new"; }

}  // namespace

/// The one that writes or reads.
class Snapshot::Turn {
 public:
  explicit Turn(Snapshot& owner) : owner_(owner) {
    const std::scoped_lock lock(owner_.mutex_);
    if (std::exchange(owner_.busy_, true)) {
      throw std::invalid_argument("a snapshot must be written or read alone; another one is at work");
    }
    owner_.erased_meanwhile_.clear();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() {
    const std::scoped_lock lock(owner_.mutex_);
    owner_.busy_ = false;
    owner_.erased_meanwhile_.clear();
  }

 private:
  Snapshot& owner_;
};

SnapshotWritten Snapshot::write(const SnapshotFile& to, SnapshotHead head, const SnapshotSource& source) {
  const Turn turn(*this);
  const std::string path = beside(to.path);
  File file = File::created(path);
  try {
    SnapshotWriting writing(file, to.key, head, source, stop_);
    in_threads(threads_, [&] { writing.work(); });
    SnapshotIndex next(std::move(file), head.size(), writing.finish());
    next.sync();
    take_place(std::move(next), path, to.path);
  } catch (...) {
    remove_file(path);
    throw;
  }
  return {head.references, head.file_bytes};
}

void Snapshot::take_place(SnapshotIndex next, const std::string& from, const std::string& to) {
  {
    const std::scoped_lock lock(mutex_);
    next.erase(erased_meanwhile_);
    move_file(from, to);
    // From here on names are erased in the new file, whatever fails below.
    std::swap(index_, next);
  }
  sync_folder_of(to);
  next.spoil();
}

SnapshotRead Snapshot::read(const SnapshotFile& from, const SnapshotShape& shape,
                            const std::function<PutReference()>& make_put) {
  const Turn turn(*this);
  File file = File::existing(from.path);
  if (!file) throw SnapshotFault();
  SnapshotReading reading(file, from.key, stop_);
  if (reading.head().shape != shape) {
    throw std::invalid_argument(
        "a snapshot must be of a gallery of the same dimension, precision and seed; it is of another");
  }
  in_threads(threads_, [&] { reading.work(make_put()); });
  std::vector<SnapshotEntry> entries = reading.finish();
  const uint64_t references = entries.size();
  SnapshotIndex read(std::move(file), reading.head().size(), std::move(entries));
  const std::scoped_lock lock(mutex_);
  read.erase(erased_meanwhile_);
  index_ = std::move(read);
  return {references, reading.erased()};
}

size_t Snapshot::erase(std::span<const std::string> names) {
  const std::scoped_lock lock(mutex_);
  if (busy_) erased_meanwhile_.insert(erased_meanwhile_.end(), names.begin(), names.end());
  return index_.erase(names);
}

std::optional<std::vector<uint8_t>> Snapshot::header_of(const std::string& path) {
  remove_file(beside(path));
  const File file = File::existing(path);
  if (!file) return std::nullopt;
  std::array<uint8_t, kHeadStartBytes> start{};
  const size_t there = file.read(start, 0);
  try {
    std::vector<uint8_t> bytes(head_bytes(Bytes(start).first(there)));
    if (file.read(bytes, 0) != bytes.size()) return std::nullopt;
    return header_in(bytes);
  } catch (const SnapshotFault&) {
    return std::nullopt;
  }
}

}  // namespace face::crypto
