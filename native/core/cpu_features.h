#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace face {

/// In order of preference; `neon` is the only vector set of aarch64 and never meets the other two.
enum class InstructionSet { scalar, avx2, avx512, neon };

/// What the processor has and the operating system keeps across context switches.
struct CpuFeatures {
  bool avx2_fma = false;
  /// F, BW, DQ and VL together, with the ZMM state enabled.
  bool avx512 = false;
  /// Beside them VNNI and VPOPCNTDQ, for the gallery.
  bool avx512_codes = false;
  bool neon = false;
  /// Lower-case names, for `cpuFeatures().detected`.
  std::vector<std::string> names;
};

CpuFeatures detect_cpu_features();

/// The best set for these features, or the forced one where that is lower.
///
/// @param forced value of FACE_CPU_FEATURES: scalar, avx2, avx512, or empty for the best
/// @throws std::invalid_argument on any other word
InstructionSet choose_instruction_set(const CpuFeatures& features, std::string_view forced);

std::string_view name_of(InstructionSet set);

}  // namespace face
