#pragma once

#include <mutex>
#include <shared_mutex>

namespace face::gallery {

/// A lock that many read and few write. A writer that waits comes before readers that come later: scans follow each other
/// without a gap, and readers first, as the system's lock has it, would keep a writer waiting as long as they do.
class BlockMutex {
 public:
  void lock() {
    door_.lock();
    rows_.lock();
  }
  void unlock() {
    rows_.unlock();
    door_.unlock();
  }
  void lock_shared() {
    // Through the door one by one, and not while a writer holds it.
    const std::scoped_lock passing(door_);
    rows_.lock_shared();
  }
  void unlock_shared() { rows_.unlock_shared(); }

 private:
  std::mutex door_;
  std::shared_mutex rows_;
};

}  // namespace face::gallery
