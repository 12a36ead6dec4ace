#pragma once

#include <napi.h>

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "gallery_object.h"
#include "guarded.h"
#include "snapshot_writing.h"

/// How results and faults of the gallery's threads become JavaScript's.
namespace face::addon {

struct Fault {
  const char* code;
  std::string message;
};

/// The coded form of the exception that is being handled.
inline Fault current_fault() {
  try {
    throw;
  } catch (const gallery::GalleryFull& fault) {
    return {"GALLERY_FULL", fault.what()};
  } catch (const gallery::Overloaded& fault) {
    return {"OVERLOADED", fault.what()};
  } catch (const crypto::SnapshotFault& fault) {
    return {"INTEGRITY", fault.what()};
  } catch (const crypto::SnapshotStopped& fault) {
    return {"CANCELLED", fault.what()};
  } catch (const gallery::Ended& fault) {
    return {"CANCELLED", fault.what()};
  } catch (const std::invalid_argument& fault) {
    return {"BAD_ARGUMENT", fault.what()};
  } catch (const std::bad_alloc&) {
    return {"GALLERY_FULL", "the system has no memory left for the gallery"};
  } catch (const std::exception& fault) {
    return {"INTERNAL", fault.what()};
  }
}

/// Runs `work`, whose exceptions become JavaScript errors with a code.
template <class Work>
auto throwing(Napi::Env env, Work work) {
  try {
    return work();
  } catch (const Napi::Error&) {
    throw;
  } catch (const std::exception&) {
    const Fault fault = current_fault();
    throw coded_error(env, fault.code, fault.message.c_str());
  }
}

/// The first fault of several threads' work.
class Failure {
 public:
  template <class Work>
  void guard(Work work) {
    try {
      work();
    } catch (const std::exception&) {
      const std::scoped_lock lock(mutex_);
      if (!failed_) fault_ = current_fault();
      failed_ = true;
    }
  }
  bool failed() const { return failed_; }
  Fault fault() {
    const std::scoped_lock lock(mutex_);
    return fault_;
  }

 private:
  std::mutex mutex_;
  std::atomic<bool> failed_{false};
  Fault fault_{"INTERNAL", ""};
};

/// A promise that a thread of the gallery settles, once.
class Promised : public std::enable_shared_from_this<Promised> {
 public:
  using Make = std::function<Napi::Value(Napi::Env)>;

  Promised(Napi::Env env, std::shared_ptr<Answers> answers)
      : deferred_(Napi::Promise::Deferred::New(env)), answers_(std::move(answers)) {
    answers_->expect(env);
  }

  Napi::Value value() const { return deferred_.Promise(); }

  void settle(Make make) {
    answers_->say([self = shared_from_this(), make = std::move(make)](Napi::Env env) {
      self->deferred_.Resolve(make(env));
    });
  }
  void fail(const char* code, std::string message) {
    answers_->say([self = shared_from_this(), code, message = std::move(message)](Napi::Env env) {
      self->deferred_.Reject(coded_error(env, code, message.c_str()).Value());
    });
  }
  /// On JavaScript's thread: what was to settle it never began.
  void drop(Napi::Env env) {
    deferred_.Resolve(env.Undefined());
    answers_->forget(env);
  }
  void settle(Failure& failure, Make make) {
    if (!failure.failed()) return settle(std::move(make));
    const Fault fault = failure.fault();
    fail(fault.code, fault.message);
  }

 private:
  Napi::Promise::Deferred deferred_;
  std::shared_ptr<Answers> answers_;
};

/// Settles a promise whose searches were cancelled or ran out of memory. @returns whether they did
inline bool settled_badly(Promised& promise, bool cancelled, bool failed) {
  if (cancelled) {
    promise.fail("CANCELLED", "the search was cancelled");
  } else if (failed) {
    promise.fail("GALLERY_FULL", "the system has no memory left for the search");
  }
  return cancelled || failed;
}

using Searches = std::vector<std::shared_ptr<gallery::Search>>;

/// What JavaScript gets of an answer on its way, with a way to cancel it.
Napi::Value pending_value(Napi::Env env, Napi::Value answer, Searches searches);

/// Starts searches that will settle the promise.
template <class Start>
Napi::Value pending(Napi::Env env, const std::shared_ptr<Promised>& promise, Start start) {
  try {
    return pending_value(env, promise->value(), start());
  } catch (...) {
    promise->drop(env);
    throw;
  }
}

Napi::Value to_value(Napi::Env env, const gallery::Answer& answer);
Napi::Value to_value(Napi::Env env, const std::vector<gallery::Answer>& answers);
Napi::Value to_value(Napi::Env env, const gallery::Gallery::Pairs& found);

}  // namespace face::addon
