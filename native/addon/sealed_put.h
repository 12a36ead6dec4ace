#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "gallery.h"
#include "sealed_arguments.h"

namespace face::addon {

/// Opens a batch of templates on the gallery's threads and puts them; vectors lie open in the gallery and nowhere else.
class SealedPut : public std::enable_shared_from_this<SealedPut> {
 public:
  using Tags = std::vector<std::vector<std::string>>;
  /// The places in the batch of those that did not open, rising; or what ended it early.
  using Done = std::function<void(std::vector<int32_t> closed, std::exception_ptr fault)>;

  SealedPut(SealedRows rows, Tags tags, std::unique_ptr<crypto::OpeningKeys> keys)
      : rows_(std::move(rows)), tags_(std::move(tags)), keys_(std::move(keys)) {}

  /// @param done called once, on one of the gallery's threads
  void start(gallery::Gallery& gallery, Done done);

 private:
  void run(gallery::Gallery& gallery, size_t first, size_t last);
  void put(gallery::Gallery& gallery, size_t first, size_t last);

  SealedRows rows_;
  Tags tags_;
  std::unique_ptr<crypto::OpeningKeys> keys_;
  Done done_;
  std::atomic<size_t> left_{0};
  std::atomic<bool> over_{false};
  /// Guards what is below.
  std::mutex mutex_;
  std::vector<int32_t> closed_;
  std::exception_ptr fault_;
};

}  // namespace face::addon
