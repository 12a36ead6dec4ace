import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Observation } from '../../../src/biometrics/observation.js';
import { active, comparisonOnly, highSecurity, passive, sensor } from '../../../src/biometrics/built-in-policies.js';
import { defaultPolicySettings } from '../../../src/biometrics/policy.js';
import { FaceError } from '../../../src/errors.js';
import { evaluatePad } from '../../../src/evaluation/pad.js';
import type { Bounded } from '../../../src/evaluation/results.js';
import {
  alice,
  livePerson,
  mallory,
  noFace,
  observation,
  stillPicture,
  type FaceChanges,
} from '../../support/observations.js';
import { CountedProgress, ScriptedObserver } from '../../support/scripted-observer.js';

const policy = passive(defaultPolicySettings);
let observer: ScriptedObserver;
let progress: CountedProgress;
let notes: string[] = [];
beforeEach(async () => {
  observer = new ScriptedObserver(await mkdtemp(join(tmpdir(), 'face-engine-pad-')));
  progress = new CountedProgress();
  notes = [];
});
afterEach(() => rm(observer.folder, { recursive: true, force: true }));

async function session(path: string, frames: readonly Observation[]): Promise<void> {
  for (const [i, frame] of frames.entries()) await observer.put(`${path}/${i}.jpg`, frame);
}

const evaluate = (changes: { signal?: AbortSignal; policy?: typeof policy } = {}) =>
  evaluatePad(observer, observer.folder, {
    policy,
    signal: new AbortController().signal,
    progress,
    resampling: { replicates: 200, seed: 1 },
    note: (line) => notes.push(line),
    ...changes,
  });

/** Frames of one second hold still enough in steps of 200 ms to be followed. */
const alive = (changes: FaceChanges = {}): Observation[] => livePerson(alice, 12, changes);
const printed = (liveness: number): Observation[] =>
  stillPicture(mallory, 12).map((frame) => ({ ...frame, face: frame.face && { ...frame.face, liveness } }));
const share = (bounded: Bounded | undefined): number | undefined => bounded?.rate;

test('streams are decided one by one, and rates are per stream and species', async () => {
  await session('bona-fide/s1', alive());
  await session('bona-fide/s2', alive());
  await session('bona-fide/s3', stillPicture(alice, 12));
  await session('bona-fide/s4', alive({ liveness: 0.01 }));
  await session('print/p1', printed(0.02));
  await session('print/p2', printed(0.9));
  await session('screen/r1', alive({ liveness: 0.9 }));
  await session('screen/r2', alive({ liveness: 0.1 }));
  const result = await evaluate();
  expect(result).toMatchObject({ kind: 'pad', policyVersion: 'passive@1', streams: 8, frames: 96, stills: false });
  expect(result).toMatchObject({ pack: 'tiny', modelId: 'fake@000000000001' });
  // Held still: asked again, no attack; recorded from a person: taken for one; held for an attack by the networks: error.
  expect(share(result.bpcer)).toBe(0.5);
  expect(share(result.bonaFideInconclusive)).toBe(0.25);
  expect(share(result.apcer['print'])).toBe(0);
  expect(share(result.apcer['screen'])).toBe(0.5);
  expect(result.apcer['print']?.high).toBeGreaterThan(0.5);
  expect(result.cues['frames']).toMatchObject({ measured: 8, bpcer: 0.25, apcer: { print: 0.5, screen: 0.5 } });
  expect(result.cues['tiny-net']).toMatchObject({ measured: 8 });
  expect(result.cues['motion']?.auc).toBeGreaterThan(0.6);
  expect(result.cues['frames']?.bonaFide.shares.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1);
  expect(progress).toMatchObject({ total: 96, done: 96, ended: true });
});

test('the same seed gives the same bounds', async () => {
  await session('bona-fide/s1', alive());
  await session('bona-fide/s2', stillPicture(alice, 12));
  await session('print/p1', printed(0.02));
  const [one, two] = [await evaluate(), await evaluate()];
  expect(two.bpcer).toEqual(one.bpcer);
  expect(one.bpcer.low).toBeLessThan(one.bpcer.high);
});

describe('bounds over subjects', () => {
  const sessions = (rows: readonly string[]): Promise<void> =>
    writeFile(join(observer.folder, 'sessions.csv'), ['label,subject,session,frames', ...rows].join('\n'));

  beforeEach(async () => {
    for (const name of ['s1', 's2', 's3', 's4']) await session(`bona-fide/${name}`, alive());
    for (const name of ['p1', 'p2', 'p3', 'p4', 'p5', 'p6']) await session(`print/${name}`, printed(0.02));
  });

  test('of none counted among sessions nobody is named for, the upper one is three of them', async () => {
    const { subjects, apcer, bpcer } = await evaluate();
    expect(subjects).toBeNull();
    expect(apcer['print']).toEqual({ rate: 0, low: 0, high: 3 / 6 });
    expect(bpcer).toEqual({ rate: 0, low: 0, high: 3 / 4 });
  });

  test('of none counted, sessions of one person are tried once', async () => {
    await sessions([
      ...['s1', 's2', 's3', 's4'].map((name, i) => `bona-fide,${i},${name},12`),
      ...['p1', 'p2', 'p3', 'p4', 'p5', 'p6'].map((name, i) => `print,${i % 5},${name},12`),
    ]);
    const { subjects, apcer, bpcer } = await evaluate();
    expect(subjects).toBe(5);
    expect(apcer['print']).toEqual({ rate: 0, low: 0, high: 3 / 5 });
    expect(bpcer.high).toBe(3 / 4);
  });

  test('are wider where the errors are those of one person, and a rate is still that of presentations', async () => {
    for (const name of ['p1', 'p2', 'p3']) await session(`print/${name}`, alive());
    const alone = await evaluate();
    await sessions([
      ...['s1', 's2', 's3', 's4'].map((name, i) => `bona-fide,${i},${name},12`),
      ...['p1', 'p2', 'p3'].map((name) => `print,fooled,${name},12`),
      ...['p4', 'p5', 'p6'].map((name) => `print,not,${name},12`),
    ]);
    const { apcer } = await evaluate();
    expect(alone.apcer['print']?.rate).toBe(0.5);
    expect(alone.apcer['print']?.low).toBeGreaterThan(0);
    expect(apcer['print']).toEqual({ rate: 0.5, low: 0, high: 1 });
  });

  test.each([
    ['without its columns', 'session,person\ns1,1\n', 'line 1: the columns label, subject and session are expected'],
    [
      'with a line that lacks one',
      'label,subject,session\nbona-fide,,s1\n',
      'line 2: a label, a subject and a session',
    ],
    [
      'that leaves some out',
      'label,subject,session\nbona-fide,1,s1\nprint,1,p1\n',
      'sessions.csv leaves out 8 presentations',
    ],
  ])('a list %s is noted, and presentations are drawn', async (_, list, told) => {
    await writeFile(join(observer.folder, 'sessions.csv'), list);
    const result = await evaluate();
    expect(result.subjects).toBeNull();
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain(told);
    expect(notes[0]).toContain('bounds are over presentations');
  });
});

test('a stream that shows life is over for the service, whatever comes after', async () => {
  await session('bona-fide/s1', alive());
  await session('print/p1', [...alive(), ...printed(0.01), ...printed(0.01)]);
  const result = await evaluate();
  expect(share(result.apcer['print'])).toBe(1);
});

test('nothing is looked at beyond the frames a policy takes', async () => {
  await session('bona-fide/s1', alive());
  await session('print/p1', printed(0.02));
  await evaluate({ policy: { ...policy, limits: { ...policy.limits, framesMax: 7 } } });
  expect(observer.asked.size).toBe(14);
  expect(progress.done).toBe(24);
});

test('stills are judged by the cues of their frame alone', async () => {
  for (const [i, liveness] of [0.9, 0.8, 0.1].entries())
    await observer.put(`bona-fide/${i}.jpg`, observation({ liveness }));
  await observer.put('bona-fide/3.jpg', noFace);
  for (const [i, liveness] of [0.9, 0.1, 0.2, 0.3].entries())
    await observer.put(`print/${i}.jpg`, observation({ liveness }));
  const result = await evaluate();
  expect(result).toMatchObject({ stills: true, streams: 8, frames: 8 });
  expect(share(result.bpcer)).toBe(0.5);
  expect(share(result.bonaFideInconclusive)).toBe(0.25);
  expect(share(result.apcer['print'])).toBe(0.25);
  expect(result.cues['frames']).toMatchObject({ measured: 7 });
  expect(Object.keys(result.cues)).toEqual(['tiny-net', 'frames']);
  expect([...observer.asked.values()].every(({ embedding, eyes }) => !embedding && !eyes)).toBe(true);
});

test('a pack without networks for eyes or attacks measures neither', async () => {
  await session('bona-fide/s1', alive({ liveness: null, eyeOpening: null }));
  await session(
    'print/p1',
    stillPicture(mallory, 12).map((frame) => ({
      ...frame,
      face: frame.face && { ...frame.face, liveness: null, eyeOpening: null },
    })),
  );
  const result = await evaluate();
  expect(Object.keys(result.cues)).toEqual(['tiny-net', 'motion', 'shared-motion']);
  expect(share(result.bpcer)).toBe(1);
});

test.each([
  [comparisonOnly, 'the policy comparison-only does not check liveness; ask for passive or high-security'],
  [
    active,
    'the policy active asks for answers to a challenge, which recorded pictures do not hold; ask for passive or high-security',
  ],
  [sensor, 'the policy sensor asks for depth, which recorded pictures do not hold; ask for passive or high-security'],
])('a policy that recorded pictures cannot answer is refused: %p', async (policyOf, sentence) => {
  await session('bona-fide/s1', alive());
  await session('print/p1', printed(0.02));
  await expect(evaluate({ policy: policyOf(defaultPolicySettings) })).rejects.toThrow(sentence);
  expect(observer.asked.size).toBe(0);
});

test('high-security asks for more than passive does', async () => {
  await session('bona-fide/s1', alive());
  await session('bona-fide/s2', alive({ liveness: 0.6 }));
  await session('print/p1', printed(0.02));
  expect(share((await evaluate()).bpcer)).toBe(0);
  const result = await evaluate({ policy: highSecurity(defaultPolicySettings) });
  expect(result).toMatchObject({ policyVersion: 'high-security@1', streams: 3, apcer: { print: { rate: 0 } } });
  expect(share(result.bpcer)).toBe(0.5);
  expect(share(result.bonaFideInconclusive)).toBe(0.5);
});

test('a picture that cannot be measured ends the evaluation, and so does an abort', async () => {
  await session('bona-fide/s1', alive());
  await session('print/p1', printed(0.02));
  await expect(evaluate({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  await observer.put('print/p1/3.jpg', new FaceError('IMAGE_UNDECODABLE', 'broken'));
  await expect(evaluate()).rejects.toThrow('broken');
  expect(progress.ended).toBe(true);
});
