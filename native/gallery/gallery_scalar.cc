#include "gallery_loops.h"

namespace face::gallery::scalar {
namespace {

int32_t nibble_dot(const uint8_t* row, const int8_t* codes, size_t bytes) {
  int32_t sum = 0;
  for (size_t j = 0; j < bytes; ++j) sum += (row[j] & 0x0F) * codes[j] + (row[j] >> 4) * codes[bytes + j];
  return sum;
}

}  // namespace

const GalleryKernels gallery_kernels{scan_signs_plain, scan_high_plain<nibble_dot>, narrow_plain<nibble_dot>, nibble_dot,
                                     scan_tile_plain<nibble_dot>, dot_bfloat16_plain};

}  // namespace face::gallery::scalar
