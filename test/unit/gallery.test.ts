import { everyone } from '../../src/recognition/gallery-ports.js';
import { call, closeGalleries, codeOf, startGallery, until, vector } from '../support/galleries.js';
import { MemoryFeed } from '../support/memory-feed.js';
import { MemoryIndex } from '../support/memory-index.js';

let feed: MemoryFeed;
let index: MemoryIndex;
let told: string[];

beforeEach(() => {
  feed = new MemoryFeed();
  index = new MemoryIndex();
  told = [];
});
afterEach(closeGalleries);

const enrol = (count: number, from = 0) => {
  for (let i = from; i < from + count; i++) feed.put(idOf(i), vector(i));
};
const idOf = (number: number) => `s${String(number).padStart(5, '0')}`;
const start = (nowMs?: () => number) => startGallery({ index, feed, opener: feed, told, ...(nowMs && { nowMs }) });
const ready = async (gallery: ReturnType<typeof start>) => {
  await until(() => gallery.state().phase === 'ready', 'a ready gallery');
  return gallery;
};
const query = (number: number) => ({ probe: vector(number), filter: everyone, scoreMin: 0.99, limit: 5 });
const found = async (gallery: ReturnType<typeof start>, number: number) =>
  (await gallery.search(query(number), call())).candidates.map(({ subjectId }) => subjectId);

describe('following', () => {
  test('an enrolment, a replacement and a deletion are there when caughtUp resolves, heard or not', async () => {
    enrol(3);
    const gallery = await ready(start());
    for (const notifies of [true, false]) {
      feed.notifies = notifies;
      feed.put('new', vector(50));
      await gallery.caughtUp(call());
      expect(await found(gallery, 50)).toEqual(['new']);
      feed.put('new', vector(51));
      await gallery.caughtUp(call());
      expect(await found(gallery, 50)).toEqual([]);
      expect(await found(gallery, 51)).toEqual(['new']);
      feed.delete('new');
      await gallery.caughtUp(call());
      expect(await found(gallery, 51)).toEqual([]);
    }
  });

  test('a change nobody told of is seen within about a second', async () => {
    enrol(3);
    const gallery = await ready(start());
    feed.notifies = false;
    feed.put('new', vector(50));
    await until(() => gallery.state().references === 4, 'the new reference', 1_500);
  });

  test('a thousand changes of a few subjects, told over and over, end as the store has it', async () => {
    enrol(20);
    const gallery = await ready(start());
    for (let i = 0; i < 1_000; i++) {
      const subject = idOf(i % 20);
      if (i % 3 === 0) feed.delete(subject);
      else feed.put(subject, vector(i));
      if (i % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await gallery.caughtUp(call());
    const there = (await feed.page(null, 100)).map(({ template }) => template.subjectId);
    expect(index.subjectIds).toEqual(there);
    expect(gallery.state().changeSequence).toBe((await feed.head()).sequence);
  });

  test('what was purged unseen, and another life of the database, are loaded anew', async () => {
    enrol(3);
    const gallery = await ready(start());
    feed.notifies = false;
    feed.put('new', vector(50));
    feed.delete(idOf(0));
    feed.purge();
    await until(() => told.includes('reloading changes'), 'a second load');
    await ready(gallery);
    expect(index.subjectIds).toEqual(['new', idOf(1), idOf(2)]);
    feed.restore();
    await until(() => told.filter((line) => line === 'reloading changes').length === 2, 'a third load');
    await ready(gallery);
  });

  test('a history that lacks the last changes is noticed by caughtUp itself', async () => {
    enrol(3);
    const gallery = await ready(start());
    feed.notifies = false;
    feed.restore();
    expect(await codeOf(gallery.caughtUp(call()))).toBe('GALLERY_LOADING');
    await until(() => told.includes('reloading changes'), 'a second load', 500);
  });

  test('what is behind by more than five seconds of changes says so and searches no more', async () => {
    enrol(3);
    let lateMs = 0;
    const gallery = await ready(start(() => performance.now() + lateMs));
    const references = feed.references.bind(feed);
    feed.references = async (subjectIds) => {
      lateMs += 3_000;
      await new Promise((resolve) => setTimeout(resolve, 50));
      return references(subjectIds);
    };
    for (let i = 0; i < 3_000; i++) feed.put(`n${i}`, vector(10));
    await until(() => gallery.state().phase === 'stale', 'a stale gallery');
    await until(() => lateMs > 8_000, 'a backlog');
    expect(await codeOf(gallery.search(query(1), call()))).toBe('STORE_DOWN');
    feed.references = references;
    await ready(gallery);
    expect(gallery.state().references).toBe(3_003);
  });

  test('a call that ends while it waits is CANCELLED', async () => {
    const gallery = await ready(start());
    feed.put('new', vector(50));
    const controller = new AbortController();
    const waiting = codeOf(gallery.caughtUp({ signal: controller.signal }));
    controller.abort();
    expect(await waiting).toBe('CANCELLED');
  });
});

describe('a store out of reach', () => {
  test('is told after two seconds, ends searches after five, and is caught up with when it is back', async () => {
    enrol(3);
    let lateMs = 0;
    const gallery = await ready(start(() => performance.now() + lateMs));
    feed.down = true;
    feed.delete(idOf(0));
    expect(await codeOf(gallery.caughtUp(call()))).toBe('STORE_DOWN');
    expect(gallery.state().phase).toBe('ready');
    lateMs = 2_100;
    expect(gallery.state().phase).toBe('stale');
    expect(await found(gallery, 1)).toEqual([idOf(1)]);
    lateMs = 5_100;
    expect(await codeOf(gallery.search(query(1), call()))).toBe('STORE_DOWN');
    await until(() => told.includes('stale STORE_DOWN'), 'a word about the store');
    feed.down = false;
    await until(() => gallery.state().phase === 'ready', 'a ready gallery');
    expect(await found(gallery, 0)).toEqual([]);
    expect(told).toEqual(['ready 3', 'stale STORE_DOWN', 'followed']);
  });
});

describe('an index that is not exact', () => {
  beforeEach(() => {
    index = new MemoryIndex({ error: 0.01 });
  });

  test('has its candidates compared with the templates of the store', async () => {
    enrol(30);
    const gallery = await ready(start());
    const exact = await gallery.search({ ...query(3), scoreMin: 1 - 1e-6 }, call());
    expect(exact).toMatchObject({ candidates: [{ subjectId: idOf(3) }], found: 1, searched: 30 });
    expect(exact.candidates[0]?.score).toBeCloseTo(1, 6);
    // The index says 1.01.
    expect(await gallery.search({ ...query(3), scoreMin: 1.001 }, call())).toMatchObject({ candidates: [], found: 0 });
  });

  test('tells nobody whose template is gone, though the index may hold it yet', async () => {
    enrol(3);
    const gallery = await ready(start());
    feed.loseSilently(idOf(1));
    expect(await found(gallery, 1)).toEqual([]);
  });

  test('has its pairs compared too', async () => {
    enrol(10);
    feed.put('twin', vector(3));
    const gallery = await ready(start());
    const pairs = [];
    for await (const step of gallery.pairs(0.99, call())) pairs.push(...step.pairs);
    expect(pairs).toMatchObject([{ subjectId: idOf(3), otherSubjectId: 'twin' }]);
    expect(pairs[0]?.score).toBeLessThan(1.001);
  });
});
