import { PAIRS_OF_PROBE, pairsWith } from '../../../src/gallery/milvus-pairs.js';

const found = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ subjectId: `s${String(i).padStart(5, '0')}`, score: 1 - i * 1e-5 }));

test('pairs of a reference are those with larger ids, and more than are told of one are said to be cut', () => {
  const few = pairsWith('s00002', found(5));
  expect(few).toMatchObject({ cut: false, pairs: [{ otherSubjectId: 's00003' }, { otherSubjectId: 's00004' }] });
  const all = pairsWith('s00002', found(3 + PAIRS_OF_PROBE));
  expect(all.cut).toBe(false);
  expect(all.pairs).toHaveLength(PAIRS_OF_PROBE);
  const more = pairsWith('s00002', found(4 + PAIRS_OF_PROBE));
  expect(more.cut).toBe(true);
  expect(more.pairs).toHaveLength(PAIRS_OF_PROBE);
});
