#pragma once

#include <cstddef>

namespace face::gallery {

/// Overwrites with zeros. Through volatile: the compiler would leave out what nobody reads.
template <class Element>
void wipe(Element* data, size_t length) {
  volatile Element* elements = data;
  for (size_t i = 0; i < length; ++i) elements[i] = 0;
}

}  // namespace face::gallery
