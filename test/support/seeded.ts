/** Randomness that a test can repeat. */

/** Printed in the name of every random test; set TEST_SEED to repeat it. */
export const testSeed = Number(process.env['TEST_SEED'] ?? Date.now() % 2 ** 31);

export interface Random {
  /** 0 ≤ x < 1. */
  uniform(): number;
  between(low: number, high: number): number;
  /** Mean 0, standard deviation 1. */
  gaussian(): number;
}

/** Taken out once: within a test every look at a global is slow, and a thousand paths look millions of times. */
const { cos, imul, log, PI, sqrt } = Math;

/** Mulberry32: 32 bits of state, good enough for synthetic faces. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
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
  };
}
