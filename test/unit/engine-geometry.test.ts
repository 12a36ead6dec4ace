import {
  boundingBox,
  intersectionOverUnion,
  mapX,
  mapY,
  mirrored,
  nearestQuarterTurn,
  regionToTensor,
  scaleOf,
  softmaxAt,
  square,
} from '../../src/engine/geometry.js';

const map = new Float64Array(6);

test('a region of its own size maps every pixel centre to itself', () => {
  regionToTensor({ centreX: 4.5, centreY: 2.5, width: 10, height: 6, angle: 0 }, 10, 6, map);
  expect([mapX(map, 0, 0), mapY(map, 0, 0), mapX(map, 9, 5), mapY(map, 9, 5)]).toEqual([0, 0, 9, 5]);
});

test('the middle of a region is its centre in every turn', () => {
  for (const angle of [0, 0.3, Math.PI / 2, Math.PI, -2]) {
    regionToTensor(square(30, 40, 50, angle), 64, 64, map);
    expect(mapX(map, 31.5, 31.5)).toBeCloseTo(30);
    expect(mapY(map, 31.5, 31.5)).toBeCloseTo(40);
    expect(scaleOf(map)).toBeCloseTo(50 / 64);
  }
});

test('a positive angle turns clockwise: what lies right in the crop lies below in the picture', () => {
  regionToTensor(square(0, 0, 10, Math.PI / 2), 10, 10, map);
  expect(mapX(map, 9.5, 4.5)).toBeCloseTo(0);
  expect(mapY(map, 9.5, 4.5)).toBeCloseTo(5);
});

test('a mirrored map reads from right to left, in every turn', () => {
  for (const angle of [0, 0.4, Math.PI]) {
    regionToTensor(square(30, 40, 50, angle), 64, 64, map);
    const right = [mapX(map, 63, 10), mapY(map, 63, 10)] as const;
    mirrored(map, 64);
    expect(mapX(map, 0, 10)).toBeCloseTo(right[0]);
    expect(mapY(map, 0, 10)).toBeCloseTo(right[1]);
    expect(scaleOf(map)).toBeCloseTo(50 / 64);
  }
});

test('overlap is the shared area over the joint area', () => {
  const box = { left: 0, top: 0, width: 2, height: 2 };
  expect(intersectionOverUnion(box, box)).toBe(1);
  expect(intersectionOverUnion(box, { ...box, left: 1 })).toBeCloseTo(1 / 3);
  expect(intersectionOverUnion(box, { ...box, left: 2 })).toBe(0);
});

test('a bounding box skips the depth of points', () => {
  expect(boundingBox([1, 2, 99, 4, -3, -99], 3)).toEqual({ left: 1, top: -3, width: 3, height: 5 });
});

test('softmax neither overflows nor loses its sum', () => {
  expect(softmaxAt([1000, 1000], 0)).toBe(0.5);
  expect(softmaxAt([-1000, 0], 0)).toBeCloseTo(0);
});

test('angles go to the nearest quarter turn', () => {
  expect([0.7, 0.8, -1.7, 3].map((angle) => Math.round((nearestQuarterTurn(angle) * 2) / Math.PI))).toEqual([
    0, 1, -1, 2,
  ]);
});
