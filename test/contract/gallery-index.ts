import { comparisonScore } from '../../src/biometrics/embedding.js';
import type { GalleryIndex, IndexEntry } from '../../src/gallery/gallery-index.js';
import { everyone, type GalleryFilter, type GalleryPairsStep } from '../../src/recognition/gallery-ports.js';
import { call, codeOf, vector } from '../support/galleries.js';

export interface IndexUnderTest {
  readonly name: string;
  /** An empty one, of this dimension; closed by the contract. */
  readonly make: (dimension: number) => Promise<GalleryIndex>;
  /** How far its scores may be from comparison scores. */
  readonly scoreError: number;
}

const DIMENSION = 128;
const ids = (count: number) => Array.from({ length: count }, (_, i) => `subject-${String(i).padStart(4, '0')}`);
const entry = (subjectId: string, embedding: Float32Array, tags: readonly string[] = []): IndexEntry => ({
  subjectId,
  tags,
  embedding,
});

/** What the gallery relies on, whatever finds its references. */
export function indexContract({ name, make, scoreError }: IndexUnderTest): void {
  describe(`${name} as a gallery index`, () => {
    let index: GalleryIndex;
    const search = (probe: Float32Array, scoreMin = -1, limit = 10, filter: GalleryFilter = everyone) =>
      index.search({ probe, filter, scoreMin, limit }, call());
    const names = async (probe: Float32Array, scoreMin = -1, limit = 10, filter: GalleryFilter = everyone) =>
      (await search(probe, scoreMin, limit, filter)).candidates.map(({ subjectId }) => subjectId);

    beforeEach(async () => {
      index = await make(DIMENSION);
    });
    afterEach(() => index.close());

    test('every reference that reaches the score is found, the highest first, and counted beyond the limit', async () => {
      const vectors = new Map(ids(300).map((id, i) => [id, vector(i, DIMENSION)]));
      await index.put(
        [...vectors].map(([id, embedding]) => entry(id, embedding)),
        call(),
      );
      for (const probe of [vector(7, DIMENSION), vector(1_000, DIMENSION)]) {
        const scores = [...vectors].map(([id, embedding]) => ({ id, score: comparisonScore(probe, embedding) }));
        const scoreMin = 0.08;
        const reached = scores.filter(({ score }) => score >= scoreMin).sort((a, b) => b.score - a.score);
        const { candidates, found, searched } = await search(probe, scoreMin - scoreError, 300);
        expect(candidates.map(({ subjectId }) => subjectId)).toEqual(
          expect.arrayContaining(reached.map(({ id }) => id)),
        );
        for (const [i, { subjectId, score }] of candidates.entries()) {
          expect(Math.abs(score - (scores.find(({ id }) => id === subjectId)?.score ?? NaN))).toBeLessThan(
            scoreError + 1e-6,
          );
          expect(score).toBeLessThanOrEqual(candidates[i - 1]?.score ?? 1 + scoreError + 1e-6);
        }
        expect(found).toBe(candidates.length);
        expect(searched).toBe(300);
        const few = await search(probe, scoreMin - scoreError, 3);
        expect(few.candidates).toEqual(candidates.slice(0, 3));
        expect(few.found).toBe(found);
      }
    });

    test('equal scores come by subject', async () => {
      await index.put(
        ['c', 'a', 'b'].map((id) => entry(id, vector(1, DIMENSION))),
        call(),
      );
      expect(await names(vector(1, DIMENSION))).toEqual(['a', 'b', 'c']);
    });

    test('a shorter vector, as pools are, keeps its length', async () => {
      await index.put(
        [
          entry(
            'pool',
            vector(1, DIMENSION).map((value) => value * 0.5),
          ),
        ],
        call(),
      );
      const { candidates } = await search(vector(1, DIMENSION));
      expect(candidates[0]?.score).toBeCloseTo(0.5, scoreError > 0 ? 2 : 6);
    });

    test('what was put is its own copy, and so is a probe', async () => {
      const embedding = vector(1, DIMENSION);
      await index.put([entry('ada', embedding)], call());
      embedding.fill(0);
      const probe = vector(1, DIMENSION);
      expect((await search(probe, 0.9)).candidates).toHaveLength(1);
      expect(probe).toEqual(vector(1, DIMENSION));
    });

    test('a second reference of a subject takes the place of the first, with its tags', async () => {
      await index.put([entry('ada', vector(1, DIMENSION), ['old'])], call());
      await index.put([entry('ada', vector(2, DIMENSION), ['new'])], call());
      expect(await index.size(everyone, call())).toBe(1);
      expect(await names(vector(1, DIMENSION), 0.9)).toEqual([]);
      expect(await names(vector(2, DIMENSION), 0.9)).toEqual(['ada']);
      expect(await index.size({ subjectIds: null, tagsAny: ['old'] }, call())).toBe(0);
      expect(await index.size({ subjectIds: null, tagsAny: ['new'] }, call())).toBe(1);
      expect(index.memory().references).toBe(1);
    });

    test('who was removed is told no more; who was never there may be removed', async () => {
      await index.put(
        ids(40).map((id, i) => entry(id, vector(i, DIMENSION))),
        call(),
      );
      await index.remove([...ids(20), 'nobody'], call());
      expect(await index.size(everyone, call())).toBe(20);
      expect((await names(vector(3, DIMENSION), -1, 40)).sort()).toEqual(ids(40).slice(20));
      await index.put([entry('subject-0003', vector(3, DIMENSION))], call());
      expect(await names(vector(3, DIMENSION), 0.9)).toEqual(['subject-0003']);
    });

    test('a filter leaves the subjects it names, those with one of its tags, or those that are both', async () => {
      await index.put(
        [
          entry('ada', vector(1, DIMENSION), ['red', 'site.north:1']),
          entry('bob', vector(2, DIMENSION), ['blue']),
          entry('cyd', vector(3, DIMENSION), []),
          entry('dan@x.y', vector(4, DIMENSION), ['blue', 'red']),
        ],
        call(),
      );
      const filters: [GalleryFilter, string[]][] = [
        [everyone, ['ada', 'bob', 'cyd', 'dan@x.y']],
        [{ subjectIds: ['dan@x.y', 'ada', 'nobody'], tagsAny: null }, ['ada', 'dan@x.y']],
        [{ subjectIds: null, tagsAny: ['red', 'green'] }, ['ada', 'dan@x.y']],
        [{ subjectIds: null, tagsAny: ['site.north:1'] }, ['ada']],
        [{ subjectIds: ['ada', 'bob'], tagsAny: ['blue'] }, ['bob']],
        [{ subjectIds: ['nobody'], tagsAny: null }, []],
      ];
      for (const [filter, left] of filters) {
        expect(await index.size(filter, call())).toBe(left.length);
        const { candidates, searched } = await search(vector(1, DIMENSION), -1, 10, filter);
        expect(candidates.map(({ subjectId }) => subjectId).sort()).toEqual(left);
        expect(searched).toBe(left.length);
      }
    });

    test('every pair that reaches the score is told once, the smaller id first', async () => {
      const count = 300;
      const twins = [
        entry('twin-a', vector(900, DIMENSION)),
        entry('twin-b', vector(900, DIMENSION)),
        entry('a-twin', vector(5, DIMENSION)),
      ];
      await index.put([...ids(count).map((id, i) => entry(id, vector(i, DIMENSION))), ...twins], call());
      const steps: GalleryPairsStep[] = [];
      for await (const step of index.pairs(0.9, call())) steps.push(step);
      const pairs = steps.flatMap((step) => step.pairs.map((pair) => [pair.subjectId, pair.otherSubjectId]));
      expect(pairs.sort()).toEqual([
        ['a-twin', 'subject-0005'],
        ['twin-a', 'twin-b'],
      ]);
      expect(steps.at(-1)).toMatchObject({ done: count + 3, total: count + 3 });
      expect(steps.map(({ done }) => done)).toEqual(steps.map(({ done }) => done).sort((a, b) => a - b));
    });

    test('a call that has ended is CANCELLED', async () => {
      await index.put(
        ids(10).map((id, i) => entry(id, vector(i, DIMENSION))),
        call(),
      );
      const ended = { signal: AbortSignal.abort() };
      const query = { probe: vector(1, DIMENSION), filter: everyone, scoreMin: 0, limit: 1 };
      expect(await codeOf(index.search(query, ended))).toBe('CANCELLED');
      expect(await codeOf(index.pairs(0.5, ended).next())).toBe('CANCELLED');
    });

    test('an empty one finds nobody', async () => {
      expect(await search(vector(1, DIMENSION))).toEqual({ candidates: [], found: 0, searched: 0 });
      expect((await index.pairs(0, call()).next()).value?.pairs ?? []).toEqual([]);
    });
  });
}
