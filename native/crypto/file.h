#pragma once

#include <string>
#include <utility>

#include "secret.h"

namespace face::crypto {

/// An open file, closed by its owner. Every failure is a std::system_error that names the step and not the path.
class File {
 public:
  File() = default;
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  File& operator=(File&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~File();

  /// For reading and for overwriting; not open where there is none.
  static File existing(const std::string& path);
  /// A new one, mode 0600; what lies there is removed first.
  static File created(const std::string& path);

  explicit operator bool() const { return descriptor_ >= 0; }
  uint64_t size() const;
  void write(Bytes bytes, uint64_t offset) const;
  /// @returns how many bytes there were, fewer than asked for at the end of the file alone
  size_t read(std::span<uint8_t> out, uint64_t offset) const;
  /// Waits until the disk has what was written.
  void sync() const;

 private:
  explicit File(int descriptor) : descriptor_(descriptor) {}

  int descriptor_ = -1;
};

/// Moves a file over another one.
void move_file(const std::string& from, const std::string& to);
/// Waits until the disk has what was moved or removed in the folder of a file.
void sync_folder_of(const std::string& path);
/// Removes a file if it is there.
void remove_file(const std::string& path);

}  // namespace face::crypto
