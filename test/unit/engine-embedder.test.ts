import { compose } from '../../src/engine/embedder.js';
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
