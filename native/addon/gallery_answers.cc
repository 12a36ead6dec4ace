#include "gallery_answers.h"

#include <algorithm>

#include "arguments.h"

namespace face::addon {

Answers::Answers(Napi::Env env)
    : function_(Napi::ThreadSafeFunction::New(env, Napi::Function::New(env, [](const Napi::CallbackInfo&) {}),
                                              "face gallery", 0, 1)) {
  function_.Unref(env);
}

void Answers::expect(Napi::Env env) {
  if (expected_++ == 0) function_.Ref(env);
}

void Answers::forget(Napi::Env env) {
  if (--expected_ == 0) function_.Unref(env);
}

void Answers::say(Say say) {
  auto* held = new Say(std::move(say));
  const auto heard = [this](Napi::Env env, Napi::Function, Say* said) {
    const std::unique_ptr<Say> owned(said);
    forget(env);
    (*owned)(env);
  };
  if (function_.BlockingCall(held, heard) != napi_ok) delete held;
}

void Answers::release() { function_.Release(); }

std::vector<std::string> strings(const Napi::Value& value, const std::string& name, size_t count_max) {
  if (!value.IsArray()) refuse(name, "an array of strings", kind_of(value));
  const auto list = value.As<Napi::Array>();
  if (list.Length() > count_max) {
    refuse(name, "an array of at most " + std::to_string(count_max), "one of " + std::to_string(list.Length()));
  }
  std::vector<std::string> all(list.Length());
  for (uint32_t i = 0; i < list.Length(); ++i) {
    const Napi::HandleScope scope(value.Env());
    const Napi::Value element = list.Get(i);
    if (!element.IsString()) refuse(name, "an array of strings", "an array that holds " + kind_of(element));
    all[i] = element.As<Napi::String>().Utf8Value();
    if (all[i].size() > 255) refuse(name, "an array of strings of at most 255 bytes", "longer");
  }
  return all;
}

std::vector<std::vector<std::string>> string_lists(const Napi::Value& value, const std::string& name, size_t count) {
  constexpr size_t kListMax = 255;
  if (!value.IsArray()) refuse(name, "an array of arrays of strings", kind_of(value));
  const auto list = value.As<Napi::Array>();
  if (list.Length() != count) {
    refuse(name, std::to_string(count) + " elements long", std::to_string(list.Length()) + " long");
  }
  std::vector<std::vector<std::string>> all(count);
  for (uint32_t i = 0; i < count; ++i) {
    const Napi::HandleScope scope(value.Env());
    all[i] = strings(list.Get(i), name, kListMax);
  }
  return all;
}

Napi::Value pending_value(Napi::Env env, Napi::Value answer, Searches searches) {
  Napi::Object result = Napi::Object::New(env);
  result.Set("answer", answer);
  result.Set("cancel", Napi::Function::New(env, [searches = std::move(searches)](const Napi::CallbackInfo& info) {
               for (const auto& search : searches) search->cancel();
               return info.Env().Undefined();
             }));
  return result;
}

Napi::Value to_value(Napi::Env env, const gallery::Answer& answer) {
  Napi::Array names = Napi::Array::New(env, answer.hits.size());
  Napi::Float32Array scores = Napi::Float32Array::New(env, answer.hits.size());
  float error = 0;
  for (uint32_t i = 0; i < answer.hits.size(); ++i) {
    const Napi::HandleScope scope(env);
    names.Set(i, Napi::String::New(env, answer.hits[i].name));
    scores[i] = answer.hits[i].score;
    error = std::max(error, answer.hits[i].error);
  }
  Napi::Object found = Napi::Object::New(env);
  found.Set("names", names);
  found.Set("scores", scores);
  found.Set("found", static_cast<double>(answer.found));
  found.Set("searched", static_cast<double>(answer.searched));
  found.Set("scoreErrorMax", error);
  return found;
}

Napi::Value to_value(Napi::Env env, const std::vector<gallery::Answer>& answers) {
  Napi::Array all = Napi::Array::New(env, answers.size());
  for (uint32_t i = 0; i < answers.size(); ++i) {
    const Napi::HandleScope scope(env);
    all.Set(i, to_value(env, answers[i]));
  }
  return all;
}

Napi::Value to_value(Napi::Env env, const gallery::Gallery::Pairs& found_pairs) {
  const auto& pairs = found_pairs.pairs;
  Napi::Array names = Napi::Array::New(env, 2 * pairs.size());
  Napi::Float32Array scores = Napi::Float32Array::New(env, pairs.size());
  float error = 0;
  for (uint32_t i = 0; i < pairs.size(); ++i) {
    const Napi::HandleScope scope(env);
    names.Set(2 * i, Napi::String::New(env, pairs[i].name));
    names.Set(2 * i + 1, Napi::String::New(env, pairs[i].other));
    scores[i] = pairs[i].score;
    error = std::max(error, pairs[i].error);
  }
  Napi::Object found = Napi::Object::New(env);
  found.Set("names", names);
  found.Set("scores", scores);
  found.Set("scoreErrorMax", error);
  found.Set("cut", found_pairs.cut);
  return found;
}

}  // namespace face::addon
