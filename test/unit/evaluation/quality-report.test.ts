import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Observation } from '../../../src/biometrics/observation.js';
import { passive } from '../../../src/biometrics/built-in-policies.js';
import { defaultPolicySettings } from '../../../src/biometrics/policy.js';
import { qualityComponents } from '../../../src/biometrics/quality-components.js';
import { FaceError } from '../../../src/errors.js';
import { readDataset } from '../../../src/evaluation/data/dataset.js';
import { evaluateQuality } from '../../../src/evaluation/quality-report.js';
import { face, identity, noFace, observation, scoring } from '../../support/observations.js';
import { CountedProgress, ScriptedObserver } from '../../support/scripted-observer.js';
import { randomFrom, testSeed } from '../../support/seeded.js';

let observer: ScriptedObserver;
let progress: CountedProgress;
beforeEach(async () => {
  observer = new ScriptedObserver(await mkdtemp(join(tmpdir(), 'face-engine-quality-')));
  progress = new CountedProgress();
});
afterEach(() => rm(observer.folder, { recursive: true, force: true }));

const evaluate = (replicates = 100, resamplingSeed = 1) =>
  evaluateQuality(observer, readDataset(observer.folder), {
    policy: passive(defaultPolicySettings),
    signal: new AbortController().signal,
    progress,
    resampling: { replicates, seed: resamplingSeed },
  });

const blurred = (sharpness: number, embedding?: Float32Array): Observation =>
  observation({ quality: { sharpness }, ...(embedding && { embedding }) });

test(`quality that knows which pictures fail is told from quality that does not (TEST_SEED=${testSeed})`, async () => {
  const random = randomFrom(testSeed);
  for (let person = 0; person < 120; person++) {
    const centre = identity(1_000 * person + 1);
    for (let i = 0; i < 4; i++) {
      // Blurred pictures are far from the person's others, and turned ones are not.
      const good = random.uniform() < 0.9;
      const embedding = scoring(centre, good ? 0.95 : 0.4, 1_000 * person + i + 2);
      const shown = observation({
        embedding,
        quality: { sharpness: good ? random.between(80, 200) : random.between(0, 10) },
        pose: { yawDeg: random.between(-30, 30), pitchDeg: 0, rollDeg: 0 },
      });
      await observer.put(`p${person}/${i}.jpg`, shown);
    }
  }
  const result = await evaluate();
  expect(result).toMatchObject({ kind: 'quality', pictures: 480, data: basename(observer.folder), pack: 'tiny' });
  const ratioOf = (name: string): number => result.components.find((of) => of.name === name)?.discardRatio ?? NaN;
  expect(ratioOf('Sharpness')).toBeLessThan(0.6);
  expect(ratioOf('HeadPoseYaw')).toBeGreaterThan(ratioOf('Sharpness') + 0.1);
  expect(result.discardRatio).toBeLessThan(0.8);
  expect(result.errorVersusDiscard[0]?.discarded).toBe(0);
  expect(result.errorVersusDiscard[0]?.fnmr).toBeCloseTo(0.05, 12);
  expect(result.errorVersusDiscard.at(-1)?.fnmr).toBeLessThan(0.02);
  expect(progress).toMatchObject({ total: 480, done: 480, ended: true });
});

test('refusals count under their main reason, at enrolment more than at verification', async () => {
  const gates = passive(defaultPolicySettings).gates;
  const between = (gates.enrolment.sharpnessMin + gates.verification.sharpnessMin) / 2;
  await observer.put('p1/a.jpg', blurred(between));
  await observer.put('p1/b.jpg', blurred(200));
  await observer.put('p2/a.jpg', noFace);
  await observer.put('p2/b.jpg', new FaceError('IMAGE_UNDECODABLE', 'broken'));
  const result = await evaluate();
  expect(result.refused.enrolment).toEqual({ NO_FACE: 2, BLURRED: 1 });
  expect(result.refused.verification).toEqual({ NO_FACE: 2 });
  expect(result.failureToAcquire.rate).toBe(0.5);
});

test('components are described by their names, and too few comparisons say nothing of errors', async () => {
  await observer.put('p1/a.jpg', blurred(10));
  await observer.put('p1/b.jpg', blurred(100));
  await observer.put('p2/a.jpg', { ...observation(), face: face({ eyeOpening: null }) });
  const result = await evaluate();
  const names = qualityComponents(face(), 0).map(({ name }) => name);
  expect(result.components.map(({ name }) => name).sort()).toEqual([...names].sort());
  const sharpness = result.components.find(({ name }) => name === 'Sharpness');
  expect(sharpness?.assessed).toBe(3);
  const [low, middle, high] = sharpness?.percentiles ?? [NaN, NaN, NaN];
  expect(low).toBeLessThan(middle);
  expect(middle).toBeLessThanOrEqual(high);
  expect(result).toMatchObject({ errorVersusDiscard: [], discardRatio: null });
  expect(result.unified.shares.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1);
});

test('of a person at most ten pictures take part, drawn by the seed', async () => {
  for (let i = 0; i < 25; i++) await observer.put(`p1/${i}.jpg`, blurred(100));
  for (let i = 0; i < 3; i++) await observer.put(`p2/${i}.jpg`, blurred(100));
  const chosen = async (resamplingSeed: number): Promise<string[]> => {
    observer.asked.clear();
    expect((await evaluate(10, resamplingSeed)).pictures).toBe(13);
    return [...observer.asked.keys()].sort();
  };
  const first = await chosen(1);
  expect(await chosen(1)).toEqual(first);
  expect(await chosen(2)).not.toEqual(first);
});
