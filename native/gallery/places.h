#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "block.h"
#include "names.h"
#include "rotation.h"
#include "tags.h"

namespace face::gallery {

/// The memory limit is reached; what was there is there still.
class GalleryFull : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// To be raised when what an export holds, or what codes mean, changes: stored references are of one version.
inline constexpr uint8_t kExportVersion = 2;

/// Where the references of a gallery lie. A reference keeps its place until it is removed; a place that became free is
/// taken by a later one. Every method may be called from every thread.
///
/// Locks, in this order: names, one block, tags. A search takes a block's lock alone.
class Places {
 public:
  Places(const Shape& shape, const Seed& seed, size_t bytes_max);

  /// Adds a reference, or replaces the one of this name. @param codes the calling thread's own
  /// @throws GalleryFull; std::invalid_argument for a name that is empty or too long, or a vector of no length
  /// or one above 1
  void put(const std::string& name, std::span<const std::string> tags, std::span<const float> vector, Codes& codes);
  /// @returns whether there was one
  bool remove(const std::string& name);
  void clear();

  /// Appends all that is known of the reference at a place, for `import` of a gallery of the same shape and seed.
  /// @returns false, and nothing appended, where the place is empty
  bool export_place(size_t place, std::string& name, std::vector<uint8_t>& out) const;
  /// @throws std::invalid_argument for bytes that no export gave; GalleryFull
  void import(std::span<const uint8_t> bytes, Codes& codes);

  /// Past the last one taken.
  size_t places() const { return places_.load(std::memory_order_acquire); }
  size_t references() const { return references_.load(std::memory_order_relaxed); }
  size_t bytes() const;
  size_t bytes_max() const { return bytes_max_; }
  const Shape& shape() const { return shape_; }
  const Rotation& rotation() const { return rotation_; }
  const TagSets& tags() const { return tags_; }
  const Block& block(size_t place) const { return *blocks_[place / kBlockRows].load(std::memory_order_acquire); }
  /// kNone where there is no such name.
  uint32_t find(const std::string& name) const;

 private:
  void store(const std::string& name, std::span<const std::string> tags,
             const std::function<void(Block&, size_t row, uint32_t tag_set)>& write);
  uint32_t take_place(const std::string& name);
  /// What so many blocks take, with names for all their places.
  size_t bytes_with(size_t blocks) const;
  [[noreturn]] void refuse_more() const;
  Block& block_at(size_t place) { return *blocks_[place / kBlockRows].load(std::memory_order_acquire); }

  Shape shape_;
  Rotation rotation_;
  size_t bytes_max_;
  mutable std::mutex mutex_;
  Names names_;
  std::vector<uint32_t> free_;
  /// Blocks are made one after the other and never moved, so that a search may read while they are.
  std::vector<std::unique_ptr<Block>> owned_;
  std::vector<std::atomic<Block*>> blocks_;
  std::atomic<size_t> places_{0};
  /// As many as there are names; read without the lock, which writers may hold while they wait for a block.
  std::atomic<size_t> references_{0};
  size_t name_bytes_ = 0;
  TagSets tags_;
};

}  // namespace face::gallery
