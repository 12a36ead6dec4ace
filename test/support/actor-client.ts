import type { ChallengeAction } from '../../src/biometrics/challenge-actions.js';
import type { CaptureInput } from '../../src/recognition/capture-input.js';
import type { CaptureStep } from '../../src/recognition/requests.js';
import { actorSeen } from './actor.js';
import { answering, type Asked, type Habits } from './challenge-scene.js';
import { alice } from './observations.js';
import type { World } from './use-cases.js';

/** What the actor's camera sends to a use case; it does what the steps of the capture ask for. */
export class ActorInputs implements AsyncIterableIterator<CaptureInput> {
  readonly asked: Asked[] = [];
  pulled = 0;
  readonly #world: World;
  readonly #habits: Habits & { readonly person?: Float32Array; readonly framesMax?: number };
  readonly #startMs: number;
  #toReport: Uint8Array[] = [];

  constructor(inWorld: World, habits: Habits & { readonly person?: Float32Array; readonly framesMax?: number } = {}) {
    this.#world = inWorld;
    this.#habits = habits;
    this.#startMs = inWorld.clock.nowMs();
  }

  /** To be told every step of the capture. */
  told(step: CaptureStep): void {
    if (step.kind !== 'challenge') return;
    this.asked.push({ action: step.action, atMs: this.#world.clock.nowMs() - this.#startMs });
    this.#toReport.push(step.nonce);
  }

  get actions(): readonly ChallengeAction[] {
    return this.asked.map(({ action }) => action);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<CaptureInput>> {
    const nonce = this.#toReport.shift();
    if (nonce) return Promise.resolve({ done: false, value: { nonce, shownAtMs: null } });
    const { framesMax = Infinity, person = alice } = this.#habits;
    if (this.pulled >= framesMax) return Promise.resolve({ done: true, value: undefined });
    const sequence = (this.pulled += 1);
    this.#world.clock.advance(100);
    const capturedAtMs = this.#world.clock.nowMs();
    const acting = answering(capturedAtMs - this.#startMs, this.asked, this.#habits);
    const image = this.#world.engine.image(actorSeen(acting, sequence, person));
    return Promise.resolve({ done: false, value: { sequence, capturedAtMs, image } });
  }
}

/** Runs a capture of the actor's to its end. */
export async function acted<R>(
  capture: AsyncGenerator<CaptureStep, R>,
  inputs: ActorInputs,
): Promise<{ readonly steps: readonly CaptureStep[]; readonly result: R }> {
  const steps: CaptureStep[] = [];
  for (;;) {
    const next = await capture.next();
    if (next.done) return { steps, result: next.value };
    steps.push(next.value);
    inputs.told(next.value);
  }
}
