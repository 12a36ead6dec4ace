#include "gallery_object.h"

#include <algorithm>
#include <cmath>

#include "arguments.h"
#include "gallery_answers.h"
#include "gallery_seal.h"
#include "guarded.h"

namespace face::addon {
namespace {

constexpr size_t kNamesMax = 1'000'000;
constexpr size_t kTagsMax = 255;
constexpr size_t kLimitMax = 1'000'000;
/// References one thread encodes at a time.
constexpr size_t kPutAtOnce = 128;

gallery::Precision precision_of(const Napi::Value& value) {
  const std::string name = value.IsString() ? value.As<Napi::String>().Utf8Value() : kind_of(value);
  if (name == "float32") return gallery::Precision::float32;
  if (name == "bfloat16") return gallery::Precision::bfloat16;
  if (name == "int8") return gallery::Precision::int8;
  refuse("precision", "'float32', 'bfloat16' or 'int8'", name);
}

gallery::GalleryOptions options_of(const Napi::Value& value) {
  const Napi::Object fields = object(value, "options");
  const auto seed = array<uint8_t>(fields.Get("seed"), "seed", 32);
  gallery::GalleryOptions options{};
  options.dimension = static_cast<size_t>(whole(fields.Get("dimension"), "dimension", 1, 1 << 20));
  std::ranges::copy(seed, options.seed.begin());
  options.precision = precision_of(fields.Get("precision"));
  options.bytes_max = static_cast<size_t>(number(fields.Get("bytesMax"), "bytesMax", 0, 9e15));
  options.threads = static_cast<size_t>(whole(fields.Get("threads"), "threads", 1, 256));
  options.queue_max = static_cast<size_t>(whole(fields.Get("queueMax"), "queueMax", 1, 1'000'000));
  return options;
}

gallery::Filter filter_of(const Napi::Object& fields) {
  gallery::Filter filter;
  const Napi::Value names = fields.Get("names");
  const Napi::Value tags = fields.Get("tagsAny");
  if (!names.IsNull()) filter.names = strings(names, "names", kNamesMax);
  if (!tags.IsNull()) filter.tags_any = strings(tags, "tagsAny", kTagsMax);
  return filter;
}

gallery::Query query_of(const Napi::Value& value) {
  const Napi::Object fields = object(value, "query");
  gallery::Query query;
  query.score_min = static_cast<float>(number(fields.Get("scoreMin"), "scoreMin", -INFINITY, 2));
  query.limit = static_cast<size_t>(whole(fields.Get("limit"), "limit", 0, kLimitMax));
  query.certified = boolean(fields.Get("certified"), "certified");
  query.filter = filter_of(fields);
  return query;
}

/// References on their way into the gallery, in pieces that threads share.
class Putting {
 public:
  Putting(std::vector<std::string> names, std::vector<std::vector<std::string>> tags, std::span<const float> vectors)
      : names_(std::move(names)), tags_(std::move(tags)), vectors_(vectors.begin(), vectors.end()) {}
  ~Putting() { std::ranges::fill(vectors_, 0.0F); }

  size_t pieces() const { return (names_.size() + kPutAtOnce - 1) / kPutAtOnce; }

  void put_piece(gallery::Gallery& gallery, size_t piece) {
    gallery::Places& places = gallery.places();
    gallery::Codes codes(places.shape());
    const size_t dimension = places.shape().dimension;
    const size_t last = std::min((piece + 1) * kPutAtOnce, names_.size());
    for (size_t i = piece * kPutAtOnce; i < last && !failure_.failed(); ++i) {
      failure_.guard([&] {
        gallery.check_open();
        places.put(names_[i], tags_[i], std::span(vectors_).subspan(i * dimension, dimension), codes);
      });
    }
  }

  Failure& failure() { return failure_; }
  /// True for the last piece to end.
  bool ends() { return ended_.fetch_add(1) + 1 == pieces(); }

 private:
  std::vector<std::string> names_;
  std::vector<std::vector<std::string>> tags_;
  std::vector<float> vectors_;
  Failure failure_;
  std::atomic<size_t> ended_{0};
};

}  // namespace

template <Napi::Value (GalleryObject::*method)(const Napi::CallbackInfo&)>
Napi::Value GalleryObject::guarded_method(const Napi::CallbackInfo& info) {
  return throwing(info.Env(), [&] { return (this->*method)(info); });
}

template <Napi::Value (GallerySeal::*method)(const Napi::CallbackInfo&)>
Napi::Value GalleryObject::sealed(const Napi::CallbackInfo& info) {
  open_gallery();
  return ((*seal_).*method)(info);
}

Napi::Value GalleryObject::create(const Napi::CallbackInfo& info) {
  // A class of its own for each gallery: no static reference outlives an environment.
  Napi::Function type = DefineClass(info.Env(), "Gallery",
                                          {
                                              InstanceMethod<&GalleryObject::guarded_method<&GalleryObject::put>>("put"),
                                              InstanceMethod<&GalleryObject::guarded_method<&GalleryObject::remove>>("remove"),
                                              InstanceMethod<&GalleryObject::guarded_method<&GalleryObject::count>>("count"),
                                              InstanceMethod<&GalleryObject::guarded_method<&GalleryObject::search>>("search"),
                                              InstanceMethod<&GalleryObject::guarded_method<&GalleryObject::search_batch>>("searchBatch"),
                                              InstanceMethod<&GalleryObject::guarded_method<&GalleryObject::pairs>>("pairs"),
                                              InstanceMethod<&GalleryObject::guarded_method<&GalleryObject::status>>("status"),
                                              InstanceMethod<&GalleryObject::guarded_method<&GalleryObject::sealed<&GallerySeal::put_sealed>>>("putSealed"),
                                              InstanceMethod<&GalleryObject::guarded_method<&GalleryObject::sealed<&GallerySeal::write_snapshot>>>("writeSnapshot"),
                                              InstanceMethod<&GalleryObject::guarded_method<&GalleryObject::sealed<&GallerySeal::read_snapshot_header>>>("readSnapshotHeader"),
                                              InstanceMethod<&GalleryObject::guarded_method<&GalleryObject::sealed<&GallerySeal::read_snapshot>>>("readSnapshot"),
                                              InstanceMethod<&GalleryObject::guarded_method<&GalleryObject::sealed<&GallerySeal::erase_from_snapshot>>>("eraseFromSnapshot"),
                                              InstanceMethod<&GalleryObject::guarded_method<&GalleryObject::close>>("close"),
                                          });
  return type.New({info[0]});
}

GalleryObject::GalleryObject(const Napi::CallbackInfo& info) : Napi::ObjectWrap<GalleryObject>(info) {
  throwing(info.Env(), [&] {
    const gallery::GalleryOptions options = options_of(info[0]);
    bytes_max_ = options.bytes_max;
    gallery_ = std::make_unique<gallery::Gallery>(options);
    answers_ = std::make_shared<Answers>(info.Env());
    seal_ = std::make_unique<GallerySeal>(*gallery_, options, answers_);
    // Hooks run last in, first out: this one before that by which Node frees what threads say their answers through.
    napi_add_env_cleanup_hook(info.Env(), on_environment_end, this);
  });
}

GalleryObject::~GalleryObject() { end(); }

void GalleryObject::on_environment_end(void* object) {
  auto* self = static_cast<GalleryObject*>(object);
  self->environment_ends_ = true;
  self->end();
}

void GalleryObject::end() {
  if (!gallery_) return;
  if (!environment_ends_) napi_remove_env_cleanup_hook(Env(), on_environment_end, this);
  seal_->stop();
  gallery_->close();
  seal_ = nullptr;
  gallery_ = nullptr;
  answers_->release();
}

gallery::Gallery& GalleryObject::open_gallery() {
  if (gallery_) return *gallery_;
  throw coded_error(Env(), "CLOSED", "the gallery is closed");
}

Napi::Value GalleryObject::put(const Napi::CallbackInfo& info) {
  gallery::Gallery& gallery = open_gallery();
  auto names = strings(info[0], "names", kNamesMax);
  auto tags = string_lists(info[1], "tags", names.size());
  const auto vectors = array<float>(info[2], "vectors", names.size() * gallery.places().shape().dimension);
  const auto putting = std::make_shared<Putting>(std::move(names), std::move(tags), vectors);
  const auto promise = std::make_shared<Promised>(info.Env(), answers_);
  if (putting->pieces() == 0) promise->settle([](Napi::Env env) { return env.Undefined(); });
  for (size_t piece = 0; piece < putting->pieces(); ++piece) {
    gallery.submit([&gallery, putting, promise, piece] {
      putting->put_piece(gallery, piece);
      if (putting->ends()) promise->settle(putting->failure(), [](Napi::Env env) { return env.Undefined(); });
    });
  }
  return promise->value();
}

Napi::Value GalleryObject::remove(const Napi::CallbackInfo& info) {
  gallery::Places& places = open_gallery().places();
  size_t removed = 0;
  for (const std::string& name : strings(info[0], "names", kNamesMax)) removed += places.remove(name) ? 1 : 0;
  return Napi::Number::New(info.Env(), static_cast<double>(removed));
}

Napi::Value GalleryObject::count(const Napi::CallbackInfo& info) {
  const gallery::Places& places = open_gallery().places();
  const gallery::Filter filter = filter_of(object(info[0], "filter"));
  return Napi::Number::New(info.Env(), static_cast<double>(gallery::count(places, filter)));
}

Napi::Value GalleryObject::search(const Napi::CallbackInfo& info) {
  gallery::Gallery& gallery = open_gallery();
  gallery::Query query = query_of(info[1]);
  const auto probe = array<float>(info[0], "probe", gallery.places().shape().dimension);
  const auto promise = std::make_shared<Promised>(info.Env(), answers_);
  return pending(info.Env(), promise, [&]() -> Searches {
    return {gallery.search(probe, std::move(query), [promise](gallery::Answer answer) {
      const auto found = std::make_shared<gallery::Answer>(std::move(answer));
      if (!settled_badly(*promise, found->cancelled, found->failed)) {
        promise->settle([found](Napi::Env env) { return to_value(env, *found); });
      }
    })};
  });
}

Napi::Value GalleryObject::search_batch(const Napi::CallbackInfo& info) {
  gallery::Gallery& gallery = open_gallery();
  const gallery::Query query = query_of(info[1]);
  const auto probes = array<float>(info[0], "probes");
  const auto promise = std::make_shared<Promised>(info.Env(), answers_);
  return pending(info.Env(), promise, [&] {
    return gallery.search_batch(probes, query, [promise](std::vector<gallery::Answer> answers) {
      const bool cancelled = std::ranges::any_of(answers, &gallery::Answer::cancelled);
      const bool failed = std::ranges::any_of(answers, &gallery::Answer::failed);
      if (settled_badly(*promise, cancelled, failed)) return;
      const auto all = std::make_shared<std::vector<gallery::Answer>>(std::move(answers));
      promise->settle([all](Napi::Env env) { return to_value(env, *all); });
    });
  });
}

Napi::Value GalleryObject::pairs(const Napi::CallbackInfo& info) {
  gallery::Gallery& gallery = open_gallery();
  const auto first = static_cast<size_t>(number(info[0], "first", 0, 4e9));
  const auto count = static_cast<size_t>(whole(info[1], "count", 1, 1 << 20));
  const auto score_min = static_cast<float>(number(info[2], "scoreMin", -2, 2));
  const auto promise = std::make_shared<Promised>(info.Env(), answers_);
  return pending(info.Env(), promise, [&] {
    return gallery.pairs(first, count, score_min, [promise](gallery::Gallery::Pairs found) {
      if (settled_badly(*promise, found.cancelled, found.failed)) return;
      const auto pairs = std::make_shared<gallery::Gallery::Pairs>(std::move(found));
      promise->settle([pairs](Napi::Env env) { return to_value(env, *pairs); });
    });
  });
}

Napi::Value GalleryObject::status(const Napi::CallbackInfo& info) {
  gallery::Gallery& gallery = open_gallery();
  Napi::Object status = Napi::Object::New(info.Env());
  status.Set("references", static_cast<double>(gallery.places().references()));
  status.Set("places", static_cast<double>(gallery.places().places()));
  status.Set("bytes", static_cast<double>(gallery.places().bytes()));
  status.Set("bytesMax", static_cast<double>(bytes_max_));
  status.Set("searchesWaiting", static_cast<double>(gallery.waiting()));
  return status;
}

Napi::Value GalleryObject::close(const Napi::CallbackInfo& info) {
  end();
  return info.Env().Undefined();
}

}  // namespace face::addon
