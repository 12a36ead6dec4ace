#pragma once

#include <napi.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gallery.h"

namespace face::addon {

class GallerySeal;

/// What threads of the gallery have to say is said on JavaScript's thread. Keeps the event loop alive while an answer is
/// awaited.
class Answers {
 public:
  using Say = std::function<void(Napi::Env)>;

  explicit Answers(Napi::Env env);

  /// On JavaScript's thread, before work starts that will `say` once.
  void expect(Napi::Env env);
  /// On JavaScript's thread: it will not be said after all.
  void forget(Napi::Env env);
  /// On any thread. Lost when JavaScript is ending.
  void say(Say say);
  /// On JavaScript's thread; what was said before is heard still.
  void release();

 private:
  Napi::ThreadSafeFunction function_;
  size_t expected_ = 0;
};

/// A native gallery as an object: methods in the order of src/engine/native-gallery.ts.
class GalleryObject : public Napi::ObjectWrap<GalleryObject> {
 public:
  static Napi::Value create(const Napi::CallbackInfo& info);
  explicit GalleryObject(const Napi::CallbackInfo& info);
  ~GalleryObject() override;

 private:
  /// A method whose exceptions become JavaScript errors with a code.
  template <Napi::Value (GalleryObject::*method)(const Napi::CallbackInfo&)>
  Napi::Value guarded_method(const Napi::CallbackInfo& info);

  Napi::Value put(const Napi::CallbackInfo& info);
  Napi::Value remove(const Napi::CallbackInfo& info);
  Napi::Value count(const Napi::CallbackInfo& info);
  Napi::Value search(const Napi::CallbackInfo& info);
  Napi::Value search_batch(const Napi::CallbackInfo& info);
  Napi::Value pairs(const Napi::CallbackInfo& info);
  Napi::Value status(const Napi::CallbackInfo& info);
  template <Napi::Value (GallerySeal::*method)(const Napi::CallbackInfo&)>
  Napi::Value sealed(const Napi::CallbackInfo& info);
  Napi::Value close(const Napi::CallbackInfo& info);

  gallery::Gallery& open_gallery();
  void end();
  static void on_environment_end(void* object);

  bool environment_ends_ = false;

  std::unique_ptr<gallery::Gallery> gallery_;
  std::unique_ptr<GallerySeal> seal_;
  size_t bytes_max_ = 0;
  /// Shared with what threads still have to say when the object goes.
  std::shared_ptr<Answers> answers_;
};

/// Arrays of strings, such as names. @throws std::invalid_argument
std::vector<std::string> strings(const Napi::Value& value, const std::string& name, size_t count_max);
std::vector<std::vector<std::string>> string_lists(const Napi::Value& value, const std::string& name, size_t count);

}  // namespace face::addon
