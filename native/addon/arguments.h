#pragma once

#include <napi.h>

#include <cmath>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>

#include "depth_map.h"
#include "picture.h"
#include "warp.h"

/// Checks types and lengths of what JavaScript passed; meaning is checked in TypeScript and in the core. Every
/// complaint says what was expected and what came. Spans borrow V8's memory for the length of the call; no getter may
/// run while one is held, since it could detach the buffer: read `format` before the picture, and that before arrays.
namespace face::addon {

[[noreturn]] inline void refuse(const std::string& name, const std::string& expected, const std::string& came) {
  throw std::invalid_argument(name + " must be " + expected + "; it is " + came);
}

/// "a string", "undefined", …: the kind of a value, never its content.
inline std::string kind_of(const Napi::Value& value) {
  if (value.IsEmpty() || value.IsUndefined()) return "undefined";
  if (value.IsNull()) return "null";
  if (value.IsNumber()) return "a number";
  if (value.IsString()) return "a string";
  if (value.IsBoolean()) return "a boolean";
  if (value.IsFunction()) return "a function";
  if (value.IsTypedArray()) return "a typed array of another type";
  if (value.IsArray()) return "an array";
  return value.IsObject() ? "an object" : "of another type";
}

template <class Element>
struct ArrayType;

template <>
struct ArrayType<uint8_t> {
  static constexpr napi_typedarray_type type = napi_uint8_array;
  static constexpr const char* name = "a Uint8Array";
};

template <>
struct ArrayType<int8_t> {
  static constexpr napi_typedarray_type type = napi_int8_array;
  static constexpr const char* name = "an Int8Array";
};

template <>
struct ArrayType<int32_t> {
  static constexpr napi_typedarray_type type = napi_int32_array;
  static constexpr const char* name = "an Int32Array";
};

template <>
struct ArrayType<float> {
  static constexpr napi_typedarray_type type = napi_float32_array;
  static constexpr const char* name = "a Float32Array";
};

template <>
struct ArrayType<double> {
  static constexpr napi_typedarray_type type = napi_float64_array;
  static constexpr const char* name = "a Float64Array";
};

template <class Element>
std::span<Element> array(const Napi::Value& value, const std::string& name) {
  using Expected = ArrayType<Element>;
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != Expected::type) {
    refuse(name, Expected::name, kind_of(value));
  }
  auto typed = value.As<Napi::TypedArrayOf<Element>>();
  return {typed.Data(), typed.ElementLength()};
}

template <class Element>
std::span<Element> array(const Napi::Value& value, const std::string& name, size_t length) {
  const std::span<Element> span = array<Element>(value, name);
  if (span.size() != length) {
    refuse(name, std::to_string(length) + " elements long", std::to_string(span.size()) + " long");
  }
  return span;
}

inline Napi::Object object(const Napi::Value& value, const std::string& name) {
  if (!value.IsObject()) refuse(name, "an object", kind_of(value));
  return value.As<Napi::Object>();
}

inline int32_t whole(const Napi::Value& value, const std::string& name, int32_t low, int32_t high) {
  const std::string expected = "a whole number from " + std::to_string(low) + " to " + std::to_string(high);
  if (!value.IsNumber()) refuse(name, expected, kind_of(value));
  const double number = value.As<Napi::Number>().DoubleValue();
  if (!(number >= low && number <= high) || number != std::floor(number)) {
    refuse(name, expected, value.ToString().Utf8Value());
  }
  return static_cast<int32_t>(number);
}

inline float number(const Napi::Value& value, const std::string& name) {
  if (!value.IsNumber()) refuse(name, "a number", kind_of(value));
  return value.As<Napi::Number>().FloatValue();
}

inline double number(const Napi::Value& value, const std::string& name, double low, double high) {
  const std::string expected = "a number from " + std::to_string(low) + " to " + std::to_string(high);
  if (!value.IsNumber()) refuse(name, expected, kind_of(value));
  const double given = value.As<Napi::Number>().DoubleValue();
  // Written so that NaN is refused too.
  if (!(given >= low && given <= high)) refuse(name, expected, value.ToString().Utf8Value());
  return given;
}

inline bool boolean(const Napi::Value& value, const std::string& name) {
  if (!value.IsBoolean()) refuse(name, "true or false", kind_of(value));
  return value.As<Napi::Boolean>().Value();
}

inline std::string text(const Napi::Value& value, const std::string& name) {
  if (!value.IsString()) refuse(name, "a string", kind_of(value));
  return value.As<Napi::String>().Utf8Value();
}

/// A length in pixels, 1 to `kSideMax`.
inline int32_t side(const Napi::Value& value, const std::string& name) { return whole(value, name, 1, kSideMax); }

inline size_t area(int32_t width, int32_t height) { return static_cast<size_t>(width) * static_cast<size_t>(height); }

inline Picture picture(const Napi::Value& value) {
  const Napi::Object fields = object(value, "picture");
  const int32_t width = side(fields.Get("width"), "picture.width");
  const int32_t height = side(fields.Get("height"), "picture.height");
  return {array<uint8_t>(fields.Get("data"), "picture.data", area(width, height) * 3).data(), width, height};
}

inline DepthMap depth_map(const Napi::Value& value) {
  const Napi::Object fields = object(value, "map");
  DepthMap map{};
  map.width = side(fields.Get("width"), "map.width");
  map.height = side(fields.Get("height"), "map.height");
  map.fx = number(fields.Get("fx"), "map.fx");
  map.fy = number(fields.Get("fy"), "map.fy");
  map.cx = number(fields.Get("cx"), "map.cx");
  map.cy = number(fields.Get("cy"), "map.cy");
  map.z16 = array<uint8_t>(fields.Get("z16"), "map.z16", area(map.width, map.height) * 2);
  return map;
}

/// One of a closed list of words, as its place in the list.
template <size_t count>
size_t word(const Napi::Value& value, const std::string& name, const char* const (&words)[count]) {
  std::string expected;
  for (const char* candidate : words) expected += (expected.empty() ? "" : " or ") + std::string(candidate);
  if (!value.IsString()) refuse(name, expected, kind_of(value));
  const std::string given = value.As<Napi::String>().Utf8Value();
  for (size_t i = 0; i < count; ++i) {
    if (given == words[i]) return i;
  }
  refuse(name, expected, "another word");
}

inline std::array<float, 3> per_channel(const Napi::Value& value, const std::string& name, uint32_t channels) {
  const std::string expected = "an array of " + std::to_string(channels) + " finite numbers, one a channel";
  if (!value.IsArray()) refuse(name, expected, kind_of(value));
  const auto list = value.As<Napi::Array>();
  if (list.Length() != channels) refuse(name, expected, "an array of " + std::to_string(list.Length()));
  std::array<float, 3> numbers{};
  for (uint32_t i = 0; i < channels; ++i) {
    const Napi::Value element = list.Get(i);
    if (!element.IsNumber()) refuse(name, expected, "an array that holds " + kind_of(element));
    numbers[i] = element.As<Napi::Number>().FloatValue();
    if (!std::isfinite(numbers[i])) refuse(name, expected, "an array that holds NaN or infinity");
  }
  return numbers;
}

inline TensorFormat tensor_format(const Napi::Value& value) {
  static constexpr const char* kOrders[] = {"rgb", "bgr", "gray"};
  static constexpr const char* kLayouts[] = {"nchw", "nhwc"};
  const Napi::Object fields = object(value, "format");
  TensorFormat format{};
  format.width = side(fields.Get("width"), "format.width");
  format.height = side(fields.Get("height"), "format.height");
  format.order = static_cast<ChannelOrder>(word(fields.Get("order"), "format.order", kOrders));
  format.layout = static_cast<TensorLayout>(word(fields.Get("layout"), "format.layout", kLayouts));
  const uint32_t channels = format.order == ChannelOrder::gray ? 1 : 3;
  format.mean = per_channel(fields.Get("mean"), "format.mean", channels);
  format.scale = per_channel(fields.Get("scale"), "format.scale", channels);
  return format;
}

inline Affine affine(const Napi::Value& value, const std::string& name) {
  const std::span<const double> given = array<double>(value, name, 6);
  return {given[0], given[1], given[2], given[3], given[4], given[5]};
}

}  // namespace face::addon
