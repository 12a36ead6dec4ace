#include "texture.h"

#include <algorithm>
#include <cmath>

#include "texture_colour.h"
#include "texture_patterns.h"
#include "texture_spectrum.h"

namespace face {
namespace {

/// Everything that pixels are worked on in: some 450 KiB, kept by each thread and zeroed after each face.
struct Workspace {
  TextureChip face{};
  TextureChip detail{};
  TextureChip surround{};
  std::array<uint8_t, kTextureArea / 4> half{};
  std::array<uint8_t, kTextureArea / 16> quarter{};
  Spectrum spectrum;

  void clear() {
    face = {};
    detail = {};
    surround = {};
    half = {};
    quarter = {};
    spectrum.clear();
  }
};

Workspace& workspace() {
  static thread_local const auto made = std::make_unique<Workspace>();
  return *made;
}

/// Writes features one after the other.
class Writer {
 public:
  explicit Writer(std::span<float> out) : out_(out) {}
  void add(double value) { out_[next_++] = static_cast<float>(value); }
  /// Of an energy or share: a trace keeps the logarithm of nothing finite.
  void add_log(double value, double trace) { add(std::log(value + trace)); }

 private:
  std::span<float> out_;
  size_t next_ = 0;
};

/// Of luma at three sizes, each halved; relative to the variance, which takes out contrast.
void add_laplacians(const TextureChip& chip, Workspace& work, Writer& writer, const Kernels& kernels) {
  const double contrast = variance_of(chip.luma()) + 4;
  halve_plane(chip.luma(), work.half);
  const Plane half{work.half.data(), kTextureSide / 2};
  halve_plane(half, work.quarter);
  const Plane quarter{work.quarter.data(), kTextureSide / 4};
  for (const Plane& plane : {chip.luma(), half, quarter}) {
    writer.add_log(laplacian_energy(plane, kernels) / contrast, 1e-3);
  }
}

void add_patterns(const Plane& plane, Writer& writer, const Kernels& kernels) {
  const PatternShares shares = shares_of(uniform_patterns(plane, kernels));
  writer.add(shares.even);
  writer.add(shares.edge);
  writer.add(shares.corner);
  writer.add(shares.irregular);
}

/// Fine detail of colour: moiré and rasters are coloured, while a camera's own colour is smooth.
void add_colour_detail(const Plane& plane, Workspace& work, Writer& writer, const Kernels& kernels) {
  const double contrast = variance_of(plane) + 1;
  halve_plane(plane, work.half);
  const Plane half{work.half.data(), kTextureSide / 2};
  writer.add_log(laplacian_energy(plane, kernels) / contrast, 1e-3);
  writer.add_log(laplacian_energy(half, kernels) / contrast, 1e-3);
}

void add_spectrum(const SpectrumMeasures& measured, Writer& writer) {
  // The shares sum to one: the first follows from the others.
  for (size_t band = 1; band < measured.bands.size(); ++band) writer.add(measured.bands[band]);
  writer.add(measured.peak);
  writer.add(measured.unevenness);
  writer.add(measured.direction);
}

void add_colours(const ColourMeasures& face, const ColourMeasures& surround, Writer& writer) {
  writer.add(face.blue_mean);
  writer.add(face.red_mean);
  writer.add_log(face.blue_spread, 0.5);
  writer.add_log(face.red_spread, 0.5);
  writer.add(face.blue_red_correlation);
  writer.add(face.luma_red_correlation);
  writer.add(face.colours);
  writer.add(face.dark);
  writer.add(face.bright);
  writer.add_log(face.luma_spread, 1);
  writer.add_log(face.specular, 1e-3);
  writer.add(face.skin);
  writer.add(surround.luma_mean - face.luma_mean);
  writer.add_log(std::hypot(surround.blue_mean - face.blue_mean, surround.red_mean - face.red_mean), 1);
  writer.add(std::log((surround.blue_spread + 0.5) / (face.blue_spread + 0.5)));
  writer.add(std::log((surround.red_spread + 0.5) / (face.red_spread + 0.5)));
  writer.add(surround.colours - face.colours);
}

}  // namespace

void measure_texture(const TextureViews& views, std::span<float> out, const Kernels& kernels) {
  Workspace& work = workspace();
  Writer writer(out);
  kernels.texture.to_ycbcr(views.face.data(), kTextureArea, work.face.ycbcr.data());
  kernels.texture.to_ycbcr(views.detail.data(), kTextureArea, work.detail.ycbcr.data());
  kernels.texture.to_ycbcr(views.surround.data(), kTextureArea, work.surround.ycbcr.data());
  for (const TextureChip* chip : {&work.face, &work.detail, &work.surround}) {
    add_laplacians(*chip, work, writer, kernels);
  }
  add_patterns(work.face.luma(), writer, kernels);
  add_patterns(work.detail.luma(), writer, kernels);
  add_patterns(work.face.blue_difference(), writer, kernels);
  add_patterns(work.face.red_difference(), writer, kernels);
  add_colour_detail(work.detail.blue_difference(), work, writer, kernels);
  add_colour_detail(work.detail.red_difference(), work, writer, kernels);
  for (const SpectrumMeasures& measured : work.spectrum.measure(work.detail.luma(), work.surround.luma(), kernels)) {
    add_spectrum(measured, writer);
  }
  add_colours(measure_colour(work.face), measure_colour(work.surround), writer);
  work.clear();
}

}  // namespace face
