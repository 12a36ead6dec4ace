#pragma once

#include <napi.h>

#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "guarded.h"

namespace face::addon {

/// A promise that another thread settles, once. It keeps the process alive until then; where its environment ends first,
/// nobody hears the answer.
class Promised {
 public:
  /// Makes the value in the thread of JavaScript.
  using Value = std::function<Napi::Value(Napi::Env)>;
  /// What settles it; to be called once, from any thread. An exception is thrown by the value to reject.
  using Settle = std::function<void(Value)>;

  /// @param start begins the work; an exception that leaves it passes through, and there is no promise
  static Napi::Value of(Napi::Env env, const std::function<void(Settle)>& start) {
    auto* promised = new Promised(env);
    const Napi::Promise promise = promised->deferred_.Promise();
    Function function = promised->function_;
    try {
      start([function](Value value) mutable {
        auto* boxed = new Value(std::move(value));
        // Where the environment is ending, the function must not be touched again.
        if (function.BlockingCall(boxed) == napi_ok) {
          function.Release();
        } else {
          delete boxed;
        }
      });
    } catch (...) {
      function.Release();
      throw;
    }
    return promise;
  }

 private:
  explicit Promised(Napi::Env env)
      : deferred_(Napi::Promise::Deferred::New(env)),
        function_(Function::New(env, "face_engine", 0, 1, this, [](Napi::Env, void*, Promised* self) { delete self; })) {}

  static void settle(Napi::Env env, Napi::Function, Promised* self, Value* boxed) {
    const std::unique_ptr<Value> value(boxed);
    if (env == nullptr) return;
    try {
      self->deferred_.Resolve((*value)(env));
    } catch (const Napi::Error& error) {
      self->deferred_.Reject(error.Value());
    } catch (const std::exception& fault) {
      self->deferred_.Reject(coded_error(env, "INTERNAL", fault.what()).Value());
    }
  }

  using Function = Napi::TypedThreadSafeFunction<Promised, Value, settle>;

  Napi::Promise::Deferred deferred_;
  Function function_;
};

}  // namespace face::addon
