import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { FaceError } from '../../../src/errors.js';
import { readDataset } from '../../../src/evaluation/data/dataset.js';
import { readGroups } from '../../../src/evaluation/data/groups.js';
import { noLabelErrors } from '../../../src/evaluation/data/label-errors.js';
import { evaluatePairs, type PairsInput } from '../../../src/evaluation/pairs.js';
import { identity, noFace, observation, sampleOf, scoring } from '../../support/observations.js';
import { linesOf } from '../../../src/cli/evaluation-lines.js';
import { renderReport } from '../../../src/evaluation/report/page.js';
import { CountedProgress, ScriptedObserver } from '../../support/scripted-observer.js';

/** Pairs over a folder of made-up people, compared by the addon. */

let observer: ScriptedObserver;
beforeEach(() => {
  observer = new ScriptedObserver(mkdtempSync(join(tmpdir(), 'face-engine-pairs-')));
});
afterEach(() => rmSync(observer.folder, { recursive: true, force: true }));

const PEOPLE = 30;
const person = (i: number) => identity(10 + i);
const nameOf = (i: number) => `p${String(i).padStart(2, '0')}`;

/** Three pictures of each; person 0 has one without a face and one that no decoder takes instead. */
async function putPeople(): Promise<void> {
  for (let i = 0; i < PEOPLE; i++) {
    for (let k = 0; k < 3; k++) {
      const shows = observation({ embedding: sampleOf(person(i), 1000 * i + k) });
      const path = `images/${nameOf(i)}/${k}.jpg`;
      if (i === 0 && k === 1) await observer.put(path, noFace);
      else if (i === 0 && k === 2) await observer.put(path, new FaceError('IMAGE_UNDECODABLE', 'no picture'));
      else await observer.put(path, shows);
    }
  }
}

const notes: string[] = [];
beforeEach(() => void notes.splice(0));
const evaluate = (changes: Partial<PairsInput> = {}, replicates = 50) =>
  evaluatePairs(
    observer,
    {
      dataset: readDataset(observer.folder),
      mode: 'all-pairs',
      list: null,
      attributes: [],
      labelErrors: noLabelErrors,
      calibrate: null,
      ...changes,
    },
    {
      resampling: { replicates, seed: 4 },
      threads: 2,
      signal: new AbortController().signal,
      progress: new CountedProgress(),
      note: (line) => void notes.push(line),
    },
  );

const rows = PEOPLE * 3 - 2;
const matedScored = (PEOPLE - 1) * 3;

test('every picture is compared with every other; what shows no face fails its mated ones alone', async () => {
  await putPeople();
  const result = await evaluate();
  expect(result).toMatchObject({
    kind: 'pairs',
    mode: 'all-pairs',
    data: basename(observer.folder),
    pack: 'tiny',
    modelId: observer.modelId,
    mated: PEOPLE * 3,
    nonMated: (rows * (rows - 1)) / 2 - matedScored,
    pairs: PEOPLE * 3 + (rows * (rows - 1)) / 2 - matedScored,
    disputed: 0,
    identities: PEOPLE,
    pictures: PEOPLE * 3,
    failureToAcquire: { rate: 2 / (PEOPLE * 3) },
    resampling: { replicates: 50, seed: 4 },
  });
  // Three comparisons of person 0 are lost to its two pictures; all others score about 0.9.
  expect(result.fnmrAtFmr['1e-2']).toBe(3 / (PEOPLE * 3));
  expect(result.bounds.fnmrAtFmr['1e-2']).toMatchObject({ low: 0 });
  expect(result.bounds.fnmrAtFmr['1e-2']!.high).toBeLessThan(0.2);
  expect(result.tarAtFmr['1e-2']).toBeCloseTo(1 - 3 / (PEOPLE * 3), 12);
  expect(result.bounds.tarAtFmr['1e-2']!.low).toBeGreaterThan(0.8);
  expect([result.fnmrAtFmr['1e-3'], result.bounds.fnmrAtFmr['1e-3']]).toEqual([null, null]);
  expect(result.accuracy).toBeCloseTo((result.pairs - 3) / result.pairs, 12);
  expect(result.worstMated).toHaveLength(21);
  const shownTimes = new Map<string, number>();
  for (const picture of result.worstMated.flatMap(({ a, b }) => [a, b])) {
    shownTimes.set(picture, (shownTimes.get(picture) ?? 0) + 1);
  }
  expect(Math.max(...shownTimes.values())).toBe(2);
  expect(result.worstMated[0]!.score).toBeGreaterThan(0.7);
  expect(result.worstMated[0]!.a).toMatch(/^images\/p\d\d\/\d\.jpg$/);
  expect(result.worstNonMated[0]!.score).toBeGreaterThan(result.worstNonMated[19]!.score);
  expect(result.distributions.mated.shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  expect(result.comparisonSeconds).toBeGreaterThan(0);
  expect(notes).toEqual([expect.stringMatching(/^1 files cannot be read as pictures.*images\/p00\/2\.jpg$/)]);
  expect(result).not.toHaveProperty('calibration');
});

test.each([
  ['one person', ['a/1.jpg', 'a/2.jpg'], { mated: 1, nonMated: 0 }],
  ['one picture a person', ['a/1.jpg', 'b/1.jpg'], { mated: 0, nonMated: 1 }],
  ['one picture', ['a/1.jpg'], { mated: 0, nonMated: 0 }],
  ['nobody with a face', [], { mated: 1, nonMated: 0 }],
])('%s says nothing of rates that need both kinds of comparison', async (_, paths, counts) => {
  for (const path of paths)
    await observer.put(`images/${path}`, observation({ embedding: person(path.charCodeAt(0)) }));
  if (paths.length === 0) for (const k of [1, 2]) await observer.put(`images/a/${k}.jpg`, noFace);
  const result = await evaluate();
  expect(result).toMatchObject({ ...counts, eer: null, accuracy: null, bounds: { eer: null } });
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  expect(renderReport(result, new Map())).toContain('no error rate is known');
  expect(linesOf(result).join('\n')).toContain('accuracy too few, equal error rate too few');
});

test('the same seed gives the same bounds', async () => {
  await putPeople();
  const [first, second] = [await evaluate(), await evaluate()];
  expect({ ...second, at: 0, comparisonSeconds: 0 }).toEqual({ ...first, at: 0, comparisonSeconds: 0 });
});

test('a list is compared alone, and gives accuracy beside all pairs', async () => {
  await putPeople();
  const dataset = readDataset(observer.folder);
  const at = (path: string) => dataset.pictures.indexOf(path);
  const list = [
    { mated: true, a: at('p01/0.jpg'), b: at('p01/1.jpg') },
    { mated: true, a: at('p00/0.jpg'), b: at('p00/1.jpg') },
    { mated: false, a: at('p01/0.jpg'), b: at('p02/0.jpg') },
    { mated: false, a: at('p03/0.jpg'), b: at('p04/0.jpg') },
    { mated: false, a: at('p00/1.jpg'), b: at('p04/0.jpg') },
  ];
  const listed = await evaluate({ list, mode: 'list' });
  // The last one has no score, and a non-mated comparison that cannot be made is none.
  expect(listed).toMatchObject({ mode: 'list', pairs: 4, mated: 2, nonMated: 2, accuracy: 3 / 4 });
  expect(listed.worstMated).toHaveLength(1);
  // Between the two non-mated scores one of two matches falsely, and one of two mated comparisons is lost.
  expect(listed.eer).toBeCloseTo(0.5, 12);
  const all = await evaluate({ list });
  expect(all).toMatchObject({ mode: 'all-pairs', accuracy: 3 / 4, mated: PEOPLE * 3 });
});

test('what the label errors dispute takes part in nothing', async () => {
  await putPeople();
  const labelErrors = { samePerson: [[nameOf(1), nameOf(2)]], otherPerson: [`${nameOf(3)}/0.jpg`] };
  const result = await evaluate({ labelErrors });
  // 3 × 3 between the two folders; one picture with its two mates and all others.
  const disputed = 9 + (rows - 1);
  expect(result.disputed).toBe(disputed);
  expect(result.pairs).toBe(PEOPLE * 3 + (rows * (rows - 1)) / 2 - matedScored - disputed);
  expect(result.mated).toBe(PEOPLE * 3 - 2);
  const names = [...result.worstNonMated, ...result.worstMated].flatMap(({ a, b }) => [a, b]);
  expect(names).not.toContain(`images/${nameOf(3)}/0.jpg`);
});

test('groups count comparisons of their own people, and say where those are too few', async () => {
  // Everybody of group b looks a little like the others of it.
  const [common, alone] = [identity(1), 40];
  for (let i = 0; i < 80; i++) {
    const centre = i < alone ? person(i) : scoring(common, 0.7, 500 + i);
    for (let k = 0; k < 2; k++) {
      await observer.put(`images/${nameOf(i)}/${k}.jpg`, observation({ embedding: sampleOf(centre, 1000 * i + k) }));
    }
  }
  const groups = Array.from({ length: 80 }, (_, i) => `${nameOf(i)},${i < alone ? 'a' : 'b'},${i === 0 ? 'odd' : ''}`);
  writeFileSync(join(observer.folder, 'groups.csv'), `identity,kin,rare\n${groups.join('\n')}\n`);
  const dataset = readDataset(observer.folder);
  const result = await evaluate({ attributes: readGroups(join(observer.folder, 'groups.csv'), dataset) });
  const [a, b, odd] = result.groups;
  const within = (40 * 39 * 4) / 2;
  expect(a).toMatchObject({ group: 'kin=a', identities: 40, nonMated: within, mated: 40, fnmr: { rate: 0 } });
  expect(b).toMatchObject({ group: 'kin=b', identities: 40, nonMated: within, mated: 40 });
  expect(b!.similarityFmr['0.60']!.fmr).toBeGreaterThan(0.5);
  expect(b!.similarityFmr['0.60']!.low).toBeGreaterThan(a!.similarityFmr['0.60']!.high);
  expect(b!.similarityFmr['0.80']).toBeNull();
  expect(odd).toMatchObject({ group: 'rare=odd', identities: 1, nonMated: 0, mated: 1 });
  expect(Object.values(odd!.similarityFmr)).toEqual([null, null, null]);
});

test('groups of a list hold the pairs of two of their people', async () => {
  await putPeople();
  const dataset = readDataset(observer.folder);
  const groupOf = Int32Array.from(dataset.names, (_, i) => (i < 3 ? 0 : -1));
  const pair = (mated: boolean, a: string, b: string) => ({
    mated,
    a: dataset.pictures.indexOf(a),
    b: dataset.pictures.indexOf(b),
  });
  const list = [
    pair(false, 'p01/0.jpg', 'p02/0.jpg'),
    pair(false, 'p02/0.jpg', 'p09/0.jpg'),
    pair(true, 'p01/0.jpg', 'p01/1.jpg'),
  ];
  const { groups } = await evaluate({ list, mode: 'list', attributes: [{ name: 'age', values: ['old'], groupOf }] });
  expect(groups).toMatchObject([{ group: 'age=old', nonMated: 1, mated: 1 }]);
});

test('a calibration is made of non-mated comparisons, few only when asked for', async () => {
  await putPeople();
  await expect(evaluate({ calibrate: { fewerPairs: false } })).rejects.toThrow('1000000 non-mated comparisons');
  const { calibration, nonMated } = await evaluate({ calibrate: { fewerPairs: true } });
  expect(calibration).toMatchObject({ nonMatedPairs: nonMated, data: basename(observer.folder) });
  expect(calibration!.points[0]!.fmr).toBe(0.1);
  expect(calibration!.points[0]!.score).toBeGreaterThan(calibration!.impostorMedian);
});

test('what is wrong with the engine, and not with a picture, ends the evaluation', async () => {
  await observer.put('images/a/1.jpg', new FaceError('WORKER_LOST', 'a worker was lost'));
  await expect(evaluate()).rejects.toMatchObject({ code: 'WORKER_LOST' });
});
