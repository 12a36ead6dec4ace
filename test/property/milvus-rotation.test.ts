import { createHash } from 'node:crypto';
import { KeyedRotation } from '../../src/gallery/milvus-rotation.js';
import { randomFrom, testSeed } from '../support/seeded.js';

const random = randomFrom(testSeed);
const key = Uint8Array.from({ length: 32 }, (_, i) => i);
const dimensions = [64, 65, 96, 127, 128, 192, 500, 512, 1023, 1024];

function unit(dimension: number): Float32Array {
  const values = Float64Array.from({ length: dimension }, () => random.gaussian());
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

/** Column i is where the i-th axis goes. */
function columnsOf(rotation: KeyedRotation): readonly Float64Array[] {
  return Array.from({ length: rotation.dimension }, (_, i) => {
    const axis = new Float32Array(rotation.dimension);
    axis[i] = 1;
    return rotation.turn(axis);
  });
}

describe(`the rotation of vectors that leave the process, seed ${testSeed}`, () => {
  test.each(dimensions)('keeps inner products in %i dimensions', (dimension) => {
    const rotation = new KeyedRotation(key, dimension);
    for (let i = 0; i < 50; i++) {
      const [a, b] = [unit(dimension), unit(dimension)];
      expect(dot(rotation.turn(a), rotation.turn(b))).toBeCloseTo(dot(a, b), 9);
    }
  });

  test.each([64, 65, 200])('is orthogonal and its transpose undoes it in %i dimensions', (dimension) => {
    const rotation = new KeyedRotation(key, dimension);
    const columns = columnsOf(rotation);
    for (const [i, a] of columns.entries()) {
      for (const [j, b] of columns.entries()) expect(Math.abs(dot(a, b) - (i === j ? 1 : 0))).toBeLessThan(1e-9);
    }
    const vector = unit(dimension);
    const turned = rotation.turn(vector);
    for (const [i, column] of columns.entries()) expect(dot(column, turned)).toBeCloseTo(vector[i] ?? NaN, 9);
  });

  test.each(dimensions)('leaves no value of a vector of %i where or as it was', (dimension) => {
    const rotation = new KeyedRotation(key, dimension);
    const vector = unit(dimension);
    const turned = rotation.turn(vector);
    // Two random directions have a cosine of about 1/√d.
    expect(Math.abs(dot(vector, turned))).toBeLessThan(6 / Math.sqrt(dimension));
    const axis = new Float32Array(dimension);
    axis[0] = 1;
    expect(Math.max(...rotation.turn(axis).map(Math.abs))).toBeLessThan(0.75);
  });

  test('is another one under another key, and the same one under the same', () => {
    const other = key.map((byte, i) => (i === 31 ? byte ^ 1 : byte));
    const vector = unit(512);
    const turned = new KeyedRotation(key, 512).turn(vector);
    expect(new KeyedRotation(key, 512).turn(vector)).toEqual(turned);
    expect(Math.abs(dot(new KeyedRotation(other, 512).turn(vector), turned))).toBeLessThan(0.3);
  });

  test('leaves its argument as it is', () => {
    const vector = unit(128);
    const before = vector.slice();
    new KeyedRotation(key, 128).turn(vector);
    expect(vector).toEqual(before);
  });

  // A collection holds vectors of this very rotation: another draw from the same key would find nobody.
  test('is drawn from its key as ever', () => {
    const vector = Float32Array.from({ length: 200 }, (_, i) => (i % 7) - 3);
    const turned = Array.from(new KeyedRotation(key, 200).turn(vector), (value) => value.toFixed(4));
    expect(turned.slice(0, 4)).toEqual(['0.0028', '1.0523', '-0.7519', '-2.3908']);
    expect(createHash('sha256').update(turned.join()).digest('hex').slice(0, 16)).toBe('f2d5341f481d1895');
  });

  test.each([
    [31, 512, 'a key of 32 bytes'],
    [32, 63, 'a dimension from 64 to 1024'],
    [32, 1025, 'a dimension from 64 to 1024'],
    [32, 100.5, 'a dimension from 64 to 1024'],
  ])('says what it takes: a key of %i bytes, dimension %d', (bytes, dimension, words) => {
    expect(() => new KeyedRotation(new Uint8Array(bytes), dimension)).toThrow(words);
  });

  test('says what a vector must have', () => {
    expect(() => new KeyedRotation(key, 128).turn(new Float32Array(64))).toThrow('128 values was expected; 64 came');
  });
});
