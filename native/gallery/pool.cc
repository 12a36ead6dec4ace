#include "pool.h"

#include <algorithm>
#include <utility>

namespace face::gallery {

Pool::Pool(size_t threads, std::function<std::shared_ptr<Round>()> next_round)
    : next_round_(std::move(next_round)), wanted_threads_(threads) {
  threads_.reserve(threads);
  try {
    for (size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
  } catch (...) {
    // The system gives no more of them; those that run must end before this goes.
    close();
    throw;
  }
}

Pool::~Pool() { close(); }

void Pool::wake() {
  // Under the lock, so that no thread is between asking and waiting.
  { const std::scoped_lock lock(mutex_); }
  changed_.notify_all();
}

void Pool::submit(std::function<void()> task) {
  {
    const std::scoped_lock lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  changed_.notify_one();
}

void Pool::close() {
  {
    const std::scoped_lock lock(mutex_);
    closing_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

bool Pool::takes_task() const {
  return !tasks_.empty() && (round_ == nullptr || tasks_running_ < std::max<size_t>(1, wanted_threads_ / 2));
}

void Pool::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (round_ == nullptr) {
      round_ = next_round_();
      if (round_ != nullptr) changed_.notify_all();
    }
    if (takes_task()) {
      const auto task = std::move(tasks_.front());
      tasks_.pop_front();
      ++tasks_running_;
      lock.unlock();
      task();
      lock.lock();
      --tasks_running_;
    } else if (round_ != nullptr) {
      const std::shared_ptr<Round> round = round_;
      ++round->running_;
      lock.unlock();
      round->run();
      lock.lock();
      // No unit is left: whoever is free goes on to the next round while others end theirs.
      if (round_ == round) round_ = nullptr;
      if (--round->running_ > 0) continue;
      lock.unlock();
      round->finish();
      lock.lock();
    } else if (closing_) {
      return;
    } else {
      changed_.wait(lock);
    }
  }
}

}  // namespace face::gallery
