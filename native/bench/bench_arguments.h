#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>

namespace face {

/// "--name value" pairs of a benchmark's program. A mistake ends it with code 2 and a word about it.
class BenchArguments {
 public:
  BenchArguments(int count, char** values) : program_(values[0]) {
    for (int i = 1; i < count; i += 2) {
      if (std::strncmp(values[i], "--", 2) != 0 || i + 1 == count) fail("every argument is --name value");
      given_[values[i] + 2] = values[i + 1];
    }
  }

  uint64_t number(const std::string& name, uint64_t fallback) const {
    const auto found = given_.find(name);
    if (found == given_.end()) return fallback;
    char* end = nullptr;
    const uint64_t value = std::strtoull(found->second.c_str(), &end, 10);
    if (found->second.empty() || *end != '\0') fail("--" + name + " must be a whole number");
    return value;
  }

  double real(const std::string& name, double fallback) const {
    const auto found = given_.find(name);
    if (found == given_.end()) return fallback;
    char* end = nullptr;
    const double value = std::strtod(found->second.c_str(), &end);
    if (found->second.empty() || *end != '\0') fail("--" + name + " must be a number");
    return value;
  }

  /// "-" is the standard output or input.
  std::FILE* open(const std::string& name, const char* mode) const {
    const auto found = given_.find(name);
    if (found == given_.end()) fail("--" + name + " must name a file");
    if (found->second == "-") return mode[0] == 'w' ? stdout : stdin;
    std::FILE* file = std::fopen(found->second.c_str(), mode);
    if (file == nullptr) fail("--" + name + " cannot be opened");
    return file;
  }

  [[noreturn]] void fail(const std::string& what) const {
    std::fprintf(stderr, "%s: %s\n", program_, what.c_str());
    std::exit(2);
  }

 private:
  const char* program_;
  std::map<std::string, std::string> given_;
};

}  // namespace face
