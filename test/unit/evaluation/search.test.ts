import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDataset } from '../../../src/evaluation/data/dataset.js';
import { drawRoles, evaluateSearch } from '../../../src/evaluation/search.js';
import { identity, noFace, observation, sampleOf } from '../../support/observations.js';
import { CountedProgress, ScriptedObserver } from '../../support/scripted-observer.js';

let observer: ScriptedObserver;
beforeEach(() => {
  observer = new ScriptedObserver(mkdtempSync(join(tmpdir(), 'face-engine-search-')));
});
afterEach(() => rmSync(observer.folder, { recursive: true, force: true }));

const evaluate = (seed = 1) =>
  evaluateSearch(observer, readDataset(observer.folder), {
    resampling: { replicates: 100, seed },
    threads: 2,
    signal: new AbortController().signal,
    progress: new CountedProgress(),
    note: () => undefined,
  });

const PEOPLE = 100;
async function putPeople(lost: readonly string[] = []): Promise<void> {
  for (let i = 0; i < PEOPLE; i++) {
    for (let k = 0; k < 3; k++) {
      const path = `p${i}/${k}.jpg`;
      const embedding = sampleOf(identity(i + 1), 1000 * (i + 1) + k);
      await observer.put(path, lost.includes(path) ? noFace : observation({ embedding }));
    }
  }
}

test('half of the people are enrolled and found; the others find nobody', async () => {
  await putPeople();
  const result = await evaluate();
  expect(result).toMatchObject({
    kind: 'search',
    identities: PEOPLE,
    gallerySize: PEOPLE / 2,
    matedSearches: PEOPLE,
    nonMatedSearches: (3 * PEOPLE) / 2,
    rank1: { rate: 1, low: 0.97, high: 1 },
    failureToAcquire: { rate: 0 },
  });
  expect(result.cmc).toEqual(new Array(20).fill(1));
  // 150 non-mated searches: FPIR 0.1 has ten errors to stand on, 0.03 has not.
  expect(result.fnirAtFpir.map(({ fnir }) => fnir?.rate ?? null)).toEqual([0, null, null, null, null]);
  expect(result.fnirAtFpir[0]!.threshold).toBeLessThan(0.5);
  expect(result.trade[0]).toMatchObject({ fpir: 0, fnir: 0 });
  expect(result.trade.at(-1)).toMatchObject({ fpir: 1 });
});

test('a mated search without a face is a miss, whatever the rank', async () => {
  // Each of everybody's last pictures: whoever is enrolled loses half of the mated searches.
  await putPeople(Array.from({ length: PEOPLE }, (_, i) => `p${i}/2.jpg`));
  const result = await evaluate();
  expect(result).toMatchObject({ matedSearches: PEOPLE, nonMatedSearches: PEOPLE, rank1: { rate: 0.5 } });
  expect(result.cmc.at(-1)).toBe(0.5);
  expect(result.fnirAtFpir[0]!.fnir).toMatchObject({ rate: 0.5 });
});

test('roles are drawn by the seed; the reference is the first picture with a face', async () => {
  await putPeople();
  const dataset = readDataset(observer.folder);
  const rowOf = Int32Array.from(dataset.pictures, (path) => (path.endsWith('/0.jpg') ? -1 : 1));
  const roles = drawRoles(dataset, rowOf, 5);
  expect(roles.gallery).toHaveLength(PEOPLE / 2);
  expect(roles.gallery.every((picture) => dataset.pictures[picture]!.endsWith('/1.jpg'))).toBe(true);
  expect(roles.mated).toHaveLength(PEOPLE);
  expect(roles.nonMated).toHaveLength(PEOPLE);
  expect(drawRoles(dataset, rowOf, 5)).toEqual(roles);
  expect(drawRoles(dataset, rowOf, 6)).not.toEqual(roles);
  const enrolled = new Set(roles.gallery.map((picture) => dataset.identities[picture]));
  expect(roles.nonMated.some((picture) => enrolled.has(dataset.identities[picture]))).toBe(false);
});
