import { compose, embedAll, type Embedder, type Recipe } from '../../src/engine/embedder.js';
import { irisOpening } from '../../src/engine/eyes.js';
import { padRegion } from '../../src/engine/pad-network.js';

test('a composed embedding has unit length, and its cosine is the weighted mean of the parts', () => {
  const parts = (a: number[], b: number[]) => [
    { vector: Float32Array.from(a), weight: 1 },
    { vector: Float32Array.from(b), weight: 2 },
  ];
  const one = compose(parts([3, 0], [0, 9, 0]))!;
  const other = compose(parts([0, 5], [0, 1, 0]))!;
  expect(one.length).toBe(5);
  expect(Math.hypot(...one)).toBeCloseTo(1);
  // Squared weights 1 and 4: the first parts are at right angles, the second agree.
  expect(one.reduce((sum, value, i) => sum + value * other[i]!, 0)).toBeCloseTo(4 / 5);
});

test('a part without length or not finite gives no embedding', () => {
  expect(compose([{ vector: new Float32Array(4), weight: 1 }])).toBeNull();
  expect(compose([{ vector: Float32Array.of(1, NaN), weight: 1 }])).toBeNull();
});

describe('one face by two embeddings', () => {
  const points = { mesh: new Float32Array(10), detector: new Float32Array(10) };

  /** Counts what it is asked to do; its vector is its input. */
  class CountedEmbedder implements Embedder {
    readonly input = new Float32Array(2);
    aligned = 0;
    run = 0;
    constructor(
      readonly alignment: string,
      readonly sees: readonly number[],
    ) {}

    align(): void {
      this.aligned += 1;
      this.input.set(this.sees);
    }

    embed(): Promise<Float32Array> {
      this.run += 1;
      return Promise.resolve(this.input);
    }
  }

  const alone = (embedder: Embedder): Recipe => ({ parts: [{ embedder, weight: 1 }] });
  const laps: string[] = [];
  const embedded = (...recipes: Recipe[]) => embedAll(recipes, points, (stage) => laps.push(stage));

  test('an embedder of both runs once', async () => {
    const [shared, other] = [new CountedEmbedder('a', [3, 4]), new CountedEmbedder('b', [0, 2])];
    const both: Recipe = {
      parts: [
        { embedder: shared, weight: 1 },
        { embedder: other, weight: 1 },
      ],
    };
    const [first, second] = await embedded(both, alone(shared));
    expect([shared.run, other.run]).toEqual([1, 1]);
    expect([...second!]).toEqual([0.6, 0.8].map(Math.fround));
    expect([...first!].map((value) => Number((value * Math.SQRT2).toFixed(6)))).toEqual([0.6, 0.8, 0, 1]);
  });

  test('pixels that two see alike are warped once', async () => {
    const [first, second, third] = [
      new CountedEmbedder('a', [3, 4]),
      new CountedEmbedder('a', [7, 7]),
      new CountedEmbedder('b', [1, 0]),
    ];
    const vectors = await embedded(alone(first), alone(second), alone(third));
    expect([first.aligned, second.aligned, third.aligned]).toEqual([1, 0, 1]);
    expect(vectors[1]).toEqual(vectors[0]);
    expect([...vectors[2]!]).toEqual([1, 0]);
  });

  test('one that gives nothing to compare leaves the other as it is', async () => {
    const [empty, good] = await embedded(
      alone(new CountedEmbedder('a', [0, 0])),
      alone(new CountedEmbedder('b', [0, 5])),
    );
    expect(empty).toBeNull();
    expect([...good!]).toEqual([0, 1]);
  });
});

describe('the crop of a PAD network', () => {
  const picture = { width: 200, height: 100 };
  const box = { left: 10, top: 20, width: 20, height: 30 };

  test('takes in the surround', () => {
    const region = padRegion({ scale: 1.5, square: true, clip: false }, { box, angle: 0.2, picture });
    expect(region).toEqual({ centreX: 20, centreY: 35, width: 45, height: 45, angle: 0 });
  });

  test('moves and shrinks until it lies inside the picture', () => {
    const { centreX, centreY, width, height } = padRegion(
      { scale: 4, square: false, clip: true },
      { box, angle: 0, picture },
    );
    expect(height).toBeCloseTo(99);
    expect(width).toBeCloseTo(66);
    expect([centreX - width / 2, centreY - height / 2].map(Math.round)).toEqual([0, 0]);
  });

  test('turns with a face that lies', () => {
    const region = padRegion({ scale: 1, square: false, clip: false }, { box, angle: 1.5, picture });
    expect(region).toMatchObject({ width: 30, height: 20, angle: Math.PI / 2 });
  });
});

test('iris contour: lids that touch are closed, lids a third of the width apart are open', () => {
  const contour = (gap: number) => {
    const points = new Float32Array(228);
    for (let i = 0; i <= 8; i++) points.set([i, gap / 2, 0], 3 * i);
    for (let i = 9; i <= 15; i++) points.set([i - 8, -gap / 2, 0], 3 * i);
    points[1] = points[25] = 0;
    return points;
  };
  expect(irisOpening(contour(0))).toBe(0);
  expect(irisOpening(contour(8 / 3))).toBe(1);
});
