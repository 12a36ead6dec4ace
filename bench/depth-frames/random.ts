import { randomFrom as randomOf, type Random as Seeded } from '../../test/support/seeded.js';

/** Randomness of generated frames: the same seed makes the same people, presentations and noise. */
export interface Random extends Seeded {
  /** −1 or 1. */
  sign(): number;
}

/** Of a seed and what it is for: two purposes of one seed share nothing. */
export function randomFrom(seed: number, purpose: string): Random {
  const random = randomOf(hashOf(`${seed} ${purpose}`));
  return { ...random, sign: () => (random.uniform() < 0.5 ? -1 : 1) };
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
