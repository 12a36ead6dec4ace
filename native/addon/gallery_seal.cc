#include "gallery_seal.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "arguments.h"
#include "sealed_put.h"

namespace face::addon {
namespace {

constexpr size_t kBackgroundThreadsMax = 8;

/// Everything besides the dimension that the content of exported references depends on.
crypto::SnapshotShape shape_of(const gallery::GalleryOptions& options) {
  crypto::SnapshotShape shape{.dimension = static_cast<uint32_t>(options.dimension)};
  const std::array<uint8_t, 2> form{gallery::kExportVersion, static_cast<uint8_t>(options.precision)};
  crypto::Digest::sha256().hash({form, options.seed}, shape.digest);
  return shape;
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

GallerySeal::GallerySeal(gallery::Gallery& gallery, const gallery::GalleryOptions& options,
                         std::shared_ptr<Answers> answers)
    : gallery_(gallery),
      answers_(std::move(answers)),
      shape_(shape_of(options)),
      snapshot_(std::min(options.threads, kBackgroundThreadsMax)) {}

GallerySeal::~GallerySeal() { stop(); }

void GallerySeal::stop() {
  snapshot_.stop();
  if (background_.joinable()) background_.join();
}

Napi::Value GallerySeal::in_background(Napi::Env env, Work work) {
  if (busy_.exchange(true)) refuse("a snapshot", "written or read alone", "beside another one that is at work");
  // It has told its end, and is about to be gone.
  if (background_.joinable()) background_.join();
  const auto promise = std::make_shared<Promised>(env, answers_);
  const auto run = [this, work = std::move(work), promise] {
    Failure failure;
    Promised::Make make;
    failure.guard([&] { make = work(); });
    // Before whoever waits can hear of it and ask for the next one.
    busy_ = false;
    promise->settle(failure, std::move(make));
  };
  try {
    background_ = std::thread(run);
  } catch (const std::system_error& fault) {
    busy_ = false;
    promise->fail("INTERNAL", fault.what());
  }
  return promise->value();
}

Napi::Value GallerySeal::put_sealed(const Napi::CallbackInfo& info) {
  SealedRows rows(info[0]);
  SealedPut::Tags tags = string_lists(object(info[0], "batch").Get("tags"), "batch.tags", rows.size());
  auto put = std::make_shared<SealedPut>(std::move(rows), std::move(tags), opening_keys(info[1]));
  const auto promise = std::make_shared<Promised>(info.Env(), answers_);
  put->start(gallery_, promise);
  return promise->value();
}

Napi::Value GallerySeal::write_snapshot(const Napi::CallbackInfo& info) {
  auto to = std::make_shared<OwnedFile>(info[0], info[1]);
  const auto given = array<uint8_t>(info[2], "header");
  if (given.size() > crypto::kHeaderMax) {
    refuse("header", "at most " + std::to_string(crypto::kHeaderMax) + " long", std::to_string(given.size()) + " long");
  }
  crypto::SnapshotHead head{.shape = shape_, .header = {given.begin(), given.end()}};
  return in_background(info.Env(), [this, to, head = std::move(head)]() -> Promised::Make {
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
  return in_background(info.Env(), [this, from]() -> Promised::Make {
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
  const auto names = std::make_shared<std::vector<std::string>>(strings(info[0], "names", kRowsMax));
  const auto promise = std::make_shared<Promised>(info.Env(), answers_);
  // It waits for the disk, and so not on JavaScript's thread.
  gallery_.submit([this, names, promise] {
    Failure failure;
    size_t erased = 0;
    failure.guard([&] { erased = snapshot_.erase(*names); });
    promise->settle(failure, [erased](Napi::Env env) { return Napi::Number::New(env, static_cast<double>(erased)); });
  });
  return promise->value();
}

}  // namespace face::addon
