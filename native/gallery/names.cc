#include "names.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace face::gallery {

namespace {
constexpr size_t kFirstSlots = 1024;
}

Names::Names(NameOf name_of) : name_of_(std::move(name_of)), slots_(kFirstSlots, kNone) {}

size_t Names::bytes_for(size_t entries) {
  return std::max(kFirstSlots, std::bit_ceil(2 * entries)) * sizeof(uint32_t);
}

size_t Names::start_of(std::string_view name) const {
  return std::hash<std::string_view>{}(name) & (slots_.size() - 1);
}

size_t Names::slot_of(std::string_view name) const {
  size_t slot = start_of(name);
  while (slots_[slot] != kNone && name_of_(slots_[slot]) != name) slot = (slot + 1) & (slots_.size() - 1);
  return slot;
}

uint32_t Names::find(std::string_view name) const { return slots_[slot_of(name)]; }

void Names::make_room() {
  // Half full at most: probing stays short.
  if (2 * (used_ + 1) > slots_.size()) grow();
}

void Names::put(std::string_view name, uint32_t place) {
  size_t slot = start_of(name);
  while (slots_[slot] != kNone) slot = (slot + 1) & (slots_.size() - 1);
  slots_[slot] = place;
  ++used_;
}

void Names::remove(std::string_view name) {
  const size_t mask = slots_.size() - 1;
  size_t gap = slot_of(name);
  slots_[gap] = kNone;
  --used_;
  // Closes the gap (Knuth, Algorithm 6.4R), so that there are no graves.
  for (size_t slot = (gap + 1) & mask; slots_[slot] != kNone; slot = (slot + 1) & mask) {
    const size_t start = start_of(name_of_(slots_[slot]));
    const bool stays = gap <= slot ? gap < start && start <= slot : gap < start || start <= slot;
    if (stays) continue;
    slots_[gap] = std::exchange(slots_[slot], kNone);
    gap = slot;
  }
}

void Names::grow() {
  std::vector<uint32_t> old(slots_.size() * 2, kNone);
  old.swap(slots_);
  for (const uint32_t place : old) {
    if (place == kNone) continue;
    size_t slot = start_of(name_of_(place));
    while (slots_[slot] != kNone) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = place;
  }
}

}  // namespace face::gallery
