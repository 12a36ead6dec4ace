#include "kernels.h"

#include <cstdlib>

namespace face {
namespace {

constexpr Kernels kScalar{InstructionSet::scalar, scalar::warp, scalar::halve, scalar::dot};

const Kernels& table_of(InstructionSet) { return kScalar; }

}  // namespace

const Kernels& kernels() {
  static const Kernels& chosen = [&]() -> const Kernels& {
    const char* forced = std::getenv("FACE_CPU_FEATURES");
    return table_of(choose_instruction_set(detect_cpu_features(), forced ? forced : ""));
  }();
  return chosen;
}

std::vector<const Kernels*> runnable_kernels() { return {&kScalar}; }

}  // namespace face
