import { type TextureFeatures, textureFeatureNames } from './texture-features.js';

/** A fitted scorer: models/texture.json holds the one in use, with where it comes from. */
export interface TextureWeights {
  /** Some of `textureFeatureNames`, each once; a feature that is not named has no say. */
  readonly features: readonly TextureTerm[];
  readonly intercept: number;
  /** The ratio is held between −clamp and clamp: a few people and cameras cannot vouch for more. */
  readonly clamp: number;
}

export interface TextureTerm {
  readonly name: string;
  readonly mean: number;
  /** Standard deviation, > 0. */
  readonly scale: number;
  /** Of the standardised feature. */
  readonly weight: number;
}

/** @returns the natural logarithm of how much likelier the texture is of a bona fide presentation than of an attack */
export type TextureScorer = (features: TextureFeatures) => number;

/**
 * Standardised features are held within this many standard deviations: what is far outside of anything the scorer was
 * fitted to must not decide alone.
 */
const DEVIATION_MAX = 4;

/** @throws RangeError for weights of a feature that is not measured, or named twice */
export function createTextureScorer({ features: terms, intercept, clamp }: TextureWeights): TextureScorer {
  const places = terms.map(({ name }) => textureFeatureNames.indexOf(name));
  for (const [i, { name }] of terms.entries()) {
    if (places[i] === -1) throw new RangeError(`texture weights must be of measured features; ${name} is none`);
    if (places.indexOf(places[i] ?? -1) !== i) throw new RangeError(`texture weights must name ${name} once`);
  }
  return (features) => {
    const sum = terms.reduce((total, { mean, scale, weight }, i) => {
      const deviation = ((features[places[i] ?? -1] ?? NaN) - mean) / scale;
      return total + weight * held(deviation, DEVIATION_MAX);
    }, intercept);
    return held(sum, clamp);
  };
}

const held = (value: number, limit: number): number => Math.min(limit, Math.max(-limit, value));
