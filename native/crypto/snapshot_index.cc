#include "snapshot_index.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "big_endian.h"
#include "snapshot_format.h"

namespace face::crypto {
namespace {

/// No record begins where the head does.
constexpr uint64_t kErased = 0;

}  // namespace

uint64_t snapshot_hash(std::string_view name) { return std::hash<std::string_view>{}(name); }

SnapshotIndex::SnapshotIndex(File file, uint64_t head_bytes, std::vector<SnapshotEntry> entries)
    : file_(std::move(file)), head_bytes_(head_bytes), entries_(std::move(entries)) {
  std::ranges::sort(entries_, {}, &SnapshotEntry::name_hash);
}

size_t SnapshotIndex::erase(std::span<const std::string> names) {
  size_t erased = 0;
  for (const std::string& name : names) {
    const uint64_t hash = snapshot_hash(name);
    for (SnapshotEntry& entry : std::ranges::equal_range(entries_, hash, {}, &SnapshotEntry::name_hash)) {
      if (entry.offset == kErased) continue;
      overwrite(entry.offset);
      entry.offset = kErased;
      ++erased;
    }
  }
  if (erased > 0) file_.sync();
  return erased;
}

void SnapshotIndex::spoil() {
  if (!file_) return;
  file_.write(std::vector<uint8_t>(head_bytes_), 0);
  file_.sync();
}

void SnapshotIndex::overwrite(uint64_t offset) const {
  std::array<uint8_t, kLengthBytes> length;
  if (file_.read(length, offset) != kLengthBytes) throw SnapshotFault();
  const uint32_t bytes = get_uint32(length);
  if (bytes > kRecordMax) throw SnapshotFault();
  file_.write(std::vector<uint8_t>(bytes), offset + kLengthBytes);
}

}  // namespace face::crypto
