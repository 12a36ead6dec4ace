import { randomBytes } from 'node:crypto';
import type { Observation } from '../../src/biometrics/observation.js';
import { builtInPolicies } from '../../src/biometrics/built-in-policies.js';
import { defaultPolicySettings, type Policy } from '../../src/biometrics/policy.js';
import { deviceSignatures } from '../../src/crypto/device-signature.js';
import type { FaceError } from '../../src/errors.js';
import type { Context } from '../../src/recognition/context.js';
import { galleryOff } from '../../src/recognition/gallery-off.js';
import { JobRunner } from '../../src/recognition/job-runner.js';
import { createPolicyBook } from '../../src/recognition/policy-book.js';
import type { Frame } from '../../src/recognition/capture-input.js';
import type { Journal, TemplateRow, UnitOfWork } from '../../src/recognition/ports.js';
import { recognition, type Recognition } from '../../src/recognition/recognition.js';
import { Turns } from '../../src/recognition/turns.js';
import { FakeClock } from './fake-clock.js';
import { FakeEngine } from './fake-engine.js';
import { FakeVault } from './fake-vault.js';
import { MemoryStore } from './memory-store.js';
import { calibrated } from './observations.js';

/** The use cases over fakes, and captures to feed them. */

export const call = { signal: new AbortController().signal };

/** Keeps every reference it opened: the same array the use case got, so that a test sees what became of it. */
export class WatchedVault extends FakeVault {
  readonly opened: Float32Array[] = [];

  override async open(row: TemplateRow, unit: UnitOfWork): Promise<Float32Array> {
    const reference = await super.open(row, unit);
    this.opened.push(reference);
    return reference;
  }
}

/** Keeps what it was told. */
export class FakeJournal implements Journal {
  moved = 0;
  readonly notMoved: unknown[] = [];
  readonly notRecorded: unknown[] = [];
  readonly behind: unknown[] = [];
  readonly failed: unknown[] = [];

  templateMoved(): void {
    this.moved += 1;
  }

  templateNotMoved(cause: unknown): void {
    this.notMoved.push(cause);
  }

  captureNotRecorded(cause: unknown): void {
    this.notRecorded.push(cause);
  }

  galleryBehind(cause: unknown): void {
    this.behind.push(cause);
  }

  jobFailed(cause: unknown): void {
    this.failed.push(cause);
  }
}

export interface World {
  readonly engine: FakeEngine;
  readonly store: MemoryStore;
  readonly vault: WatchedVault;
  readonly clock: FakeClock;
  readonly journal: FakeJournal;
  readonly context: Context;
  readonly uses: Recognition;
}

/** Passive by default; what is given changes all built-in policies. */
export function world(changes: Partial<Policy> = {}): World {
  const [engine, clock, vault, journal] = [new FakeEngine(), new FakeClock(), new WatchedVault(), new FakeJournal()];
  const store = new MemoryStore(() => clock.nowMs());
  const builtIn = Object.values(builtInPolicies).map((of) => ({ ...of(defaultPolicySettings), ...changes }));
  const context: Context = {
    engine,
    store,
    vault,
    clock,
    journal,
    deviceSignatures,
    calibration: calibrated,
    policies: createPolicyBook({ builtIn, defaultName: 'passive' }),
    formerCalibration: null,
    recordCaptures: false,
    gallery: galleryOff,
    searchPermissions: new Set(),
    jobs: new JobRunner(store, journal),
    enrolmentTurns: new Turns(),
    capture: { frameBytesMax: 2 ** 20, recommendedWidth: 640, recommendedHeight: 480 },
    randomBytes: (length) => randomBytes(length),
  };
  return { engine, store, vault, clock, journal, context, uses: recognition(context) };
}

/** The world as another server would see it: same store and keys, another model. */
export function withModel({ context }: World, engine: FakeEngine): Recognition {
  return recognition({ ...context, engine });
}

/** How often frames come, milliseconds. */
const FRAME_MS = 100;

/** A client's frames, ten a second on the capture clock and on the server's, that counts how they are pulled. */
export class Frames implements AsyncIterableIterator<Frame> {
  pulled = 0;
  outstandingMax = 0;
  closed = false;
  #outstanding = 0;
  readonly #world: World;
  readonly #shown: readonly (Observation | FaceError)[];
  readonly #end: 'client ends' | 'client keeps silent';

  constructor(
    inWorld: World,
    shown: readonly (Observation | FaceError)[],
    end: 'client ends' | 'client keeps silent' = 'client ends',
  ) {
    this.#world = inWorld;
    this.#shown = shown;
    this.#end = end;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Frame>> {
    this.#outstanding += 1;
    this.outstandingMax = Math.max(this.outstandingMax, this.#outstanding);
    await Promise.resolve();
    const sequence = this.pulled;
    const shown = this.#shown[sequence];
    if (shown === undefined && this.#end === 'client keeps silent') return new Promise(() => undefined);
    this.#outstanding -= 1;
    if (shown === undefined) return { done: true, value: undefined };
    this.pulled += 1;
    this.#world.clock.advance(FRAME_MS);
    const image = this.#world.engine.image(shown);
    return { done: false, value: { sequence, capturedAtMs: sequence * FRAME_MS, image } };
  }

  return(): Promise<IteratorResult<Frame>> {
    this.closed = true;
    return Promise.resolve({ done: true, value: undefined });
  }
}

/** Runs a capture to its end. */
export async function drained<S, R>(capture: AsyncGenerator<S, R>): Promise<{ steps: S[]; result: R }> {
  const steps: S[] = [];
  for (;;) {
    const next = await capture.next();
    if (next.done) return { steps, result: next.value };
    steps.push(next.value);
  }
}

/** The code a promise fails with. */
export async function codeOf(failing: Promise<unknown>): Promise<string> {
  try {
    await failing;
  } catch (error) {
    return (error as FaceError).code;
  }
  return 'nothing was thrown';
}
