import { FaceError } from '../../src/errors.js';
import type { SharedIndex } from '../../src/gallery/gallery-index.js';
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
const start = () => startGallery({ index, feed, opener: feed, told });
const ready = async (gallery: ReturnType<typeof start>) => {
  await until(() => gallery.state().phase === 'ready', 'a ready gallery');
  return gallery;
};
const query = (number: number) => ({ probe: vector(number), filter: everyone, scoreMin: 0.99, limit: 5 });
const found = async (gallery: ReturnType<typeof start>, number: number) =>
  (await gallery.search(query(number), call())).candidates.map(({ subjectId }) => subjectId);

async function* nobody(): AsyncGenerator<readonly string[], void> {}

describe('loading', () => {
  test('every reference of the store is there when it is ready, also beyond one page', async () => {
    enrol(4_500);
    const gallery = await ready(start());
    expect(gallery.state()).toMatchObject({
      references: 4_500,
      total: 4_500,
      changeSequence: 4_500,
      templatesUnopened: 0,
    });
    expect(await found(gallery, 4_321)).toEqual([idOf(4_321)]);
  });

  test('until then a search is GALLERY_LOADING, and so is waiting for changes', async () => {
    enrol(10);
    const gallery = start();
    expect(gallery.state().phase).toBe('loading');
    expect(await codeOf(gallery.search(query(1), call()))).toBe('GALLERY_LOADING');
    expect(await codeOf(gallery.size(everyone, call()))).toBe('GALLERY_LOADING');
    expect(await codeOf(gallery.caughtUp(call()))).toBe('GALLERY_LOADING');
    expect(await codeOf(gallery.pairs(0, call()).next())).toBe('GALLERY_LOADING');
  });

  test('who is deleted, replaced or enrolled while pages are read is so when it is ready', async () => {
    enrol(4_500);
    feed.beforeNextPage = () => {
      feed.delete(idOf(3));
      feed.delete(idOf(4_400));
      feed.put(idOf(5), vector(90_000));
      feed.put(idOf(90_001), vector(90_001));
    };
    const gallery = await ready(start());
    expect(gallery.state().references).toBe(4_499);
    expect(await found(gallery, 3)).toEqual([]);
    expect(await found(gallery, 4_400)).toEqual([]);
    expect(await found(gallery, 90_000)).toEqual([idOf(5)]);
    expect(await found(gallery, 90_001)).toEqual([idOf(90_001)]);
    expect(told).toEqual(['ready 4499']);
  });

  test('a template that does not open is counted, told once, and ends nothing', async () => {
    enrol(5);
    feed.putBroken('x1');
    feed.putBroken('x2');
    const gallery = await ready(start());
    expect(gallery.state()).toMatchObject({ references: 5, templatesUnopened: 2 });
    enrol(1, 5);
    await gallery.caughtUp(call());
    expect(told).toEqual(['ready 5', 'unopened 2']);
    feed.put('x1', vector(77));
    feed.putBroken(idOf(2));
    await gallery.caughtUp(call());
    expect(gallery.state()).toMatchObject({ references: 6, templatesUnopened: 2 });
    expect(await found(gallery, 77)).toEqual(['x1']);
    expect(await found(gallery, 2)).toEqual([]);
  });

  test('without a key it stays loading and says why, and goes on when there is one', async () => {
    enrol(3);
    feed.sealed = true;
    const gallery = start();
    await until(() => told.includes('not loaded KEYS_SEALED'), 'a word about the key');
    expect(gallery.state()).toMatchObject({ phase: 'loading', faultCode: 'KEYS_SEALED' });
    feed.sealed = false;
    await ready(gallery);
    expect(gallery.state()).toMatchObject({ references: 3, faultCode: null });
  });

  test('with a key that opens none of them it stays loading; one template of another key is left out', async () => {
    feed.putForeign('x1');
    feed.putForeign('x2');
    const gallery = start();
    await until(() => told.includes('not loaded KEYS_SEALED'), 'a word about the key');
    expect(gallery.state().phase).toBe('loading');
    enrol(2);
    await ready(gallery);
    expect(gallery.state()).toMatchObject({ references: 2, templatesUnopened: 2 });
  });

  test('what does not agree with the store in number is loaded again, not searched', async () => {
    enrol(2_500);
    // After its row was read, and without a change that tells.
    feed.beforeNextPage = () => setImmediate(() => feed.loseSilently(idOf(0)));
    const gallery = start();
    await until(() => told.includes('reloading count'), 'a second load');
    await ready(gallery);
    expect(gallery.state().references).toBe(2_499);
  });

  test('nor does a change that is under way stand for a reference that is missing', async () => {
    enrol(10);
    feed.beforeNextPage = () => setImmediate(() => feed.loseSilently(idOf(0)));
    // Once, between catching up and counting.
    const count = feed.count.bind(feed);
    let counts = 0;
    feed.count = async () => {
      if (++counts === 2) feed.put(idOf(1), vector(90));
      return count();
    };
    await ready(start());
    expect(told).toContain('reloading count');
    expect(index.subjectIds).not.toContain(idOf(0));
  });

  test('a shared index that is filled again shows others nothing former for longer than one page is put', async () => {
    enrol(1_200);
    const shared: SharedIndex = {
      backend: 'milvus',
      exact: true,
      clear: () => Promise.resolve(),
      async put(entries, limits) {
        // What another server has put meanwhile, which follows the same changes.
        if (entries[0]?.subjectId === idOf(0) && entries.length > 1) {
          feed.put(idOf(3), vector(777));
          feed.put(idOf(700), vector(7_780));
          feed.delete(idOf(4));
        }
        await index.put(entries, limits);
      },
      remove: (subjectIds, limits) => index.remove(subjectIds, limits),
      size: (filter, limits) => index.size(filter, limits),
      search: (asked, limits) => index.search(asked, limits),
      pairs: (scoreMin, limits) => index.pairs(scoreMin, limits),
      memory: () => index.memory(),
      close: () => Promise.resolve(),
      strangers: () => nobody(),
    };
    const page = feed.page.bind(feed);
    const seen: boolean[] = [];
    feed.page = async (after, limit) => {
      if (after !== null) {
        const { candidates } = await index.search(query(777), call());
        seen.push(candidates[0]?.subjectId === idOf(3) && !index.subjectIds.includes(idOf(4)));
      }
      return page(after, limit);
    };
    const gallery = startGallery({ index: shared, feed, opener: feed, told });
    await ready(gallery);
    expect(seen).toEqual([true, true]);
    expect(await found(gallery, 7_780)).toEqual([idOf(700)]);
  });
});

describe('too many references', () => {
  test('at the load: nothing is searched, and nobody is kept', async () => {
    enrol(10);
    index.referencesMax = 8;
    const gallery = start();
    await until(() => gallery.state().phase === 'full', 'a full gallery');
    expect(await codeOf(gallery.search(query(1), call()))).toBe('GALLERY_FULL');
    expect(await codeOf(gallery.caughtUp(call()))).toBe('GALLERY_FULL');
    await until(() => gallery.state().references === 0, 'an empty index');
    expect(told[0]).toMatch(/^full \d+ of 10$/);
  });

  test('what did not fit is not read again before the store has fewer', async () => {
    enrol(10);
    index.referencesMax = 8;
    const gallery = startGallery({ index, feed, opener: feed, told, fullPauseMs: 10 });
    await until(() => told.filter((line) => line === 'not loaded GALLERY_FULL').length > 3, 'three more tries');
    expect(feed.pagesRead).toBe(1);
    expect(told.filter((line) => line.startsWith('full'))).toHaveLength(1);
    feed.delete(idOf(0));
    feed.delete(idOf(1));
    await ready(gallery);
  });

  test('an index that cannot be cleared then ends nothing, and is tried again', async () => {
    enrol(10);
    index.referencesMax = 8;
    const clear = index.clear.bind(index);
    let clears = 0;
    index.clear = () => (++clears === 2 ? Promise.reject(new FaceError('STORE_DOWN', 'no answer')) : clear());
    const gallery = start();
    await until(() => told.includes('not loaded STORE_DOWN'), 'a word about the clearing');
    expect(gallery.state()).toMatchObject({ phase: 'full', faultCode: 'GALLERY_FULL' });
  });

  test('while following: searches are refused until there is room, deletions go on', async () => {
    enrol(8);
    index.referencesMax = 8;
    const gallery = await ready(start());
    enrol(1, 8);
    await gallery.caughtUp(call());
    expect(gallery.state()).toMatchObject({ phase: 'full', homeless: 1, total: 9 });
    expect(await codeOf(gallery.search(query(1), call()))).toBe('GALLERY_FULL');
    feed.delete(idOf(0));
    await gallery.caughtUp(call());
    await ready(gallery);
    expect(await found(gallery, 8)).toEqual([idOf(8)]);
    expect(await found(gallery, 0)).toEqual([]);
    expect(told).toEqual(['ready 8', 'full 8 of 9']);
  });
});
