import type { PadCue } from './observation.js';

/** The cue that is no network. */
export const TEXTURE = 'texture';

/**
 * Log-likelihood ratio of one frame from those of its cues.
 *
 * Networks err alike: within bona fide captures, attacks and other people correlations of 0.2 to 0.5 were measured
 * (docs/pad.md). Taken as a half, n of them count as n ÷ (1 + (n − 1) ÷ 2), each by its calibration. Texture was fitted on the
 * same few people as the calibrations, and soft pictures stand against it: it counts less than one of them.
 *
 * @returns 0 where no cue was measured
 */
export function fusedLlr(cues: readonly PadCue[]): number {
  const networks = cues.filter(({ name }) => name !== TEXTURE);
  const texture = cues.find(({ name }) => name === TEXTURE)?.llr ?? 0;
  const sum = networks.reduce((total, { llr }) => total + llr, 0);
  return (2 / (networks.length + 1)) * sum + TEXTURE_WEIGHT * texture;
}

const TEXTURE_WEIGHT = 0.3;
