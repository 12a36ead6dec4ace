#pragma once

#include <napi.h>

#include <exception>
#include <new>
#include <stdexcept>

namespace face::addon {

/// A JavaScript error with a stable `code`, ready to be thrown.
inline Napi::Error coded_error(Napi::Env env, const char* code, const char* message) {
  Napi::Error error = Napi::Error::New(env, message);
  error.Set("code", Napi::String::New(env, code));
  return error;
}

/// The only way out of C++ for an exception: std::invalid_argument, which the checks and the core throw, becomes
/// BAD_ARGUMENT; anything else is our fault and becomes INTERNAL. Errors thrown by JavaScript pass through.
template <Napi::Value (*function)(const Napi::CallbackInfo&)>
Napi::Value call_guarded(const Napi::CallbackInfo& info) {
  try {
    return function(info);
  } catch (const Napi::Error&) {
    throw;
  } catch (const std::invalid_argument& fault) {
    throw coded_error(info.Env(), "BAD_ARGUMENT", fault.what());
  } catch (const std::exception& fault) {
    throw coded_error(info.Env(), "INTERNAL", fault.what());
  }
}

template <Napi::Value (*function)(const Napi::CallbackInfo&)>
Napi::Function guarded(Napi::Env env) {
  return Napi::Function::New<call_guarded<function>>(env);
}

}  // namespace face::addon
