#include "gallery_kernels.h"

#include "kernels.h"

namespace face::gallery {

const GalleryKernels& gallery_kernels_of(InstructionSet set) {
  switch (set) {
#if defined(__x86_64__)
    case InstructionSet::avx512:
      return detect_cpu_features().avx512_codes ? avx512::gallery_kernels : avx2::gallery_kernels;
    case InstructionSet::avx2:
      return avx2::gallery_kernels;
#elif defined(__aarch64__)
    case InstructionSet::neon:
      return neon::gallery_kernels;
#endif
    default:
      return scalar::gallery_kernels;
  }
}

const GalleryKernels& gallery_kernels() {
  static const GalleryKernels& chosen = gallery_kernels_of(kernels().set);
  return chosen;
}

}  // namespace face::gallery
