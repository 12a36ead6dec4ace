#include <napi.h>

#include <algorithm>
#include <stdexcept>
#include <string>

#include "arguments.h"
#include "comparison_arguments.h"
#include "cosine.h"
#include "face_flow.h"
#include "fingerprint.h"
#include "gallery_object.h"
#include "depth.h"
#include "guarded.h"
#include "kernels.h"
#include "luminance.h"
#include "nv12.h"
#include "resample.h"
#include "sealing.h"
#include "similarity.h"
#include "texture.h"
#include "warp.h"

/// Checks and copies only; arithmetic lives in native/core, which knows no Node. There is no static JavaScript
/// reference, because every worker thread loads the addon into its own environment.
namespace face::addon {
namespace {

Napi::Value align_to_tensor(const Napi::CallbackInfo& info) {
  const TensorFormat format = tensor_format(info[3]);
  const Picture source = picture(info[0]);
  const auto points = array<float>(info[1], "points");
  const auto reference = array<float>(info[2], "template");
  const auto out = array<float>(info[4], "out", tensor_length(format));
  warp_to_tensor(source, face::similarity(points, reference), format, out);
  return info.Env().Undefined();
}

Napi::Value warp_to_tensor(const Napi::CallbackInfo& info) {
  const TensorFormat format = tensor_format(info[2]);
  const Picture source = picture(info[0]);
  const Affine map = affine(info[1], "transform");
  const auto out = array<float>(info[3], "out", tensor_length(format));
  face::warp_to_tensor(source, map, format, out);
  return info.Env().Undefined();
}

Napi::Value similarity(const Napi::CallbackInfo& info) {
  const auto points = array<float>(info[0], "points");
  const auto reference = array<float>(info[1], "template");
  const auto out = array<double>(info[2], "out", 6);
  std::ranges::copy(face::similarity(points, reference), out.begin());
  return info.Env().Undefined();
}

Napi::Value halve(const Napi::CallbackInfo& info) {
  const Picture source = picture(info[0]);
  const auto out = array<uint8_t>(info[1], "out", area(source.width / 2, source.height / 2) * 3);
  face::halve(source, out);
  return info.Env().Undefined();
}

Napi::Value nv12_to_rgb(const Napi::CallbackInfo& info) {
  const int32_t width = side(info[1], "width");
  const int32_t height = side(info[2], "height");
  if (width % 2 != 0) refuse("width", "even", std::to_string(width));
  if (height % 2 != 0) refuse("height", "even", std::to_string(height));
  const auto nv12 = array<uint8_t>(info[0], "nv12", area(width, height) / 2 * 3);
  const auto out = array<uint8_t>(info[3], "out", area(width, height) * 3);
  face::nv12_to_rgb(nv12, width, height, out);
  return info.Env().Undefined();
}

Napi::Value measure_luminance(const Napi::CallbackInfo& info) {
  const int32_t chip_side = side(info[1], "side");
  const auto chip = array<uint8_t>(info[0], "chip", area(chip_side, chip_side));
  const auto out = array<float>(info[2], "out", 8);
  const LuminanceMeasures measured = face::measure_luminance(chip, chip_side);
  out[0] = measured.sharpness;
  out[1] = measured.under_exposure;
  out[2] = measured.over_exposure;
  out[3] = measured.dynamic_range;
  out[4] = measured.illumination_uniformity;
  out[5] = measured.luma_mean;
  out[6] = measured.luminance_mean;
  out[7] = measured.luminance_variance;
  return info.Env().Undefined();
}

Napi::Value warp_to_luminance(const Napi::CallbackInfo& info) {
  const Picture source = picture(info[0]);
  const Affine map = affine(info[1], "transform");
  const int32_t width = side(info[2], "width");
  const int32_t height = side(info[3], "height");
  const auto out = array<uint8_t>(info[4], "out", area(width, height));
  face::warp_to_luminance(source, map, width, height, out);
  return info.Env().Undefined();
}

Napi::Value normalise_chip(const Napi::CallbackInfo& info) {
  const auto luma = array<uint8_t>(info[0], "luma", kFlowPixels);
  const auto out = array<uint8_t>(info[1], "out", kFlowPixels);
  face::normalise_chip(luma, out);
  return info.Env().Undefined();
}

Napi::Value measure_face_flow(const Napi::CallbackInfo& info) {
  const auto reference = array<uint8_t>(info[0], "reference", kFlowPixels);
  const auto current = array<uint8_t>(info[1], "current", kFlowPixels);
  const auto out = array<float>(info[2], "out", kFlowValues + 3);
  FaceFlow flow{};
  const bool found = face::measure_face_flow(reference, current, flow);
  out[0] = flow.correlation;
  out[1] = flow.displacement;
  out[2] = flow.noise;
  std::ranges::copy(flow.left_over, out.begin() + 3);
  return Napi::Boolean::New(info.Env(), found);
}

Napi::Value warp_to_planes(const Napi::CallbackInfo& info) {
  const Picture source = picture(info[0]);
  const Affine map = affine(info[1], "transform");
  const int32_t width = side(info[2], "width");
  const int32_t height = side(info[3], "height");
  const auto out = array<uint8_t>(info[4], "out", area(width, height) * 3);
  face::warp_to_planes(source, map, width, height, out);
  return info.Env().Undefined();
}

Napi::Value measure_texture(const Napi::CallbackInfo& info) {
  const auto face = array<uint8_t>(info[0], "face", 3 * kTextureArea);
  const auto detail = array<uint8_t>(info[1], "detail", 3 * kTextureArea);
  const auto surround = array<uint8_t>(info[2], "surround", 3 * kTextureArea);
  const auto out = array<float>(info[3], "out", kTextureFeatures);
  face::measure_texture({.face = face, .detail = detail, .surround = surround}, out);
  return info.Env().Undefined();
}

/// The numbers of a window; whether it lies within the picture is the core's to say.
NoiseWindow noise_window(const Napi::Value& value) {
  const Napi::Object fields = object(value, "window");
  const auto field = [&](const char* name, int32_t low) {
    return whole(fields.Get(name), std::string("window.") + name, low, kSideMax);
  };
  return {field("column", 0), field("row", 0), field("columns", 1), field("rows", 1), field("step", 1)};
}

Napi::Value noise_signs(const Napi::CallbackInfo& info) {
  const NoiseWindow window = noise_window(info[1]);
  const Picture source = picture(info[0]);
  const auto out = array<int8_t>(info[2], "out", area(window.columns, window.rows));
  face::noise_signs(source, window, out);
  return info.Env().Undefined();
}

Napi::Value perceptual_hash(const Napi::CallbackInfo& info) {
  const Picture source = picture(info[0]);
  const auto out = array<uint8_t>(info[1], "out", 8);
  face::perceptual_hash(source, out);
  return info.Env().Undefined();
}

Napi::Value cosine(const Napi::CallbackInfo& info) {
  const auto a = array<float>(info[0], "a");
  const auto b = array<float>(info[1], "b");
  return Napi::Number::New(info.Env(), face::cosine(a, b));
}

Napi::Value measure_depth(const Napi::CallbackInfo& info) {
  const DepthMap map = depth_map(info[0]);
  const auto mesh = array<float>(info[1], "mesh", 3 * kMeshPoints);
  const auto out = array<float>(info[2], "out", 9);
  const auto relief = array<float>(info[3], "relief", kReliefSide * kReliefSide);
  const auto measured = face::measure_depth(map, mesh);
  if (measured) {
    const DepthMeasures& measures = measured->measures;
    out[0] = measures.relief.plane_residual_mm;
    out[1] = measures.relief.surface_residual_mm;
    out[2] = measures.relief.nose_relief_mm;
    out[3] = measures.shape_correlation;
    out[4] = measures.relief_correlation;
    out[5] = measures.inter_eye_mm;
    out[6] = measures.distance_mm;
    out[7] = measures.noise_mm;
    out[8] = measures.hole_share;
    std::ranges::copy(measured->relief, relief.begin());
  }
  return Napi::Boolean::New(info.Env(), measured.has_value());
}

Napi::Value estimate_relief(const Napi::CallbackInfo& info) {
  const auto mesh = array<float>(info[0], "mesh", 3 * kMeshPoints);
  const auto out = array<float>(info[1], "out", 3);
  const ReliefMeasures measures = face::estimate_relief(mesh);
  out[0] = measures.plane_residual_mm;
  out[1] = measures.surface_residual_mm;
  out[2] = measures.nose_relief_mm;
  return info.Env().Undefined();
}

Napi::Value compare_listed(const Napi::CallbackInfo& info) {
  const RowFields fields(info[0]);
  const auto a = array<int32_t>(info[1], "a");
  const auto b = array<int32_t>(info[2], "b");
  const auto out = array<float>(info[3], "out");
  face::compare_listed(fields.rows(), a, b, out);
  return info.Env().Undefined();
}

Napi::Value compare_share(const Napi::CallbackInfo& info) {
  const RowFields row_fields(info[0]);
  const LabelFields label_fields(info[1]);
  const Share share(info[2]);
  TallyFields tally_fields(info[3]);
  PairTally tally = tally_fields.tally();
  face::compare_share(row_fields.rows(), label_fields.labels(), share.first, share.last, tally);
  return info.Env().Undefined();
}

Napi::Value sort_listed(const Napi::CallbackInfo& info) {
  const PairFields fields(info[0], "listed");
  const auto state = array<int32_t>(info[1], "listedState", 2);
  face::sort_listed(fields.pairs(), state[0], state[1]);
  return info.Env().Undefined();
}

Napi::Value search_share(const Napi::CallbackInfo& info) {
  const RowFields row_fields(info[0]);
  const SearchFields search_fields(info[1]);
  const Share share(info[2]);
  const ResultFields result_fields(info[3]);
  face::search_share(row_fields.rows(), search_fields.task(), share.first, share.last, result_fields.results());
  return info.Env().Undefined();
}

Napi::Value cpu_features(const Napi::CallbackInfo& info) {
  const CpuFeatures features = detect_cpu_features();
  Napi::Array detected = Napi::Array::New(info.Env(), features.names.size());
  for (uint32_t i = 0; i < features.names.size(); ++i) detected.Set(i, features.names[i]);
  Napi::Object result = Napi::Object::New(info.Env());
  result.Set("detected", detected);
  result.Set("kernels", std::string(name_of(kernels().set)));
  return result;
}

/// Same names, same order as src/engine/native.ts.
Napi::Object init(Napi::Env env, Napi::Object exports) {
  try {
    kernels();
  } catch (const std::invalid_argument& fault) {
    throw coded_error(env, "BAD_ARGUMENT", fault.what());
  }
  exports.Set("alignToTensor", guarded<align_to_tensor>(env));
  exports.Set("warpToTensor", guarded<warp_to_tensor>(env));
  exports.Set("similarity", guarded<similarity>(env));
  exports.Set("halve", guarded<halve>(env));
  exports.Set("nv12ToRgb", guarded<nv12_to_rgb>(env));
  exports.Set("measureLuminance", guarded<measure_luminance>(env));
  exports.Set("warpToLuminance", guarded<warp_to_luminance>(env));
  exports.Set("normaliseChip", guarded<normalise_chip>(env));
  exports.Set("measureFaceFlow", guarded<measure_face_flow>(env));
  exports.Set("warpToPlanes", guarded<warp_to_planes>(env));
  exports.Set("measureTexture", guarded<measure_texture>(env));
  exports.Set("noiseSigns", guarded<noise_signs>(env));
  exports.Set("perceptualHash", guarded<perceptual_hash>(env));
  exports.Set("cosine", guarded<cosine>(env));
  exports.Set("measureDepth", guarded<measure_depth>(env));
  exports.Set("estimateRelief", guarded<estimate_relief>(env));
  exports.Set("compareListed", guarded<compare_listed>(env));
  exports.Set("compareShare", guarded<compare_share>(env));
  exports.Set("sortListed", guarded<sort_listed>(env));
  exports.Set("searchShare", guarded<search_share>(env));
  exports.Set("openRecord", guarded<open_record>(env));
  exports.Set("openSealed", guarded<open_sealed>(env));
  exports.Set("createGallery", guarded<GalleryObject::create>(env));
  exports.Set("cpuFeatures", guarded<cpu_features>(env));
  return exports;
}

}  // namespace
}  // namespace face::addon

using face::addon::init;
NODE_API_MODULE(face_engine, init)
