#include "cpu_features.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "kernels.h"

namespace face {
namespace {

CpuFeatures x86(bool avx2_fma, bool avx512) {
  CpuFeatures features;
  features.avx2_fma = avx2_fma;
  features.avx512 = avx512;
  return features;
}

TEST(CpuFeatures, TheBestSetIsChosen) {
  EXPECT_EQ(choose_instruction_set(x86(false, false), ""), InstructionSet::scalar);
  EXPECT_EQ(choose_instruction_set(x86(true, false), ""), InstructionSet::avx2);
  EXPECT_EQ(choose_instruction_set(x86(true, true), ""), InstructionSet::avx512);
}

TEST(CpuFeatures, AForcedSetIsNeverAboveTheAvailableOne) {
  EXPECT_EQ(choose_instruction_set(x86(false, false), "avx512"), InstructionSet::scalar);
  EXPECT_EQ(choose_instruction_set(x86(true, false), "avx512"), InstructionSet::avx2);
  EXPECT_EQ(choose_instruction_set(x86(true, true), "avx2"), InstructionSet::avx2);
  EXPECT_EQ(choose_instruction_set(x86(true, true), "scalar"), InstructionSet::scalar);
}

TEST(CpuFeatures, OnArmOnlyScalarCanBeForced) {
  CpuFeatures arm;
  arm.neon = true;
  EXPECT_EQ(choose_instruction_set(arm, ""), InstructionSet::neon);
  EXPECT_EQ(choose_instruction_set(arm, "avx2"), InstructionSet::neon);
  EXPECT_EQ(choose_instruction_set(arm, "scalar"), InstructionSet::scalar);
}

TEST(CpuFeatures, AnUnknownWordIsRefused) {
  EXPECT_THROW(choose_instruction_set(x86(true, true), "sse2"), std::invalid_argument);
  EXPECT_THROW(choose_instruction_set(x86(true, true), "AVX2"), std::invalid_argument);
}

TEST(CpuFeatures, TheChosenTableCanRunHere) {
  bool found = false;
  for (const Kernels* table : runnable_kernels()) found = found || table->set == kernels().set;
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace face
