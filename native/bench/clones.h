#pragma once

/// One function compiled for several instruction sets, chosen at load; measuring programs need no kernels of their own.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__linux__)
#define FACE_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define FACE_CLONES
#endif
