/** Randomness of generated frames: the same seed makes the same people, presentations and noise. */
export interface Random {
  /** 0 ≤ x < 1. */
  uniform(): number;
  between(low: number, high: number): number;
  /** Mean 0, standard deviation 1. */
  gaussian(): number;
  /** −1 or 1. */
  sign(): number;
}

/** Taken out once: a frame draws hundreds of thousands of numbers. */
const { cos, imul, log, PI, sqrt } = Math;

/** Mulberry32, of a seed and what it is for: two purposes of one seed share nothing. */
export function randomFrom(seed: number, purpose: string): Random {
  let state = hashOf(`${seed} ${purpose}`);
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = imul(state ^ (state >>> 15), state | 1);
    x ^= x + imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    gaussian: () => sqrt(-2 * log(1 - uniform())) * cos(2 * PI * uniform()),
    sign: () => (uniform() < 0.5 ? -1 : 1),
  };
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
