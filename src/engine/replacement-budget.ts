/**
 * At most `max` replacements within any `windowMs`: a picture that ends its worker would otherwise keep the machine
 * busy with loading networks. Time is handed in.
 */
export class ReplacementBudget {
  readonly #max: number;
  readonly #windowMs: number;
  /** Times of the replacements within the window, oldest first. */
  #taken: readonly number[] = [];

  constructor(max: number, windowMs: number) {
    this.#max = max;
    this.#windowMs = windowMs;
  }

  /** How long until one more is allowed; 0 when it is now. */
  waitMs(nowMs: number): number {
    this.#taken = this.#taken.filter((takenMs) => nowMs - takenMs < this.#windowMs);
    if (this.#taken.length < this.#max) return 0;
    const oldest = this.#taken[0] ?? nowMs;
    return Math.max(1, oldest + this.#windowMs - nowMs);
  }

  /** Takes one and returns 0, or returns how long to wait. */
  take(nowMs: number): number {
    const waitMs = this.waitMs(nowMs);
    if (waitMs === 0) this.#taken = [...this.#taken, nowMs];
    return waitMs;
  }
}
