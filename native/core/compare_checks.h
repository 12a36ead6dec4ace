#pragma once

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>

#include "compare_block.h"

/// Checks that comparisons share. Complaints say what was expected and what came.
namespace face {

[[noreturn]] inline void refuse_argument(const std::string& name, const std::string& expected,
                                         const std::string& came) {
  throw std::invalid_argument(name + " must be " + expected + "; it is " + came);
}

inline void check_length(const std::string& name, size_t length, size_t expected) {
  if (length != expected) refuse_argument(name, std::to_string(expected) + " long", std::to_string(length) + " long");
}

/// Every number from `low` to `high`.
inline void check_numbers(const std::string& name, std::span<const int32_t> numbers, int64_t low, int64_t high) {
  for (size_t i = 0; i < numbers.size(); ++i) {
    if (numbers[i] >= low && numbers[i] <= high) continue;
    refuse_argument(name + "[" + std::to_string(i) + "]",
                    "a whole number from " + std::to_string(low) + " to " + std::to_string(high),
                    std::to_string(numbers[i]));
  }
}

inline void check_range(size_t first, size_t last, size_t count) {
  if (first > last || last > count) {
    refuse_argument("the range", "within 0 to " + std::to_string(count),
                    std::to_string(first) + " to " + std::to_string(last));
  }
}

inline void check_rows(const EmbeddingRows& rows) {
  if (rows.dimension < 1 || rows.dimension > kDimensionMax) {
    refuse_argument("dimension", "from 1 to " + std::to_string(kDimensionMax), std::to_string(rows.dimension));
  }
  if (rows.count > INT32_MAX) {
    refuse_argument("count", "at most " + std::to_string(INT32_MAX), std::to_string(rows.count));
  }
}

}  // namespace face
