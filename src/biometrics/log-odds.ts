/** Log-likelihood ratios as probabilities at even odds, and back. */

/** Beyond this a probability is 0 or 1 to the last bit. */
const LIMIT = 30;

/** @param llr natural logarithm */
export function probability(llr: number): number {
  return 1 / (1 + Math.exp(-llr));
}

/** Held within ±30, so that a probability of 0 or 1 stays a number. NaN for what is no probability. */
export function logOdds(p: number): number {
  return Math.max(-LIMIT, Math.min(LIMIT, Math.log(p / (1 - p))));
}
