#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "bench_arguments.h"

/// Unit vectors that lie like face embeddings do: clustered_vectors --count N --seed S --queries Q --queries-out FILE
/// --out FILE|- [--dimension 512] [--skip 0]
///
/// Five vectors a person, scattered about the person's centre by an amount of their own; a spectrum that falls as
/// 1/sqrt(1 + 4i/dimension), hidden by an orthogonal mixture so that no axis means anything. The first half of the queries
/// are new vectors of people who are there, the second half of people who are not. Float32, row by row; the same bytes for
/// the same arguments, however many threads there are, and `--skip` leaves out rows at the start. "-" is the standard
/// output, so that ten million of them need not be stored.
namespace {

constexpr size_t kVectorsPerPerson = 5;
/// Rows that are made before they are written.
constexpr size_t kBlock = 4 * 1024 * kVectorsPerPerson;
constexpr int kMixingRounds = 3;

/// SplitMix64 from a place of its own for each vector, so that rows can be made in any order.
class Random {
 public:
  Random(uint64_t seed, uint64_t stream) : state_(mixed(seed) ^ mixed(stream * kStep + 0x1234567)) {}

  uint64_t next() { return mixed(state_ += kStep); }

  /// Sum of four 16-bit numbers, near enough to a normal distribution of variance 1 and the same on every machine.
  float gaussian() {
    const uint64_t bits = next();
    const auto sum = static_cast<float>((bits & 0xffff) + ((bits >> 16) & 0xffff) + ((bits >> 32) & 0xffff) + (bits >> 48));
    return (sum - 131070.0F) * (1.0F / 37837.0F);
  }

  /// 0–1.
  float uniform() { return static_cast<float>(next() >> 40) / static_cast<float>(1 << 24); }

 private:
  static constexpr uint64_t kStep = 0x9E3779B97F4A7C15ULL;

  static uint64_t mixed(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }

  uint64_t state_;
};

/// Streams of random numbers: people from 0, vectors from `kVectors`, and so on; none meets another below 2^40 rows.
constexpr uint64_t kVectors = 1ULL << 41;
constexpr uint64_t kStrangers = 1ULL << 42;
constexpr uint64_t kProbes = 1ULL << 43;
constexpr uint64_t kMixture = 1ULL << 44;
constexpr uint64_t kChoice = 1ULL << 45;

class Source {
 public:
  Source(size_t dimension, uint64_t seed) : dimension_(dimension), seed_(seed), spectrum_(dimension) {
    for (size_t i = 0; i < dimension; ++i) {
      spectrum_[i] = 1.0F / std::sqrt(1.0F + 4.0F * static_cast<float>(i) / static_cast<float>(dimension));
    }
    Random random(seed, kMixture);
    for (std::vector<float>& signs : signs_) {
      signs.resize(dimension);
      for (float& sign : signs) sign = (random.next() >> 63) != 0 ? -1.0F : 1.0F;
    }
  }

  /// Rows [first, first + count) of the gallery.
  void rows(size_t first, size_t count, float* out) const {
    std::vector<float> centre(dimension_);
    size_t person = SIZE_MAX;
    for (size_t row = first; row < first + count; ++row, out += dimension_) {
      if (row / kVectorsPerPerson != person) {
        person = row / kVectorsPerPerson;
        direction(person, centre.data());
      }
      scattered(centre.data(), kVectors + row, out);
    }
  }

  /// Probes of a gallery of `count` rows.
  void probes(size_t probes, size_t count, float* out) const {
    Random choice(seed_, kChoice);
    std::vector<float> centre(dimension_);
    const size_t people = std::max<size_t>(1, count / kVectorsPerPerson);
    for (size_t probe = 0; probe < probes; ++probe, out += dimension_) {
      direction(probe < probes / 2 ? choice.next() % people : kStrangers + probe, centre.data());
      scattered(centre.data(), kProbes + probe, out);
    }
  }

 private:
  void direction(uint64_t stream, float* out) const {
    Random random(seed_, stream);
    for (size_t i = 0; i < dimension_; ++i) out[i] = random.gaussian() * spectrum_[i];
    normalise(out);
  }

  void scattered(const float* centre, uint64_t stream, float* out) const {
    direction(stream, out);
    const float amount = 0.55F + 0.6F * Random(seed_, ~stream).uniform();
    for (size_t i = 0; i < dimension_; ++i) out[i] = centre[i] + amount * out[i];
    for (const std::vector<float>& signs : signs_) {
      for (size_t i = 0; i < dimension_; ++i) out[i] *= signs[i];
      transform(out);
    }
    normalise(out);
  }

  /// Walsh–Hadamard, without the scale that `normalise` undoes anyway.
  void transform(float* x) const {
    for (size_t half = 1; half < dimension_; half *= 2) {
      for (size_t i = 0; i < dimension_; i += 2 * half) {
        for (size_t j = i; j < i + half; ++j) {
          const float a = x[j];
          const float b = x[j + half];
          x[j] = a + b;
          x[j + half] = a - b;
        }
      }
    }
  }

  void normalise(float* x) const {
    std::array<double, 8> sums{};
    for (size_t i = 0; i < dimension_; i += sums.size()) {
      for (size_t j = 0; j < sums.size(); ++j) sums[j] += static_cast<double>(x[i + j]) * x[i + j];
    }
    double sum = 0;
    for (const double part : sums) sum += part;
    const auto scale = static_cast<float>(1 / std::sqrt(sum));
    for (size_t i = 0; i < dimension_; ++i) x[i] *= scale;
  }

  size_t dimension_;
  uint64_t seed_;
  std::vector<float> spectrum_;
  std::array<std::vector<float>, kMixingRounds> signs_;
};

void write(std::FILE* file, const float* values, size_t count) {
  if (std::fwrite(values, sizeof(float), count, file) == count) return;
  std::perror("clustered_vectors");
  std::exit(1);
}

/// Two threads make a block while the one before is written.
void write_rows(const Source& source, size_t dimension, size_t first, size_t count, std::FILE* file) {
  std::vector<float> made(kBlock * dimension);
  std::vector<float> written(kBlock * dimension);
  size_t waiting = 0;
  for (size_t done = 0; done < count || waiting > 0;) {
    const size_t size = std::min(kBlock, count - done);
    const size_t half = size / 2 / kVectorsPerPerson * kVectorsPerPerson;
    std::thread one([&] { source.rows(first + done, half, made.data()); });
    std::thread two([&] { source.rows(first + done + half, size - half, made.data() + half * dimension); });
    if (waiting > 0) write(file, written.data(), waiting * dimension);
    one.join();
    two.join();
    std::swap(made, written);
    waiting = size;
    done += size;
  }
}

}  // namespace

int main(int count, char** values) {
  const face::BenchArguments arguments(count, values);
  const size_t dimension = arguments.number("dimension", 512);
  if (dimension < 64 || dimension > 1024 || (dimension & (dimension - 1)) != 0) {
    arguments.fail("--dimension must be a power of two from 64 to 1024");
  }
  const size_t rows = arguments.number("count", 0);
  const Source source(dimension, arguments.number("seed", 1));
  if (const size_t probes = arguments.number("queries", 0); probes > 0) {
    std::vector<float> made(probes * dimension);
    source.probes(probes, rows, made.data());
    std::FILE* file = arguments.open("queries-out", "wb");
    write(file, made.data(), made.size());
    std::fclose(file);
  }
  std::FILE* file = arguments.open("out", "wb");
  write_rows(source, dimension, arguments.number("skip", 0), rows, file);
  if (std::fclose(file) != 0) arguments.fail("--out could not be written");
  return 0;
}
