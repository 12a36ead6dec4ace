#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "gallery.h"
#include "gallery_answers.h"
#include "sealed_arguments.h"

namespace face::addon {

/// Opens a batch of templates on the gallery's threads and puts them; vectors lie open in the gallery and nowhere else.
class SealedPut : public std::enable_shared_from_this<SealedPut> {
 public:
  using Tags = std::vector<std::vector<std::string>>;

  SealedPut(SealedRows rows, Tags tags, std::unique_ptr<crypto::OpeningKeys> keys)
      : rows_(std::move(rows)), tags_(std::move(tags)), keys_(std::move(keys)) {}

  /// @param promise of the places of those that did not open, rising
  void start(gallery::Gallery& gallery, std::shared_ptr<Promised> promise);

 private:
  void run(gallery::Gallery& gallery, size_t first, size_t last);
  void put(gallery::Gallery& gallery, size_t first, size_t last);

  SealedRows rows_;
  Tags tags_;
  std::unique_ptr<crypto::OpeningKeys> keys_;
  std::shared_ptr<Promised> promise_;
  Failure failure_;
  std::atomic<size_t> left_{0};
  std::mutex mutex_;
  std::vector<int32_t> closed_;
};

/// Numbers as JavaScript has them.
Napi::Int32Array places_value(Napi::Env env, const std::vector<int32_t>& places);

}  // namespace face::addon
