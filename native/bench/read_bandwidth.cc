#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#if defined(__linux__)
#include <sys/mman.h>
#endif

#include "bench_arguments.h"
#include "clones.h"

/// How fast this machine reads memory: read_bandwidth [--mebibytes 2048] [--threads 1] [--rounds 5]
///
/// Sums an array far larger than the caches, in huge pages where there are any, each thread a part of its own, with and
/// without prefetching; prints the fastest round in GB/s (10^9 bytes). A scan is measured against it.
namespace {

constexpr size_t kLine = 64;
constexpr size_t kWords = kLine / sizeof(uint64_t);
constexpr size_t kAheadBytes = 4096;
constexpr size_t kHugePage = size_t{2} << 20;

FACE_CLONES uint64_t sum_plain(const uint64_t* words, size_t count) {
  std::array<uint64_t, 4 * kWords> sums{};
  for (size_t i = 0; i < count; i += sums.size()) {
    for (size_t j = 0; j < sums.size(); ++j) sums[j] += words[i + j];
  }
  uint64_t sum = 0;
  for (const uint64_t part : sums) sum += part;
  return sum;
}

FACE_CLONES uint64_t sum_ahead(const uint64_t* words, size_t count) {
  std::array<uint64_t, 4 * kWords> sums{};
  for (size_t i = 0; i < count; i += sums.size()) {
    for (size_t line = 0; line < 4; ++line) {
      __builtin_prefetch(reinterpret_cast<const char*>(words + i) + kAheadBytes + line * kLine);
    }
    for (size_t j = 0; j < sums.size(); ++j) sums[j] += words[i + j];
  }
  uint64_t sum = 0;
  for (const uint64_t part : sums) sum += part;
  return sum;
}

/// The compiler must not find out that nobody looks at the sums.
std::atomic<uint64_t> sink{0};

template <typename Sum>
double seconds(const std::vector<uint64_t*>& parts, size_t words, Sum sum) {
  std::atomic<bool> started{false};
  std::vector<std::thread> threads;
  for (size_t i = 1; i < parts.size(); ++i) {
    threads.emplace_back([&, i] {
      while (!started.load()) std::this_thread::yield();
      sink += sum(parts[i], words);
    });
  }
  const auto start = std::chrono::steady_clock::now();
  started = true;
  sink += sum(parts[0], words);
  for (std::thread& thread : threads) thread.join();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

int main(int argument_count, char** values) {
  const face::BenchArguments arguments(argument_count, values);
  const size_t threads = arguments.number("threads", 1);
  const size_t rounds = arguments.number("rounds", 5);
  if (threads < 1 || threads > 256 || rounds < 1) arguments.fail("--threads must be 1 to 256 and --rounds 1 or more");
  const size_t part = arguments.number("mebibytes", 2048) / threads / 2 * kHugePage;
  const size_t words = part / sizeof(uint64_t);
  auto* memory = static_cast<uint64_t*>(std::aligned_alloc(kHugePage, part * threads));
  if (part == 0 || memory == nullptr) arguments.fail("--mebibytes asks for more memory than there is, or for none");
#if defined(__linux__)
  madvise(memory, part * threads, MADV_HUGEPAGE);
#endif
  std::fill(memory, memory + words * threads, uint64_t{1});
  std::vector<uint64_t*> parts;
  for (size_t i = 0; i < threads; ++i) parts.push_back(memory + i * words);
  double best = 1e9;
  for (size_t round = 0; round < rounds; ++round) {
    best = std::min({best, seconds(parts, words, sum_plain), seconds(parts, words, sum_ahead)});
  }
  if (sink.load() != 2 * rounds * words * threads) arguments.fail("the sums are wrong");
  std::printf("%.2f\n", static_cast<double>(part * threads) / best / 1e9);
  std::free(memory);
  return 0;
}
