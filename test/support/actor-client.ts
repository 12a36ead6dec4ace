import type { ChallengeAction } from '../../src/biometrics/challenge-actions.js';
import type { Observation } from '../../src/biometrics/observation.js';
import type { CaptureInput } from '../../src/recognition/capture-input.js';
import type { CaptureStep } from '../../src/recognition/requests.js';
import { actorSeen } from './actor.js';
import { answering, type Asked, type Habits } from './challenge-scene.js';
import { printOf } from './fingerprints.js';
import { alice, mallory } from './observations.js';
import type { World } from './use-cases.js';

/** How the actor acts, and what sends it. */
export interface Camera extends Habits {
  readonly person?: Float32Array;
  readonly framesMax?: number;
  /** Of the frames sent. */
  readonly frameMs?: number;
  /** From the first action on, a new picture is taken so often; frames between show the last one again. */
  readonly pictureMs?: number;
  /** In the frame of this number somebody else is before the camera. */
  readonly strangerIn?: number;
}

/** What the actor's camera sends to a use case; it does what the steps of the capture ask for. */
export class ActorInputs implements AsyncIterableIterator<CaptureInput> {
  readonly asked: Asked[] = [];
  pulled = 0;
  readonly #world: World;
  readonly #camera: Camera;
  readonly #startMs: number;
  #toReport: Uint8Array[] = [];

  constructor(inWorld: World, camera: Camera = {}) {
    this.#world = inWorld;
    this.#camera = camera;
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
    const { framesMax = Infinity, frameMs = 100 } = this.#camera;
    if (this.pulled >= framesMax) return Promise.resolve({ done: true, value: undefined });
    const sequence = (this.pulled += 1);
    this.#world.clock.advance(frameMs);
    const capturedAtMs = this.#world.clock.nowMs();
    const image = this.#world.engine.image(this.#seenAt(capturedAtMs - this.#startMs));
    return Promise.resolve({ done: false, value: { sequence, capturedAtMs, image } });
  }

  #seenAt(atMs: number): Observation {
    const { person = alice, frameMs = 100, pictureMs = frameMs } = this.#camera;
    const takenMs = this.asked.length > 0 ? atMs - (atMs % pictureMs) : atMs;
    const shown = this.pulled === this.#camera.strangerIn ? mallory : person;
    const seen = actorSeen(answering(takenMs, this.asked, this.#camera), takenMs, shown);
    return { ...seen, face: seen.face && { ...seen.face, fingerprint: printOf(takenMs) } };
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
