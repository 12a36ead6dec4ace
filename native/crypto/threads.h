#pragma once

#include <cstddef>
#include <functional>

namespace face::crypto {

/// Runs one piece of work in several threads and waits for all of them. @throws the first exception that left one
void in_threads(size_t count, const std::function<void()>& work);

}  // namespace face::crypto
