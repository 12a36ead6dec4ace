#include "gallery_seal.h"

#include <algorithm>
#include <utility>

#include "gallery_faults.h"
#include "promised.h"
#include "sealed_put.h"

namespace face::addon {
namespace {

constexpr size_t kBackgroundThreadsMax = 8;

/// Everything besides the dimension that the content of exported references depends on.
crypto::SnapshotShape shape_of(const gallery::GalleryOptions& options) {
  crypto::SnapshotShape shape{.dimension = static_cast<uint32_t>(options.dimension)};
  const std::array<uint8_t, 1> precision{static_cast<uint8_t>(options.precision)};
  crypto::Digest::sha256().hash({precision, options.seed}, shape.digest);
  return shape;
}

std::vector<std::string> texts(const Napi::Value& value, const std::string& name) {
  if (!value.IsArray()) refuse(name, "an array of strings", kind_of(value));
  const auto elements = value.As<Napi::Array>();
  std::vector<std::string> copies;
  for (uint32_t i = 0; i < elements.Length(); ++i) copies.push_back(text(elements.Get(i), name + "[i]"));
  return copies;
}

SealedPut::Tags tag_lists(const Napi::Value& value, size_t count) {
  const Napi::Array elements = list(value, "batch.tags", count);
  SealedPut::Tags lists;
  lists.reserve(count);
  for (uint32_t i = 0; i < count; ++i) lists.push_back(texts(elements.Get(i), "batch.tags[i]"));
  return lists;
}

/// Where a snapshot lies and its key, owned.
struct OwnedFile {
  OwnedFile(const Napi::Value& path, const Napi::Value& key)
      : path(text(path, "path")), key(array<uint8_t>(key, "key", crypto::kKeyBytes)) {}

  crypto::SnapshotFile file() const { return {path, key.bytes}; }

  std::string path;
  crypto::Secret<crypto::kKeyBytes> key;
};

Napi::Value counts(Napi::Env env, std::initializer_list<std::pair<const char*, uint64_t>> fields) {
  Napi::Object object = Napi::Object::New(env);
  for (const auto& [name, count] : fields) object.Set(name, Napi::Number::New(env, static_cast<double>(count)));
  return object;
}

Promised::Value rejection(const std::exception_ptr& fault) {
  return [fault](Napi::Env env) -> Napi::Value { throw gallery_error(env, fault); };
}

/// The name at the start of an exported reference: its length in one byte, then it.
std::string_view name_in(crypto::Bytes reference) {
  if (reference.empty() || reference.size() <= reference[0]) {
    throw std::invalid_argument("a stored reference must have a name; it has none");
  }
  return {reinterpret_cast<const char*>(reference.data()) + 1, reference[0]};
}

crypto::PutReference importing(gallery::Places& places) {
  return [&places, codes = gallery::Codes(places.shape())](crypto::Bytes reference) mutable {
    try {
      places.import(reference, codes);
      return name_in(reference);
    } catch (const std::invalid_argument&) {
      // It was sealed with the key, and yet no gallery wrote it.
      throw crypto::SnapshotFault();
    }
  };
}

}  // namespace

GallerySeal::GallerySeal(gallery::Gallery& gallery, const gallery::GalleryOptions& options)
    : gallery_(gallery), shape_(shape_of(options)), snapshot_(std::min(options.threads, kBackgroundThreadsMax)) {}

GallerySeal::~GallerySeal() { stop(); }

void GallerySeal::stop() {
  stopped_ = true;
  snapshot_.stop();
  if (background_.joinable()) background_.join();
}

void GallerySeal::check_open(Napi::Env env) const {
  if (stopped_) throw coded_error(env, "CLOSED", "the gallery is closed");
}

Napi::Value GallerySeal::in_background(Napi::Env env, std::function<Promised::Value()> work) {
  check_open(env);
  if (busy_.exchange(true)) refuse("a snapshot", "written or read alone", "beside another one that is at work");
  // It has told its end, and is about to be gone.
  if (background_.joinable()) background_.join();
  return Promised::of(env, [&](Promised::Settle settle) {
    background_ = std::thread([this, work = std::move(work), settle] {
      Promised::Value value;
      try {
        value = work();
      } catch (...) {
        value = rejection(std::current_exception());
      }
      // Before whoever waits can hear of it and ask for the next one.
      busy_ = false;
      settle(std::move(value));
    });
  });
}

Napi::Value GallerySeal::put_sealed(const Napi::CallbackInfo& info) {
  check_open(info.Env());
  SealedRows rows(info[0]);
  SealedPut::Tags tags = tag_lists(object(info[0], "batch").Get("tags"), rows.size());
  auto put = std::make_shared<SealedPut>(std::move(rows), std::move(tags), opening_keys(info[1]));
  return Promised::of(info.Env(), [&](Promised::Settle settle) {
    put->start(gallery_, [settle](std::vector<int32_t> closed, std::exception_ptr fault) {
      if (fault) return settle(rejection(fault));
      settle([closed = std::move(closed)](Napi::Env env) -> Napi::Value {
        Napi::Int32Array places = Napi::Int32Array::New(env, closed.size());
        std::ranges::copy(closed, places.Data());
        return places;
      });
    });
  });
}

Napi::Value GallerySeal::write_snapshot(const Napi::CallbackInfo& info) {
  auto to = std::make_shared<OwnedFile>(info[0], info[1]);
  const auto given = array<uint8_t>(info[2], "header");
  if (given.size() > crypto::kHeaderMax) {
    refuse("header", "at most " + std::to_string(crypto::kHeaderMax) + " long", std::to_string(given.size()) + " long");
  }
  crypto::SnapshotHead head{.shape = shape_, .header = {given.begin(), given.end()}};
  return in_background(info.Env(), [this, to, head = std::move(head)]() -> Promised::Value {
    const gallery::Places& places = gallery_.places();
    const auto take = [&places](size_t place, std::string& name, std::vector<uint8_t>& out) {
      return places.export_place(place, name, out);
    };
    const crypto::SnapshotWritten written = snapshot_.write(to->file(), head, {places.places(), take});
    return [written](Napi::Env env) {
      return counts(env, {{"references", written.references}, {"bytes", written.bytes}});
    };
  });
}

Napi::Value GallerySeal::read_snapshot_header(const Napi::CallbackInfo& info) {
  const auto header = crypto::Snapshot::header_of(text(info[0], "path"));
  if (!header) return info.Env().Null();
  Napi::Uint8Array copy = Napi::Uint8Array::New(info.Env(), header->size());
  std::ranges::copy(*header, copy.Data());
  return copy;
}

Napi::Value GallerySeal::read_snapshot(const Napi::CallbackInfo& info) {
  auto from = std::make_shared<OwnedFile>(info[0], info[1]);
  return in_background(info.Env(), [this, from]() -> Promised::Value {
    gallery::Places& places = gallery_.places();
    try {
      const crypto::SnapshotRead read = snapshot_.read(from->file(), shape_, [&places] { return importing(places); });
      return [read](Napi::Env env) {
        return counts(env, {{"references", read.references}, {"erased", read.erased}});
      };
    } catch (...) {
      places.clear();
      throw;
    }
  });
}

Napi::Value GallerySeal::erase_from_snapshot(const Napi::CallbackInfo& info) {
  check_open(info.Env());
  const std::vector<std::string> names = texts(info[0], "names");
  try {
    return Napi::Number::New(info.Env(), static_cast<double>(snapshot_.erase(names)));
  } catch (...) {
    throw gallery_error(info.Env(), std::current_exception());
  }
}

}  // namespace face::addon
