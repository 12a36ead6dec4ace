#include "sealed_put.h"

#include <algorithm>

namespace face::addon {
namespace {

/// Some two milliseconds of one thread, so that a search does not wait longer for it.
constexpr size_t kTaskRows = 256;

/// A vector on its way from its record into the gallery.
struct OpenVector {
  explicit OpenVector(size_t dimension) : values(dimension) {}
  OpenVector(const OpenVector&) = delete;
  OpenVector& operator=(const OpenVector&) = delete;
  ~OpenVector() { OPENSSL_cleanse(values.data(), values.size() * sizeof(float)); }

  std::vector<float> values;
};

}  // namespace

void SealedPut::start(gallery::Gallery& gallery, std::shared_ptr<Promised> promise) {
  promise_ = std::move(promise);
  const size_t tasks = std::max<size_t>(1, (rows_.size() + kTaskRows - 1) / kTaskRows);
  left_ = tasks;
  for (size_t task = 0; task < tasks; ++task) {
    const size_t first = task * kTaskRows;
    const size_t last = std::min(first + kTaskRows, rows_.size());
    gallery.submit([self = shared_from_this(), &gallery, first, last] { self->run(gallery, first, last); });
  }
}

void SealedPut::run(gallery::Gallery& gallery, size_t first, size_t last) {
  failure_.guard([&] { put(gallery, first, last); });
  if (--left_ > 0) return;
  keys_.reset();
  std::ranges::sort(closed_);
  promise_->settle(failure_, [closed = std::move(closed_)](Napi::Env env) { return places_value(env, closed); });
}

void SealedPut::put(gallery::Gallery& gallery, size_t first, size_t last) {
  gallery::Places& places = gallery.places();
  crypto::TemplateOpener opener(*keys_);
  gallery::Codes codes(places.shape());
  OpenVector vector(places.shape().dimension);
  std::vector<int32_t> closed;
  for (size_t i = first; i < last && !failure_.failed(); ++i) {
    gallery.check_open();
    bool there = opener.open(rows_.row(i), vector.values);
    try {
      if (there) places.put(rows_.subject_ids()[i], tags_[i], vector.values, codes);
    } catch (const std::invalid_argument&) {
      // It opens but is no embedding: as useless as one that does not open.
      there = false;
    }
    if (!there) closed.push_back(static_cast<int32_t>(i));
  }
  const std::scoped_lock lock(mutex_);
  closed_.insert(closed_.end(), closed.begin(), closed.end());
}

Napi::Int32Array places_value(Napi::Env env, const std::vector<int32_t>& places) {
  Napi::Int32Array copy = Napi::Int32Array::New(env, places.size());
  std::ranges::copy(places, copy.Data());
  return copy;
}

}  // namespace face::addon
