#include "file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

namespace face::crypto {
namespace {

[[noreturn]] void fail(const char* step) { throw std::system_error(errno, std::generic_category(), step); }

std::string folder_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

}  // namespace

File::~File() {
  if (descriptor_ >= 0) close(descriptor_);
}

File File::existing(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0 && errno != ENOENT) fail("open a snapshot");
  return File(descriptor);
}

File File::created(const std::string& path) {
  remove_file(path);
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) fail("create a snapshot");
  return File(descriptor);
}

uint64_t File::size() const {
  struct stat about{};
  if (fstat(descriptor_, &about) != 0) fail("measure a snapshot");
  return static_cast<uint64_t>(about.st_size);
}

void File::write(Bytes bytes, uint64_t offset) const {
  while (!bytes.empty()) {
    const ssize_t written = pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) fail("write a snapshot");
    bytes = bytes.subspan(static_cast<size_t>(written));
    offset += static_cast<uint64_t>(written);
  }
}

size_t File::read(std::span<uint8_t> out, uint64_t offset) const {
  size_t done = 0;
  while (done < out.size()) {
    const ssize_t got = pread(descriptor_, out.data() + done, out.size() - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail("read a snapshot");
    if (got == 0) break;
    done += static_cast<size_t>(got);
  }
  return done;
}

void File::sync() const {
  while (fsync(descriptor_) != 0) {
    if (errno != EINTR) fail("wait for the disk to have a snapshot");
  }
}

void move_file(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) fail("put a snapshot in its place");
}

void sync_folder_of(const std::string& path) {
  const int folder = open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) fail("open the folder of a snapshot");
  const int result = fsync(folder);
  const int reason = errno;
  close(folder);
  if (result != 0) {
    errno = reason;
    fail("wait for the disk to have the folder of a snapshot");
  }
}

void remove_file(const std::string& path) {
  if (unlink(path.c_str()) != 0 && errno != ENOENT) fail("remove a snapshot");
}

}  // namespace face::crypto
