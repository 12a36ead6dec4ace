#include "kernel_functions.h"
#include "texture_kernel.h"

namespace face::scalar {

void to_ycbcr(const uint8_t* rgb, size_t area, uint8_t* ycbcr) { ycbcr_of_planes(rgb, area, ycbcr); }

void lbp_codes(const uint8_t* row, ptrdiff_t stride, size_t length, uint8_t* codes) {
  lbp_row(row, stride, length, codes);
}

uint32_t laplacian_squares(const uint8_t* row, ptrdiff_t stride, size_t length) {
  return laplacian_row(row, stride, length);
}

void butterfly(ComplexRow first, ComplexRow second, float w_real, float w_imaginary, size_t length) {
  butterfly_row(first, second, w_real, w_imaginary, length);
}

}  // namespace face::scalar
