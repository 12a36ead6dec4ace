#include "cpu_features.h"

#include <algorithm>
#include <stdexcept>

namespace face {
namespace {

InstructionSet best(const CpuFeatures& features) {
  if (features.neon) return InstructionSet::neon;
  if (features.avx512) return InstructionSet::avx512;
  if (features.avx2_fma) return InstructionSet::avx2;
  return InstructionSet::scalar;
}

}  // namespace

CpuFeatures detect_cpu_features() {
  CpuFeatures features;
#if defined(__x86_64__)
  // libgcc asks XGETBV, so a feature whose registers the system does not save reads as absent.
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2");
  const bool fma = __builtin_cpu_supports("fma");
  const bool f = __builtin_cpu_supports("avx512f");
  const bool bw = __builtin_cpu_supports("avx512bw");
  const bool dq = __builtin_cpu_supports("avx512dq");
  const bool vl = __builtin_cpu_supports("avx512vl");
  features.avx2_fma = avx2 && fma;
  features.avx512 = features.avx2_fma && f && bw && dq && vl;
  if (avx2) features.names.emplace_back("avx2");
  if (fma) features.names.emplace_back("fma");
  if (f) features.names.emplace_back("avx512f");
  if (bw) features.names.emplace_back("avx512bw");
  if (dq) features.names.emplace_back("avx512dq");
  if (vl) features.names.emplace_back("avx512vl");
  const bool vnni = __builtin_cpu_supports("avx512vnni");
  const bool popcount = __builtin_cpu_supports("avx512vpopcntdq");
  features.avx512_codes = features.avx512 && vnni && popcount;
  if (vnni) features.names.emplace_back("avx512vnni");
  if (popcount) features.names.emplace_back("avx512vpopcntdq");
#elif defined(__aarch64__)
  // Advanced SIMD is part of every aarch64 system.
  features.neon = true;
  features.names.emplace_back("neon");
#endif
  return features;
}

InstructionSet choose_instruction_set(const CpuFeatures& features, std::string_view forced) {
  const InstructionSet available = best(features);
  if (forced.empty()) return available;
  if (forced == "scalar") return InstructionSet::scalar;
  if (forced != "avx2" && forced != "avx512") {
    throw std::invalid_argument("FACE_CPU_FEATURES must be scalar, avx2 or avx512; it is none of them");
  }
  if (available == InstructionSet::neon) return available;
  return std::min(available, forced == "avx2" ? InstructionSet::avx2 : InstructionSet::avx512);
}

std::string_view name_of(InstructionSet set) {
  switch (set) {
    case InstructionSet::avx2:
      return "avx2";
    case InstructionSet::avx512:
      return "avx512";
    case InstructionSet::neon:
      return "neon";
    case InstructionSet::scalar:
      break;
  }
  return "scalar";
}

}  // namespace face
