#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace face::gallery {

/// From names to places, by open addressing: 4 bytes an entry, since the names themselves lie with the places.
/// The caller locks.
class Names {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;
  using NameOf = std::function<std::string_view(uint32_t place)>;

  /// @param name_of the name at a place that was put
  explicit Names(NameOf name_of);

  uint32_t find(std::string_view name) const;
  /// Memory for one more. @throws std::bad_alloc
  void make_room();
  /// Precondition: there is room, it is not there, and name_of(place) gives it from now on.
  void put(std::string_view name, uint32_t place);
  /// Precondition: it is there, and name_of still gives it.
  void remove(std::string_view name);
  size_t size() const { return used_; }
  /// What it takes for so many entries.
  static size_t bytes_for(size_t entries);

 private:
  size_t start_of(std::string_view name) const;
  size_t slot_of(std::string_view name) const;
  void grow();

  NameOf name_of_;
  std::vector<uint32_t> slots_;
  size_t used_ = 0;
};

}  // namespace face::gallery
