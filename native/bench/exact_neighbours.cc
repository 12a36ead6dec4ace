#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

#include "bench_arguments.h"
#include "clones.h"

/// What a search is judged by: exact_neighbours --vectors FILE --count N --queries FILE --threshold T [--k 10]
/// [--dimension 512]
///
/// Sums in double precision, and shares no code with what is judged. Prints one JSON object for each query:
/// {"ids": [the k highest], "scores": [...], "above": [every id of at least T, the highest first]}.
namespace {

constexpr size_t kRows = 1024;
constexpr size_t kLanes = 16;

using Scored = std::pair<double, size_t>;

struct Found {
  /// A heap of the k highest, the lowest of them at the front.
  std::vector<Scored> best;
  std::vector<Scored> above;
};

struct Task {
  size_t dimension;
  size_t k;
  double threshold;
};

FACE_CLONES double product(const float* a, const float* b, size_t dimension) {
  std::array<double, kLanes> sums{};
  for (size_t i = 0; i < dimension; i += kLanes) {
    for (size_t j = 0; j < kLanes; ++j) sums[j] += static_cast<double>(a[i + j]) * static_cast<double>(b[i + j]);
  }
  double sum = 0;
  for (const double part : sums) sum += part;
  return sum;
}

void keep(const Task& task, Scored scored, Found& found) {
  if (scored.first >= task.threshold) found.above.push_back(scored);
  if (found.best.size() == task.k && scored.first <= found.best.front().first) return;
  found.best.push_back(scored);
  std::push_heap(found.best.begin(), found.best.end(), std::greater<>());
  if (found.best.size() <= task.k) return;
  std::pop_heap(found.best.begin(), found.best.end(), std::greater<>());
  found.best.pop_back();
}

/// Rows [first, last) of the file against every query.
std::vector<Found> compare(const face::BenchArguments& arguments, const Task& task, const std::vector<float>& queries,
                           std::pair<size_t, size_t> rows) {
  std::FILE* file = arguments.open("vectors", "rb");
  const size_t dimension = task.dimension;
  std::vector<Found> found(queries.size() / dimension);
  std::vector<float> block(kRows * dimension);
  if (fseeko(file, static_cast<off_t>(rows.first * dimension * sizeof(float)), SEEK_SET) != 0) {
    arguments.fail("--vectors cannot be read");
  }
  for (size_t row = rows.first; row < rows.second; row += kRows) {
    const size_t size = std::min(kRows, rows.second - row);
    if (std::fread(block.data(), sizeof(float) * dimension, size, file) != size) {
      arguments.fail("--vectors is shorter than --count");
    }
    for (size_t i = 0; i < size; ++i) {
      for (size_t query = 0; query < found.size(); ++query) {
        const double score = product(&block[i * dimension], &queries[query * dimension], dimension);
        keep(task, {score, row + i}, found[query]);
      }
    }
  }
  std::fclose(file);
  return found;
}

void merge(const Task& task, const Found& from, Found& into) {
  for (const Scored& scored : from.above) into.above.push_back(scored);
  const Task highest{task.dimension, task.k, 2};
  for (const Scored& scored : from.best) keep(highest, scored, into);
}

void sort(std::vector<Scored>& scored) {
  std::sort(scored.begin(), scored.end(), [](const Scored& a, const Scored& b) {
    return a.first > b.first || (a.first == b.first && a.second < b.second);
  });
}

void print_ids(const char* name, const std::vector<Scored>& scored) {
  const char* comma = "";
  std::printf("\"%s\":[", name);
  for (const auto& [score, id] : scored) std::printf("%s%zu", std::exchange(comma, ","), id);
  std::printf("]");
}

void print(Found& found) {
  sort(found.best);
  sort(found.above);
  std::printf("{");
  print_ids("ids", found.best);
  const char* comma = "";
  std::printf(",\"scores\":[");
  for (const auto& [score, id] : found.best) std::printf("%s%.9f", std::exchange(comma, ","), score);
  std::printf("],");
  print_ids("above", found.above);
  std::printf("}\n");
}

std::vector<float> read_all(std::FILE* file) {
  std::vector<float> values;
  std::vector<float> block(1 << 16);
  for (size_t read = 0; (read = std::fread(block.data(), sizeof(float), block.size(), file)) > 0;) {
    values.insert(values.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(read));
  }
  std::fclose(file);
  return values;
}

}  // namespace

int main(int argument_count, char** values) {
  const face::BenchArguments arguments(argument_count, values);
  const Task task{arguments.number("dimension", 512), arguments.number("k", 10), arguments.real("threshold", 2)};
  if (task.dimension == 0 || task.dimension % kLanes != 0) arguments.fail("--dimension must be a multiple of 16");
  const std::vector<float> queries = read_all(arguments.open("queries", "rb"));
  const size_t count = arguments.number("count", 0);
  std::vector<Found> one;
  std::vector<Found> two;
  std::thread other([&] { two = compare(arguments, task, queries, {count / 2, count}); });
  one = compare(arguments, task, queries, {0, count / 2});
  other.join();
  for (size_t query = 0; query < one.size(); ++query) {
    merge(task, two[query], one[query]);
    print(one[query]);
  }
  return 0;
}
