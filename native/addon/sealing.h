#pragma once

#include <napi.h>

/// What the addon opens of sealed records; meaning is in native/crypto.
namespace face::addon {

Napi::Value open_record(const Napi::CallbackInfo& info);
Napi::Value open_sealed(const Napi::CallbackInfo& info);

}  // namespace face::addon
