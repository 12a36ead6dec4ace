import { comparisonScore } from '../biometrics/embedding.js';
import { frameFaults } from '../biometrics/frame-gates.js';
import type { Measurements, Observation } from '../biometrics/observation.js';
import type { FrameReason } from '../biometrics/outcome.js';
import type { Policy, Purpose } from '../biometrics/policy.js';
import { qualityComponents } from '../biometrics/quality-components.js';
import { unifiedQuality } from '../biometrics/unified-quality.js';
import { isFaceError } from '../errors.js';
import { boundedShare } from './rates/bootstrap.js';
import type { Dataset } from './data/dataset.js';
import { distributionOver } from './rates/distribution.js';
import { pictureFaults } from './measuring/embed.js';
import { errorVersusDiscard, thresholdOf, type RatedPair } from './rates/error-versus-discard.js';
import type { PictureObserver, Progress } from './ports.js';
import { provenanceOf } from './provenance.js';
import { randomFrom, shuffled } from './rates/random.js';
import type { QualityResult, Resampling } from './results.js';

export interface QualityOptions {
  /** Its gates say which pictures would be refused. */
  readonly policy: Policy;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  readonly resampling: Resampling;
}

/** So that nobody with hundreds of pictures decides what quality is worth. */
const PICTURES_PER_PERSON_MAX = 10;
const UNIFIED_SPAN = { from: 0, to: 100, bins: 20 };

const wanted: Measurements = { embedding: true, formerEmbedding: false, liveness: false, eyes: true, motion: null };

/** What one picture showed; the embedding is gone once pairs are scored. */
interface Rated {
  readonly identity: number;
  readonly embedding: Float32Array | null;
  /** Null without a face. */
  readonly unified: number | null;
  /** 0–100 by name, where it could be assessed. */
  readonly components: ReadonlyMap<string, number>;
  /** The main reason to pass the picture over; null when it is good. */
  readonly refusal: Readonly<Record<Purpose, FrameReason | null>>;
}

/**
 * What the pictures are like, and whether quality foretells errors of comparison (ISO/IEC 29794-1, error versus
 * discard). Of each person at most ten pictures take part, drawn by the seed; every two of them are a mated comparison.
 * A picture that is refused counts under its main reason.
 */
export async function evaluateQuality(
  observer: PictureObserver,
  dataset: Dataset,
  options: QualityOptions,
): Promise<QualityResult> {
  const pictures = drawn(dataset, options.resampling.seed);
  const rated = await lookAtAll(observer, dataset, pictures, options);
  const faces = rated.filter(({ unified }) => unified !== null);
  const mated = matedPairs(rated);
  const threshold = thresholdOf(mated.map(({ score }) => ({ score, quality: 0 })));
  const curve = (qualityOf: (rated: Rated) => number | null) =>
    threshold === null ? null : errorVersusDiscard(ratedPairs(mated, qualityOf), threshold);
  const unified = curve((picture) => picture.unified);
  return {
    kind: 'quality',
    ...provenanceOf(observer, dataset.name),
    pictures: pictures.length,
    failureToAcquire: failureToAcquire(rated, options.resampling),
    components: [...new Set(faces.flatMap(({ components }) => [...components.keys()]))].map((name) => {
      const values = faces.flatMap(({ components }) => components.get(name) ?? []);
      const ofName = (picture: Rated): number | null => picture.components.get(name) ?? null;
      return {
        name,
        assessed: values.length,
        percentiles: percentiles(values),
        discardRatio: curve(ofName)?.ratio ?? null,
      };
    }),
    unified: distributionOver(
      faces.flatMap((picture) => picture.unified ?? []),
      UNIFIED_SPAN,
    ),
    errorVersusDiscard: unified?.points ?? [],
    discardRatio: unified?.ratio ?? null,
    refused: { enrolment: countRefusals(rated, 'enrolment'), verification: countRefusals(rated, 'verification') },
  };
}

/** Pictures, at most so many a person, in the order of the data set. */
function drawn({ identities }: Dataset, seed: number): number[] {
  const taken = new Map<number, number>();
  const chosen: number[] = [];
  for (const picture of shuffled(identities.length, randomFrom(seed))) {
    const identity = identities[picture] ?? -1;
    const count = taken.get(identity) ?? 0;
    if (count >= PICTURES_PER_PERSON_MAX) continue;
    taken.set(identity, count + 1);
    chosen.push(picture);
  }
  return chosen.sort((a, b) => a - b);
}

async function lookAtAll(
  observer: PictureObserver,
  dataset: Dataset,
  pictures: readonly number[],
  { policy, signal, progress }: QualityOptions,
): Promise<Rated[]> {
  const rated = new Array<Rated>(pictures.length);
  const pending = pictures.entries();
  const work = async (): Promise<void> => {
    for (const [index, picture] of pending) {
      signal.throwIfAborted();
      const observation = await observer.observe(dataset.path(picture), wanted, signal).catch((error: unknown) => {
        if (isFaceError(error) && pictureFaults.has(error.code)) return null;
        throw error;
      });
      rated[index] = rate(dataset.identities[picture] ?? -1, observation, policy);
      progress.step();
    }
  };
  progress.start(pictures.length, 'pictures');
  try {
    await Promise.all(Array.from({ length: observer.workers + 2 }, work));
  } finally {
    progress.end();
  }
  return rated;
}

/** @param observation null for a picture no decoder takes */
function rate(identity: number, observation: Observation | null, { gates }: Policy): Rated {
  const face = observation?.face ?? null;
  const components = observation && face ? qualityComponents(face, observation.secondFaceRatio) : [];
  const refusalAt = (purpose: Purpose): FrameReason | null =>
    observation ? (frameFaults(observation, gates[purpose])[0] ?? null) : 'NO_FACE';
  return {
    identity,
    embedding: face?.embedding ?? null,
    unified: face ? unifiedQuality(components) : null,
    components: new Map(
      components.flatMap(({ name, value, status }) => (status === 'ASSESSED' ? [[name, value] as const] : [])),
    ),
    refusal: { enrolment: refusalAt('enrolment'), verification: refusalAt('verification') },
  };
}

function byPerson(rated: readonly Rated[]): Rated[][] {
  const people = new Map<number, Rated[]>();
  for (const picture of rated) {
    const others = people.get(picture.identity);
    if (others) others.push(picture);
    else people.set(picture.identity, [picture]);
  }
  return [...people.values()];
}

interface MatedPair {
  readonly a: Rated;
  readonly b: Rated;
  readonly score: number;
}

function matedPairs(rated: readonly Rated[]): MatedPair[] {
  return byPerson(rated).flatMap((pictures) =>
    pictures.flatMap((a, i) =>
      pictures.slice(i + 1).flatMap((b) => {
        if (!a.embedding || !b.embedding) return [];
        return [{ a, b, score: comparisonScore(a.embedding, b.embedding) }];
      }),
    ),
  );
}

/** Comparisons of which both pictures have this quality, with the lower of the two. */
function ratedPairs(mated: readonly MatedPair[], qualityOf: (rated: Rated) => number | null): RatedPair[] {
  return mated.flatMap(({ a, b, score }) => {
    const [first, second] = [qualityOf(a), qualityOf(b)];
    return first === null || second === null ? [] : [{ score, quality: Math.min(first, second) }];
  });
}

/** By person, as its bounds are found. */
function failureToAcquire(rated: readonly Rated[], resampling: Resampling) {
  const people = byPerson(rated);
  const failed = people.map((pictures) => pictures.filter(({ unified }) => unified === null).length);
  return boundedShare(
    failed,
    people.map(({ length }) => length),
    resampling,
  );
}

function percentiles(values: readonly number[]): readonly [number, number, number] {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return [at(0.05), at(0.5), at(0.95)];
}

function countRefusals(rated: readonly Rated[], purpose: Purpose): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { refusal } of rated) {
    const reason = refusal[purpose];
    if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}
