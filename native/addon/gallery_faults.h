#pragma once

#include <exception>
#include <new>

#include "gallery.h"
#include "guarded.h"
#include "snapshot.h"

namespace face::addon {

/// An exception of the gallery's or its snapshot's as an error of JavaScript with a `code`.
inline Napi::Error gallery_error(Napi::Env env, const std::exception_ptr& fault) {
  try {
    std::rethrow_exception(fault);
  } catch (const Napi::Error& error) {
    return error;
  } catch (const std::invalid_argument& error) {
    return coded_error(env, "BAD_ARGUMENT", error.what());
  } catch (const gallery::GalleryFull& error) {
    return coded_error(env, "GALLERY_FULL", error.what());
  } catch (const std::bad_alloc&) {
    return coded_error(env, "GALLERY_FULL", "the system has no memory left for the gallery");
  } catch (const crypto::SnapshotFault& error) {
    return coded_error(env, "INTEGRITY", error.what());
  } catch (const crypto::SnapshotStopped& error) {
    return coded_error(env, "CANCELLED", error.what());
  } catch (const std::exception& error) {
    return coded_error(env, "INTERNAL", error.what());
  }
}

}  // namespace face::addon
