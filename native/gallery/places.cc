#include "places.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace face::gallery {
namespace {

constexpr size_t kNameBytesMax = 128;
/// Places have numbers of 32 bits.
constexpr size_t kBlocksMax = (size_t{1} << 32) / kBlockRows - 1;
/// What a place costs beside the planes of its block: a string and the number of its tags.
constexpr size_t kPlaceBytes = sizeof(std::string) + sizeof(uint32_t);

void check_name(const std::string& name) {
  if (!name.empty() && name.size() <= kNameBytesMax) return;
  throw std::invalid_argument("a name must have 1 to 128 bytes; it has " + std::to_string(name.size()));
}

size_t heap_bytes(const std::string& name) { return name.size() > 15 ? name.size() + 17 : 0; }

}  // namespace

Places::Places(const Shape& shape, const Seed& seed, size_t bytes_max)
    : shape_(shape),
      rotation_(shape.dimension, seed),
      bytes_max_(bytes_max),
      names_([this](uint32_t place) { return std::string_view(block(place).name(place % kBlockRows)); }),
      blocks_(std::min(bytes_max / Block::bytes_of(shape), kBlocksMax) + 1) {}

void Places::put(const std::string& name, std::span<const std::string> tags, std::span<const float> vector,
                 Codes& codes) {
  check_name(name);
  encode(shape_, rotation_, vector, codes);
  store(name, tags, [&](Block& block, size_t row, uint32_t tag_set) {
    block.write(row, name, tag_set, codes, vector);
  });
}

void Places::store(const std::string& name, std::span<const std::string> tags,
                   const std::function<void(Block&, size_t row, uint32_t tag_set)>& write) {
  const std::scoped_lock lock(mutex_);
  const uint32_t known = names_.find(name);
  if (known != Names::kNone) {
    Block& block = block_at(known);
    const uint32_t former = block.tag_set(known % kBlockRows);
    const uint32_t tag_set = tags_.add(tags);
    {
      const std::unique_lock writing(block.mutex);
      write(block, known % kBlockRows, tag_set);
    }
    // Not before: a search that reads the former number must find what it means.
    tags_.drop(former);
    return;
  }
  // Whatever can fail for want of memory comes before anything is told.
  names_.make_room();
  const uint32_t tag_set = tags_.add(tags);
  uint32_t place = Names::kNone;
  try {
    free_.reserve(free_.size() + 1);
    place = take_place(name);
    Block& block = block_at(place);
    const std::unique_lock writing(block.mutex);
    write(block, place % kBlockRows, tag_set);
  } catch (...) {
    tags_.drop(tag_set);
    if (place != Names::kNone) free_.push_back(place);
    throw;
  }
  names_.put(name, place);
  name_bytes_ += heap_bytes(name);
  references_.fetch_add(1, std::memory_order_relaxed);
}

uint32_t Places::take_place(const std::string& name) {
  if (bytes_with(owned_.size()) + heap_bytes(name) > bytes_max_) refuse_more();
  if (!free_.empty()) {
    const uint32_t place = free_.back();
    free_.pop_back();
    return place;
  }
  const size_t place = places_.load(std::memory_order_relaxed);
  const size_t number = place / kBlockRows;
  if (number == owned_.size()) {
    if (bytes_with(number + 1) + heap_bytes(name) > bytes_max_ || number == blocks_.size()) refuse_more();
    owned_.push_back(std::make_unique<Block>(shape_));
    blocks_[number].store(owned_.back().get(), std::memory_order_release);
  }
  places_.store(place + 1, std::memory_order_release);
  return static_cast<uint32_t>(place);
}

size_t Places::bytes_with(size_t blocks) const {
  return blocks * (Block::bytes_of(shape_) + kBlockRows * kPlaceBytes) + name_bytes_ + tags_.bytes() +
         Names::bytes_for(blocks * kBlockRows);
}

void Places::refuse_more() const {
  throw GalleryFull("the gallery holds " + std::to_string(names_.size()) + " references in " +
                    std::to_string(bytes_with(owned_.size())) + " bytes; its limit is " + std::to_string(bytes_max_) +
                    " bytes");
}

bool Places::remove(const std::string& name) {
  const std::scoped_lock lock(mutex_);
  const uint32_t place = names_.find(name);
  if (place == Names::kNone) return false;
  names_.remove(name);
  name_bytes_ -= heap_bytes(name);
  references_.fetch_sub(1, std::memory_order_relaxed);
  Block& block = block_at(place);
  const size_t row = place % kBlockRows;
  const uint32_t tag_set = block.tag_set(row);
  {
    const std::unique_lock writing(block.mutex);
    block.clear(row);
  }
  tags_.drop(tag_set);
  free_.push_back(place);
  return true;
}

void Places::clear() {
  std::vector<std::string> all;
  for (size_t place = 0; place < places(); ++place) {
    const std::scoped_lock lock(mutex_);
    const std::string& name = block(place).name(place % kBlockRows);
    if (!name.empty()) all.push_back(name);
  }
  for (const std::string& name : all) remove(name);
}

uint32_t Places::find(const std::string& name) const {
  const std::scoped_lock lock(mutex_);
  return names_.find(name);
}

size_t Places::bytes() const {
  const std::scoped_lock lock(mutex_);
  return bytes_with(owned_.size());
}

}  // namespace face::gallery
