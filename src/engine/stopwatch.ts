/** Adds the time since the last lap to a stage; without a map it reads no clock. */
export class Stopwatch {
  readonly #stages: Map<string, number> | undefined;
  #lastMs: number;

  constructor(stages: Map<string, number> | undefined) {
    this.#stages = stages;
    this.#lastMs = stages ? performance.now() : 0;
  }

  lap(stage: string): void {
    if (!this.#stages) return;
    const nowMs = performance.now();
    this.#stages.set(stage, (this.#stages.get(stage) ?? 0) + nowMs - this.#lastMs);
    this.#lastMs = nowMs;
  }
}
