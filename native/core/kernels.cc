#include "kernels.h"

#include <cstdlib>

namespace face {
namespace {

constexpr TileKernel kScalarTile{scalar::kTileRows, scalar::kTileColumns, scalar::add_products};
constexpr TextureKernel kScalarTexture{scalar::to_ycbcr, scalar::lbp_codes, scalar::laplacian_squares,
                                       scalar::butterfly};
constexpr Kernels kScalar{InstructionSet::scalar, scalar::warp, scalar::halve, scalar::nv12_row, scalar::dot,
                          kScalarTile,            kScalarTexture};
#if defined(__x86_64__)
constexpr TileKernel kAvx2Tile{avx2::kTileRows, avx2::kTileColumns, avx2::add_products};
constexpr TextureKernel kAvx2Texture{avx2::to_ycbcr, avx2::lbp_codes, avx2::laplacian_squares,
                                     avx2::butterfly};
constexpr Kernels kAvx2{InstructionSet::avx2, avx2::warp, avx2::halve, avx2::nv12_row, avx2::dot,
                        kAvx2Tile,            kAvx2Texture};
// Halving and NV12 move bytes within 16-byte lanes, where wider registers gain little.
constexpr TileKernel kAvx512Tile{avx512::kTileRows, avx512::kTileColumns, avx512::add_products};
constexpr TextureKernel kAvx512Texture{avx512::to_ycbcr, avx512::lbp_codes, avx512::laplacian_squares,
                                       avx512::butterfly};
constexpr Kernels kAvx512{InstructionSet::avx512, avx512::warp, avx2::halve, avx2::nv12_row, avx512::dot,
                          kAvx512Tile,            kAvx512Texture};
#elif defined(__aarch64__)
constexpr TileKernel kNeonTile{neon::kTileRows, neon::kTileColumns, neon::add_products};
// Compilers for aarch64 make NEON of the plain loops.
constexpr Kernels kNeon{InstructionSet::neon, neon::warp, neon::halve, neon::nv12_row, neon::dot,
                        kNeonTile,            kScalarTexture};
#endif

const Kernels& table_of(InstructionSet set) {
  switch (set) {
#if defined(__x86_64__)
    case InstructionSet::avx2:
      return kAvx2;
    case InstructionSet::avx512:
      return kAvx512;
#elif defined(__aarch64__)
    case InstructionSet::neon:
      return kNeon;
#endif
    default:
      return kScalar;
  }
}

}  // namespace

const Kernels& kernels() {
  static const Kernels& chosen = []() -> const Kernels& {
    const char* forced = std::getenv("FACE_CPU_FEATURES");
    return table_of(choose_instruction_set(detect_cpu_features(), forced ? forced : ""));
  }();
  return chosen;
}

std::vector<const Kernels*> runnable_kernels() {
  const CpuFeatures features = detect_cpu_features();
  std::vector<const Kernels*> tables{&kScalar};
  if (features.avx2_fma) tables.push_back(&table_of(InstructionSet::avx2));
  if (features.avx512) tables.push_back(&table_of(InstructionSet::avx512));
  if (features.neon) tables.push_back(&table_of(InstructionSet::neon));
  return tables;
}

}  // namespace face
