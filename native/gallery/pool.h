#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace face::gallery {

/// Work that several threads do together, unit by unit.
class Round {
 public:
  virtual ~Round() = default;
  /// A thread's share: takes units until none is left.
  virtual void run() = 0;
  /// Once, after the last share.
  virtual void finish() = 0;

 private:
  friend class Pool;
  size_t running_ = 0;
};

/// The gallery's own threads. They do rounds, all of them together, one round after the other, and tasks, each by one
/// thread; tasks never take more than half of the threads from rounds that wait.
class Pool {
 public:
  /// @param next_round asked whenever no round is on its way; null when nothing waits
  Pool(size_t threads, std::function<std::shared_ptr<Round>()> next_round);
  ~Pool();

  /// Something waits that `next_round` will give.
  void wake();
  /// Precondition: not closed.
  void submit(std::function<void()> task);
  /// Ends when what is on its way has ended; tasks that wait are run, so that whoever waits for them hears.
  void close();

 private:
  void work();
  bool takes_task() const;

  std::function<std::shared_ptr<Round>()> next_round_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::shared_ptr<Round> round_;
  std::deque<std::function<void()>> tasks_;
  size_t tasks_running_ = 0;
  bool closing_ = false;
  std::vector<std::thread> threads_;
  size_t wanted_threads_;
};

}  // namespace face::gallery
