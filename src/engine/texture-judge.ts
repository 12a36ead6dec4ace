import { TEXTURE } from '../biometrics/cue-fusion.js';
import type { PadCue } from '../biometrics/observation.js';
import { createTextureScorer } from '../biometrics/texture-score.js';
import { readTextureWeights } from '../models/texture.js';
import type { Native } from './native.js';
import type { Pyramid } from './pyramid.js';
import { createTextureMeter, type TextureMeter } from './texture-meter.js';

/** What the texture of a face says of life: its features, weighed by models/texture.json. */
export type TextureJudge = (face: Parameters<TextureMeter>[0]) => PadCue;

export function createTextureJudge(native: Native, pyramid: Pyramid): TextureJudge {
  const measure = createTextureMeter(native, pyramid);
  const score = createTextureScorer(readTextureWeights());
  return (face) => {
    const llr = score(measure(face));
    return { name: TEXTURE, raw: llr, llr };
  };
}
