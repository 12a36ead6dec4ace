import { faultOf, nativeGallery, nearest, vectorOf } from '../support/native-galleries.js';
import { anyKek, batchOf, keysOf, sealedRow } from '../support/sealed-rows.js';

/** Templates opened straight into a gallery. */

const kek = anyKek();
const people = 600;
const rows = Array.from({ length: people }, (_, i) =>
  sealedRow(kek, { subjectId: `person-${i}`, embedding: vectorOf(i) }),
);
const everyone = { names: null, tagsAny: null };

test('every template is found by its own vector, with its tags', async () => {
  const gallery = nativeGallery();
  const batch = { ...batchOf(rows), tags: rows.map((_, i) => [i % 2 === 0 ? 'even' : 'odd', 'person']) };
  expect(await gallery.putSealed(batch, keysOf(kek))).toHaveLength(0);
  expect(gallery.count(everyone)).toBe(people);
  expect(gallery.count({ names: null, tagsAny: ['odd'] })).toBe(people / 2);
  for (const i of [0, 1, 255, 256, people - 1]) {
    const { names, scores } = await gallery.search(vectorOf(i), nearest).answer;
    expect(names).toEqual([`person-${i}`]);
    expect(scores[0]).toBeCloseTo(1, 5);
  }
  gallery.close();
});

test('what does not open, or is no embedding, is told and not put', async () => {
  const gallery = nativeGallery();
  const mixed = rows.map((row, i) => {
    if (i === 3) return { ...row, record: rows[4]!.record };
    if (i === 300) return { ...row, wrappedKey: rows[4]!.wrappedKey };
    if (i === 301) return sealedRow(kek, { subjectId: row.subjectId, embedding: vectorOf(1).map((x) => 2 * x) });
    if (i === 302) return sealedRow(kek, { subjectId: row.subjectId, embedding: vectorOf(1).fill(Number.NaN) });
    if (i === 303) return sealedRow(kek, { subjectId: row.subjectId, embedding: vectorOf(1, 128) });
    if (i === 599) return sealedRow(kek, { subjectId: row.subjectId, embedding: vectorOf(599), suite: 2 });
    return row;
  });
  const closed = [3, 300, 301, 302, 303, 599];
  expect([...(await gallery.putSealed(batchOf(mixed), keysOf(kek)))]).toEqual(closed);
  expect(gallery.count(everyone)).toBe(people - closed.length);
  expect(gallery.count({ names: closed.map((i) => `person-${i}`), tagsAny: null })).toBe(0);
  expect([...(await gallery.putSealed(batchOf(mixed), keysOf(kek, true)))]).toEqual(closed.slice(0, -1));
  gallery.close();
});

test('the keys are taken over before the call returns', async () => {
  const gallery = nativeGallery();
  const lent = { ...keysOf(kek), key: kek.key.slice(), serviceKey: kek.serviceKey.slice() };
  const put = gallery.putSealed(batchOf(rows), lent);
  lent.key.fill(0);
  lent.serviceKey.fill(0);
  expect(await put).toHaveLength(0);
  gallery.close();
});

test('nothing is a batch too', async () => {
  const gallery = nativeGallery();
  expect(await gallery.putSealed(batchOf([]), keysOf(kek))).toHaveLength(0);
  gallery.close();
});

test('a gallery without memory says so', async () => {
  const gallery = nativeGallery({ bytesMax: 1000 });
  await expect(gallery.putSealed(batchOf(rows), keysOf(kek))).rejects.toMatchObject({ code: 'GALLERY_FULL' });
  expect(gallery.count(everyone)).toBe(0);
  gallery.close();
});

test('a closed gallery takes nothing, and one that closes says so of what it was asked', async () => {
  const gallery = nativeGallery();
  const put = gallery.putSealed(batchOf(rows), keysOf(kek));
  gallery.close();
  // What had begun may be done; the rest is not begun.
  const ended = await put.then(
    (places) => places.length,
    (error: unknown) => (error as { code: string }).code,
  );
  expect([0, 'CANCELLED']).toContain(ended);
  expect(faultOf(() => gallery.putSealed(batchOf(rows), keysOf(kek))).code).toBe('CLOSED');
});

test.each([
  ['tags', []],
  ['tags', rows.map(() => 'tag')],
  ['templateIds', rows.map(() => 1)],
  ['versions', new Int32Array(1)],
  ['keyGenerations', rows.map(() => 1)],
  ['records', rows.map(() => 'record')],
  ['wrappedKeys', []],
])('a batch with bad %s is refused by name', (field, value) => {
  const gallery = nativeGallery();
  const fault = faultOf(() => gallery.putSealed({ ...batchOf(rows), [field]: value }, keysOf(kek)));
  expect(fault).toMatchObject({ code: 'BAD_ARGUMENT' });
  expect(fault.message).toContain(field);
  gallery.close();
});
