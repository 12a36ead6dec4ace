/**
 * What the native texture cue measures of a face, in the order in which native/core/texture.cc writes it.
 *
 * Three views are measured: `face`, aligned and filling its chip; `detail`, the middle of the face at the picture's own
 * pixels; `surround`, the face with what is around it. docs/texture.md tells what each number means and why it is there.
 */
export const textureFeatureNames = [
  // Energy of the Laplacian over the variance of luma, natural logarithm, at full, half and quarter size.
  ...['face', 'detail', 'surround'].flatMap((view) =>
    ['full', 'half', 'quarter'].map((size) => `${view}-edges-${size}`),
  ),
  // Shares of uniform local binary patterns, pooled over turns.
  ...['face-luma', 'detail-luma', 'face-blue', 'face-red'].flatMap((plane) =>
    ['even', 'edge', 'corner', 'irregular'].map((pattern) => `${plane}-patterns-${pattern}`),
  ),
  // Energy of the Laplacian of the colour differences over their variance, natural logarithm.
  ...['blue', 'red'].flatMap((plane) => ['full', 'half'].map((size) => `detail-${plane}-edges-${size}`)),
  // Natural logarithms of: shares of the energy by waves across the chip, the strongest frequency and the evenness of
  // its rings, the strongest direction.
  ...['detail', 'surround'].flatMap((view) =>
    ['band-4', 'band-8', 'band-16', 'band-32', 'peak', 'unevenness', 'direction'].map((name) => `${view}-${name}`),
  ),
  'face-blue-mean',
  'face-red-mean',
  'face-blue-spread',
  'face-red-spread',
  'face-blue-red-correlation',
  'face-luma-red-correlation',
  'face-colours',
  'face-dark',
  'face-bright',
  'face-contrast',
  'face-specular',
  'face-skin',
  'surround-brighter',
  'surround-colour-distance',
  'surround-blue-spread-ratio',
  'surround-red-spread-ratio',
  'surround-colours-more',
] as const satisfies readonly string[];

/** One number for each of `textureFeatureNames`, all finite. */
export type TextureFeatures = Float32Array;
