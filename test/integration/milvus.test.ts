import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { MilvusClient } from '@zilliz/milvus2-sdk-node';
import { comparisonScore, normalised } from '../../src/biometrics/embedding.js';
import type { IndexEntry } from '../../src/gallery/gallery-index.js';
import { MilvusIndex } from '../../src/gallery/milvus-index.js';
import { everyone } from '../../src/recognition/gallery-ports.js';
import { indexContract } from '../contract/gallery-index.js';
import { type MilvusLite, milvusMissing, startMilvusLite } from '../support/milvus.js';
import { randomFrom, testSeed } from '../support/seeded.js';

const call = () => ({ signal: AbortSignal.timeout(30_000) });
const random = randomFrom(testSeed);
const key = new Uint8Array(32).fill(7);

const unit = (dimension: number): Float32Array =>
  normalised(Float32Array.from({ length: dimension }, () => random.gaussian()));

const entry = (subjectId: string, embedding: Float32Array, tags: readonly string[] = []): IndexEntry => ({
  subjectId,
  tags,
  embedding,
});

const missing = milvusMissing();
const title = missing === null ? `a gallery in Milvus Lite, seed ${testSeed}` : `${missing}: a gallery in Milvus Lite`;

(missing === null ? describe : describe.skip)(title, () => {
  let dataDir: string;
  let milvus: MilvusLite;
  const open: MilvusIndex[] = [];
  let made = 0;

  const indexOf = (modelId: string, dimension: number, address = milvus.address): MilvusIndex => {
    const index = new MilvusIndex({
      target: { address, token: null, tls: false, requestMs: 20_000 },
      indexing: { type: 'FLAT', build: {}, search: {} },
      modelId,
      dimension,
      key: () => key,
    });
    open.push(index);
    return index;
  };

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'face-engine-milvus-'));
    milvus = await startMilvusLite(dataDir);
  });
  afterAll(async () => {
    for (const index of open) await index.close();
    await milvus.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  indexContract({
    name: 'MilvusIndex',
    make: (dimension) => Promise.resolve(indexOf(`contract@${++made}`, dimension)),
    scoreError: 2e-5,
  });

  test('finds all that reach the threshold and nobody else, with the scores of comparisons', async () => {
    const index = indexOf('found@1', 512);
    const person = unit(512);
    const near = (share: number) =>
      normalised(person.map((value, i) => share * value + (1 - share) * (unit512[i] ?? 0)));
    const unit512 = unit(512);
    const entries = Array.from({ length: 400 }, (_, i) => entry(`s${i}`, i < 30 ? near(i / 30) : unit(512)));
    await index.put(entries, call());
    const expected = entries
      .map(({ subjectId, embedding }) => ({ subjectId, score: comparisonScore(person, embedding) }))
      .filter(({ score }) => score >= 0.4)
      .sort((a, b) => b.score - a.score);
    const { candidates, found, searched } = await index.search(
      { probe: person, filter: everyone, scoreMin: 0.4, limit: 5 },
      call(),
    );
    expect([found, searched]).toEqual([expected.length, 400]);
    expect(candidates.map(({ subjectId }) => subjectId)).toEqual(
      expected.slice(0, 5).map(({ subjectId }) => subjectId),
    );
    for (const [i, { score }] of candidates.entries()) expect(score).toBeCloseTo(expected[i]?.score ?? NaN, 5);
  });

  test('counts and walks past the 16,384 results that Milvus gives at a time', async () => {
    const index = indexOf('many@1', 64);
    const count = 16_700;
    const probe = unit(64);
    await index.put(
      Array.from({ length: count }, (_, i) => entry(`s${i}`, unit(64))),
      call(),
    );
    const query = { probe, filter: everyone, scoreMin: -1, limit: 3 };
    const wide = await index.search(query, call());
    expect([wide.found, wide.searched]).toEqual([count, count]);
    const top = await index.search({ ...query, scoreMin: -Infinity, limit: 16_500 }, call());
    expect(top.candidates).toHaveLength(16_500);
    expect(top.candidates.slice(0, 3)).toEqual(wide.candidates);
    const strangers: string[] = [];
    for await (const ids of index.strangers({ after: 's10', through: null }, ['s5', 's777'], call())) {
      expect(ids.length).toBeLessThanOrEqual(1_000);
      strangers.push(...ids);
    }
    // s0, s1, s10 come before the range or at its edge, in byte order.
    expect(new Set(strangers).size).toBe(count - 5);
    expect(strangers).toHaveLength(count - 5);
    await index.remove(strangers, call());
    expect(await index.size(everyone, call())).toBe(5);
    expect(index.memory().references).toBe(5);
  }, 120_000);

  test('tells each pair once, of a person with more doubles than one answer holds too', async () => {
    const index = indexOf('pairs@1', 128);
    const twin = unit(128);
    const doubles = Array.from({ length: 300 }, (_, i) => entry(`double-${String(i).padStart(3, '0')}`, twin));
    await index.put([...doubles, ...Array.from({ length: 20 }, (_, i) => entry(`s${i}`, unit(128)))], call());
    const pairs = new Set<string>();
    let done = 0;
    for await (const step of index.pairs(0.9, call())) {
      for (const { subjectId, otherSubjectId } of step.pairs) {
        expect(subjectId < otherSubjectId).toBe(true);
        pairs.add(`${subjectId} ${otherSubjectId}`);
      }
      expect(step.total).toBe(320);
      done = step.done;
    }
    expect([pairs.size, done]).toEqual([(300 * 299) / 2, 320]);
  }, 120_000);

  test('holds no value of an embedding, no tag in clear, and nothing of another key', async () => {
    const index = indexOf('hidden@1', 128);
    const embedding = unit(128);
    await index.put([entry('ada', embedding, ['board member'])], call());
    const client = new MilvusClient({ address: milvus.address, __SKIP_CONNECT__: true });
    try {
      const collections = (await client.listCollections()).data.map(({ name }) => name);
      const name = collections.find((each) => each.includes('hidden_1')) ?? '';
      const stored = await client.query({ collection_name: name, filter: 'subject_id == "ada"', output_fields: ['*'] });
      const vector: unknown = stored.data[0]?.['vector'];
      const values = Array.isArray(vector) ? vector.map(Number) : [];
      expect(values).toHaveLength(128);
      expect(Math.abs(comparisonScore(Float32Array.from(values), embedding))).toBeLessThan(0.6);
      expect(JSON.stringify(stored.data)).not.toContain('board');
    } finally {
      await client.closeConnection();
    }
    const stranger = new MilvusIndex({
      target: { address: milvus.address, token: null, tls: false, requestMs: 20_000 },
      indexing: { type: 'FLAT', build: {}, search: {} },
      modelId: 'hidden@1',
      dimension: 128,
      key: () => new Uint8Array(32),
    });
    open.push(stranger);
    expect(await stranger.size(everyone, call())).toBe(0);
  });

  test('of two servers each sees what the other wrote and removed', async () => {
    const [one, two] = [indexOf('shared@1', 128), indexOf('shared@1', 128)];
    const embedding = unit(128);
    const query = { probe: embedding, filter: everyone, scoreMin: 0.9, limit: 1 };
    await Promise.all([one.put([entry('ada', embedding)], call()), two.put([entry('ada', embedding)], call())]);
    expect(await two.size(everyone, call())).toBe(1);
    expect((await two.search(query, call())).found).toBe(1);
    await one.remove(['ada'], call());
    expect((await two.search(query, call())).found).toBe(0);
  });

  test('a collection of another dimension is refused with what to do', async () => {
    await indexOf('shape@1', 128).put([entry('ada', unit(128))], call());
    const refused: unknown = await indexOf('shape@1', 256)
      .size(everyone, call())
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'STORE_DOWN' });
    expect(String(refused)).toMatch(/must have .*vector:FloatVector:256.* it has .*vector:FloatVector:128.*Drop it/);
  });

  test('keeps its references when Milvus is started again, says STORE_DOWN meanwhile, and finds it by itself', async () => {
    const index = indexOf('kept@1', 128);
    const [ada, bob] = [unit(128), unit(128)];
    await index.put([entry('ada', ada), entry('bob', bob)], call());
    await index.remove(['bob'], call());
    const startedAgain = async () => {
      milvus = await startMilvusLite(dataDir, Number(milvus.address.split(':')[1]));
      let size: number | null = null;
      for (const deadline = Date.now() + 20_000; size === null && Date.now() < deadline;) {
        await delay(100);
        size = await index.size(everyone, call()).catch(() => null);
      }
      return size;
    };
    const found = async (probe: Float32Array) =>
      (await index.search({ probe, filter: everyone, scoreMin: 0.9, limit: 1 }, call())).found;

    await milvus.stop();
    await expect(index.size(everyone, call())).rejects.toMatchObject({ code: 'STORE_DOWN' });
    expect(await startedAgain()).toBe(1);
    expect([await found(ada), await found(bob)]).toEqual([1, 0]);

    // Nobody asked meanwhile, so that nobody knows that the collection must be loaded again.
    await milvus.stop();
    expect(await startedAgain()).toBe(1);
    expect([await found(ada), await found(bob)]).toEqual([1, 0]);
  });

  test('a collection that vanished is a fault, not an empty gallery', async () => {
    const index = indexOf('gone@1', 128);
    await index.put([entry('ada', unit(128))], call());
    const client = new MilvusClient({ address: milvus.address, __SKIP_CONNECT__: true });
    try {
      for (const { name } of (await client.listCollections()).data) {
        if (name.includes('gone_1')) await client.dropCollection({ collection_name: name });
      }
    } finally {
      await client.closeConnection();
    }
    await expect(index.size(everyone, call())).rejects.toMatchObject({ code: 'STORE_DOWN' });
    await expect(index.size(everyone, call())).rejects.toThrow('is gone');
  });
});
