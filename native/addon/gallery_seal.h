#pragma once

#include <napi.h>

#include <atomic>
#include <memory>
#include <thread>

#include "gallery.h"
#include "gallery_answers.h"
#include "snapshot.h"

namespace face::addon {

/// What a gallery does with sealed templates and with its snapshot: these methods of `NativeGallery`
/// (src/engine/native-gallery.ts), for the object that JavaScript holds.
class GallerySeal {
 public:
  /// @param gallery outlives it
  GallerySeal(gallery::Gallery& gallery, const gallery::GalleryOptions& options, std::shared_ptr<Answers> answers);
  GallerySeal(const GallerySeal&) = delete;
  GallerySeal& operator=(const GallerySeal&) = delete;
  ~GallerySeal();

  Napi::Value put_sealed(const Napi::CallbackInfo& info);
  Napi::Value write_snapshot(const Napi::CallbackInfo& info);
  Napi::Value read_snapshot_header(const Napi::CallbackInfo& info);
  Napi::Value read_snapshot(const Napi::CallbackInfo& info);
  Napi::Value erase_from_snapshot(const Napi::CallbackInfo& info);

  /// Ends a snapshot that is under way with CANCELLED and waits for it; before the gallery is closed.
  void stop();

 private:
  using Work = std::function<Promised::Make()>;
  Napi::Value in_background(Napi::Env env, Work work);

  gallery::Gallery& gallery_;
  std::shared_ptr<Answers> answers_;
  crypto::SnapshotShape shape_;
  crypto::Snapshot snapshot_;
  /// Writes or reads a snapshot; seconds long, which the gallery's own threads must not be kept from searches for.
  std::thread background_;
  std::atomic<bool> busy_{false};
};

}  // namespace face::addon
