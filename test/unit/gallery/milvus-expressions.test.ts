import { expressionsOf, inRange, ofSubjects } from '../../../src/gallery/milvus-expressions.js';
import { Marks } from '../../../src/gallery/milvus-marks.js';

const marks = new Marks(new Uint8Array(32).fill(1));

describe('conditions in the language of Milvus', () => {
  test.each(['a" or subject_id > "', 'a\\', '', 'ä', 'a b', 'x'.repeat(129)])(
    'refuse the subject id %j',
    (subjectId) => {
      expect(() => ofSubjects(['fine', subjectId])).toThrow('subject_id: 1–128 characters of [A-Za-z0-9._:@-]');
      expect(() => inRange({ after: subjectId, through: null })).toThrow('subject_id');
    },
  );

  test('never repeat the id they refuse', () => {
    expect(() => ofSubjects(['secret person'])).not.toThrow('secret');
  });

  test('name subjects a thousand at a time, each once', () => {
    const subjectIds = Array.from({ length: 2_500 }, (_, i) => `s${i % 2_001}`);
    const expressions = expressionsOf({ subjectIds, tagsAny: null }, marks);
    const named = expressions.map((expression) => expression.match(/"s\d+"/g) ?? []);
    expect(named.map((ids) => ids.length)).toEqual([1_000, 1_000, 1]);
    expect(new Set(named.flat()).size).toBe(2_001);
  });

  test('ask for either tag and hide both', () => {
    const [expression = '', ...others] = expressionsOf({ subjectIds: null, tagsAny: ['gate "3"', 'staff'] }, marks);
    expect(others).toEqual([]);
    expect(expression).toMatch(/^array_contains_any\(tags, \["[0-9a-f]{32}","[0-9a-f]{32}"\]\)$/);
  });

  test('join subjects with tags', () => {
    const [expression] = expressionsOf({ subjectIds: ['a'], tagsAny: ['t'] }, marks);
    expect(expression).toBe(`subject_id in ["a"] and array_contains_any(tags, ["${marks.tag('t')}"])`);
  });

  test('of everyone are empty, of no subject there are none', () => {
    expect(expressionsOf({ subjectIds: null, tagsAny: null }, marks)).toEqual(['']);
    expect(expressionsOf({ subjectIds: [], tagsAny: null }, marks)).toEqual([]);
  });
});

describe('marks of a collection', () => {
  const entry = { subjectId: 'a', tags: ['x', 'y'], embedding: Float32Array.of(0.6, 0.8) };

  test('change with what they stand for, and with the key', () => {
    const other = new Marks(new Uint8Array(32).fill(2));
    const revisions = [
      marks.revision(entry),
      marks.revision({ ...entry, tags: ['x,y'] }),
      marks.revision({ ...entry, embedding: Float32Array.of(0.8, 0.6) }),
      other.revision(entry),
    ];
    expect(new Set(revisions).size).toBe(4);
    expect(marks.revision({ ...entry, subjectId: 'b' })).toBe(revisions[0]);
    expect(other.tag('x')).not.toBe(marks.tag('x'));
  });

  test('make a name that Milvus takes, another for another model or key', () => {
    const name = marks.collection('sface@0123456789ab');
    expect(name).toMatch(/^face_engine_sface_0123456789ab_[0-9a-f]{16}$/);
    expect(marks.collection('sface_0123456789ab')).not.toBe(name);
    expect(new Marks(new Uint8Array(32)).collection('sface@0123456789ab')).not.toBe(name);
    expect(marks.collection('x'.repeat(500)).length).toBeLessThan(255);
  });
});
