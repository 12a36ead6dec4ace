#pragma once

#include <stdexcept>
#include <vector>

#include "big_endian.h"
#include "digest.h"
#include "gcm.h"

/// The file a gallery is kept in between two runs; docs/gallery-snapshot.md. Big-endian:
///
///   magic 4 · version 1 · zero 3 · dimension 4 · shape 32 · length of the header 4 · header ·
///   references 8 · length of the file 8 · tag 16 · records
///
/// Each record is one reference: length of what follows 4 · ciphertext · tag 16. The key is of this file alone, so that
/// the number of a record is its nonce; every record is bound to the head and to its number.
namespace face::crypto {

inline constexpr size_t kHeaderMax = 1 << 20;
/// Larger than any reference: 1024 numbers in all their forms, a name and sixteen tags.
inline constexpr size_t kRecordMax = 1 << 20;
inline constexpr size_t kLengthBytes = 4;

/// What a file is of: another gallery does not read it.
struct SnapshotShape {
  uint32_t dimension = 0;
  /// Digest of everything else that what is in the records depends on.
  std::array<uint8_t, 32> digest{};

  bool operator==(const SnapshotShape&) const = default;
};

/// What the tag of the head covers.
struct SnapshotHead {
  SnapshotShape shape;
  /// The caller's; readable.
  std::vector<uint8_t> header;
  uint64_t references = 0;
  uint64_t file_bytes = 0;

  /// How many bytes of the file come before the first record.
  size_t size() const;
};

class SnapshotFault : public std::runtime_error {
 public:
  SnapshotFault() : std::runtime_error("the snapshot is not what was written") {}
};

/// Seals and opens the parts of one file, for one thread.
class SnapshotSeal {
 public:
  /// @param key `kKeyBytes`, of this file alone; outlives the seal
  explicit SnapshotSeal(Bytes key) : key_(key) {}

  /// The head with its tag.
  std::vector<uint8_t> seal_head(const SnapshotHead& head);
  /// @throws SnapshotFault for one that was not sealed with this key
  SnapshotHead open_head(Bytes bytes);
  /// Before records: what they are bound to besides their number.
  void bind(const SnapshotHead& head);
  /// @param record room for `plaintext` and a tag
  void seal_record(uint64_t number, Bytes plaintext, std::span<uint8_t> record);
  /// @param plaintext the record's length less a tag @returns whether it is the record of this number
  bool open_record(uint64_t number, Bytes record, std::span<uint8_t> plaintext);

 private:
  Bytes key_;
  bool keyed_ = false;
  std::array<uint8_t, 32> bound_{};
  Digest sha256_ = Digest::sha256();
  Gcm gcm_;
};

/// How long the head is that starts with these bytes. @throws SnapshotFault where nothing of the kind starts so
size_t head_bytes(Bytes start);
/// The header of a head, unchecked. @param head as long as `head_bytes` says
std::vector<uint8_t> header_in(Bytes head);

/// How many bytes `head_bytes` must see.
inline constexpr size_t kHeadStartBytes = 48;

}  // namespace face::crypto
