import { everyone } from '../../src/recognition/gallery-ports.js';
import { call, codeOf, vector } from '../support/galleries.js';
import { FakeNativeGallery } from '../support/fake-native-gallery.js';
import { MemoryFeed } from '../support/memory-feed.js';
import { nativeIndex } from '../support/native-indexes.js';

const entries = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ subjectId: `s${i}`, tags: [], embedding: vector(i) }));
const query = { probe: vector(1), filter: everyone, scoreMin: 0.5, limit: 3 };

/** With the addon's galleries that it made. */
function indexWithNatives(change: Parameters<typeof nativeIndex>[0] = {}) {
  const natives: FakeNativeGallery[] = [];
  const create: NonNullable<typeof change.create> = (options) => {
    const made = new FakeNativeGallery(options);
    natives.push(made);
    return made;
  };
  return { index: nativeIndex({ ...change, create }), natives };
}

test('a search above a score may use the one-bit scan, one for the highest alone is certified', async () => {
  const { index, natives } = indexWithNatives();
  await index.put(entries(3), call());
  await index.search(query, call());
  await index.search({ ...query, scoreMin: -Infinity }, call());
  expect(natives[0]?.certified).toEqual([false, true]);
});

test('a call that ends during a search or a step of pairs cancels it', async () => {
  const { index, natives } = indexWithNatives();
  await index.put(entries(3), call());
  let open: () => void = () => undefined;
  natives[0]!.gate = new Promise<void>((resolve) => (open = resolve));
  const controller = new AbortController();
  const searching = codeOf(index.search(query, controller));
  const pairing = codeOf(index.pairs(0.5, controller).next());
  controller.abort();
  open();
  expect([await searching, await pairing]).toEqual(['CANCELLED', 'CANCELLED']);
});

test('memory that runs out is GALLERY_FULL, and a gallery that is loaded anew is GALLERY_LOADING to a running search', async () => {
  const { index, natives } = indexWithNatives({ bytesMax: 4 * 64 * 2 });
  expect(await codeOf(index.put(entries(3), call()))).toBe('GALLERY_FULL');
  let open: () => void = () => undefined;
  natives[0]!.gate = new Promise<void>((resolve) => (open = resolve));
  const searching = codeOf(index.search(query, call()));
  await index.clear();
  open();
  expect(await searching).toBe('GALLERY_LOADING');
  expect(await index.size(everyone)).toBe(0);
  expect(natives).toHaveLength(2);
});

test('after its end nothing is found, rather than nobody', async () => {
  const index = nativeIndex();
  await index.put(entries(3), call());
  await index.close();
  expect(await codeOf(index.search(query, call()))).toBe('CANCELLED');
});

test('sealed templates are opened by the addon; those that do not, and those of another key, are told apart', async () => {
  const feed = new MemoryFeed();
  feed.put('ada', vector(1), ['red']);
  feed.putBroken('bob');
  feed.put('cyd', vector(3));
  const rows = await feed.page(null, 10);
  const foreign = rows.map((row) =>
    row.template.subjectId === 'cyd' && row.key
      ? { ...row, key: { ...row.key, kekEpoch: new Uint8Array(8).fill(9) } }
      : row,
  );
  const lost = { ...foreign[0]!, template: { ...foreign[0]!.template, subjectId: 'dan' }, key: null };
  const index = nativeIndex();
  expect(await index.putSealed([...foreign, lost], call())).toEqual([
    { subjectId: 'cyd', code: 'KEYS_SEALED' },
    { subjectId: 'dan', code: 'TEMPLATE_INTEGRITY' },
    { subjectId: 'bob', code: 'TEMPLATE_INTEGRITY' },
  ]);
  expect(await index.size({ subjectIds: null, tagsAny: ['red'] })).toBe(1);
  expect(await index.size(everyone)).toBe(1);
});

test('pairs of many places come in steps that go on to the last', async () => {
  const index = nativeIndex();
  await index.put(entries(150), call());
  const steps = [];
  for await (const { done, total } of index.pairs(0.99, call())) steps.push([done, total]);
  expect(steps).toEqual([
    [64, 150],
    [128, 150],
    [150, 150],
  ]);
});

test('a walk over pairs that a load anew ends is GALLERY_LOADING', async () => {
  const { index, natives } = indexWithNatives();
  await index.put(entries(150), call());
  natives[0]!.status = () => {
    throw Object.assign(new Error('closed'), { code: 'CLOSED' });
  };
  expect(await codeOf(index.pairs(0.99, call()).next())).toBe('GALLERY_LOADING');
});
