import { calibration, type Calibration } from '../../src/biometrics/calibration.js';
import type { Observation } from '../../src/biometrics/observation.js';
import type { Decision, EnrolmentResult } from '../../src/biometrics/outcome.js';
import type { Policy } from '../../src/biometrics/policy.js';
import type { Call, Store, TemplateRow, UnitOfWork } from '../../src/recognition/ports.js';
import { recognition } from '../../src/recognition/recognition.js';
import type { EnrolmentRequest } from '../../src/recognition/requests.js';
import { FakeEngine } from './fake-engine.js';
import { calibrated, embeddingDim, type FaceChanges, identity, livePerson, sampleOf, table } from './observations.js';
import { call, drained, Frames, world, type World } from './use-cases.js';

/** Servers on one database during a change of model: some run the old one, some the new one with the old one beside it. */

export const oldId = 'old@000000000001';
export const newId = 'new@000000000002';

/** The old model's scale is another: its scores lie higher. */
export const oldScale = calibration({
  impostorMedian: 0.1,
  points: table.points.map(({ fmr, score }) => ({ fmr, score: score + 0.1 })),
});

/** Somebody as both models see them. */
export interface Person {
  readonly byOld: Float32Array;
  readonly byNew: Float32Array;
}
export const ada: Person = { byOld: identity(2_000_001), byNew: identity(2_000_002) };
export const eve: Person = { byOld: identity(2_000_003), byNew: identity(2_000_004) };

export interface Landscape {
  readonly old: World;
  readonly new: World;
  /** The new model alone. */
  readonly after: World;
}

export interface Changes {
  readonly policy?: Partial<Policy>;
  /** The new model's scale. */
  readonly calibration?: Calibration;
  /** In place of the store of the server with both models. */
  readonly storeOf?: (store: Store) => Store;
}

export function landscape({ policy = {}, storeOf = (store) => store, ...changes }: Changes = {}): Landscape {
  const base = world(policy);
  const server = (engine: FakeEngine, more: object): World => {
    const context = { ...base.context, calibration: changes.calibration ?? calibrated, engine, ...more };
    return { ...base, engine, context, uses: recognition(context) };
  };
  const both = new FakeEngine(newId, { modelId: oldId, embeddingDim });
  return {
    old: server(new FakeEngine(oldId), { calibration: oldScale }),
    new: server(both, { formerCalibration: oldScale, store: storeOf(base.store) }),
    after: server(new FakeEngine(newId), {}),
  };
}

/** Frames of a person as the networks of this server would see them. */
export function captureOf(server: World, person: Person, changes: FaceChanges = {}, frames = 12): Observation[] {
  const seen = livePerson(server.engine.modelId === oldId ? person.byOld : person.byNew, frames, changes);
  return seen.map((observation, i) => {
    const { face } = observation;
    const formerEmbedding = changes.formerEmbedding === undefined ? sampleOf(person.byOld, i) : changes.formerEmbedding;
    return { ...observation, face: face && { ...face, formerEmbedding } };
  });
}

export async function enrolled(
  server: World,
  person: Person,
  request: Partial<EnrolmentRequest> = {},
): Promise<EnrolmentResult> {
  const whole = { subjectId: 'ada', policy: null, replace: false, requestId: null, picturesDigest: null, ...request };
  const { result } = await drained(server.uses.enroll(whole, new Frames(server, captureOf(server, person)), call));
  return result;
}

export async function verified(
  server: World,
  shown: readonly Observation[],
  claim: { readonly subjectId?: string; readonly policy?: string } = {},
): Promise<Decision> {
  const frames = new Frames(server, shown);
  const { result } = await drained(
    server.uses.verify({ subjectId: claim.subjectId ?? 'ada', policy: claim.policy ?? null }, frames, call),
  );
  return result;
}

export function templatesOf({ store }: World, subjectId = 'ada'): Promise<readonly TemplateRow[]> {
  return store.transaction((unit) => unit.templates.listOf(subjectId), call);
}

export async function modelsOf(server: World, subjectId = 'ada'): Promise<string[]> {
  return (await templatesOf(server, subjectId)).map(({ modelId }) => modelId).sort();
}

/** Lets something happen before a transaction, counted from 1 since it was made. */
export class InterruptedStore implements Store {
  readonly #store: Store;
  readonly #before: ReadonlyMap<number, () => Promise<unknown>>;
  #transactions = 0;

  constructor(store: Store, before: Readonly<Record<number, () => Promise<unknown>>>) {
    this.#store = store;
    this.#before = new Map(Object.entries(before).map(([count, action]) => [Number(count), action]));
  }

  async transaction<T>(work: (unit: UnitOfWork) => Promise<T>, call: Call): Promise<T> {
    this.#transactions += 1;
    await this.#before.get(this.#transactions)?.();
    return this.#store.transaction(work, call);
  }
}

/** With Ada enrolled by a server of the old model. */
export async function landscapeWithAda(changes?: Changes): Promise<Landscape> {
  const servers = landscape(changes);
  const { enrolled: done } = await enrolled(servers.old, ada);
  if (!done) throw new Error('Ada was not enrolled');
  return servers;
}

/** The same, with a migration on its way. */
export async function migrating(changes?: Changes): Promise<Landscape> {
  const servers = await landscapeWithAda(changes);
  await servers.old.store.transaction((unit) => unit.migrations.insert({ fromModelId: oldId, toModelId: newId }), call);
  return servers;
}
