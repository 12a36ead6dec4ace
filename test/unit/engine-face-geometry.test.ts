import { boundingBox } from '../../src/engine/geometry.js';
import { geometryOf, type PlacedFace } from '../../src/engine/face-geometry.js';

const picture = { width: 640, height: 480 };

/** Eyes 60 apart about (300, 200), chin 90 below, lips 9 apart at most; everything else on the middle of the eyes. */
function placed(changes: Partial<PlacedFace> = {}): PlacedFace {
  const landmarks = new Float32Array(468 * 3);
  for (let i = 0; i < 468; i++) landmarks.set([300, 200, 0], 3 * i);
  const put = (index: number, x: number, y: number) => landmarks.set([x, y], 3 * index);
  put(152, 300, 290);
  put(82, 290, 250);
  put(87, 290, 254);
  put(13, 300, 249);
  put(14, 300, 258);
  const points = Float32Array.of(270, 200, 330, 200, 300, 230, 280, 255, 320, 255);
  return { landmarks, points, box: { left: 240, top: 150, width: 120, height: 160 }, picture, ...changes };
}

test('sizes and places are in the standard’s units', () => {
  const geometry = geometryOf(placed());
  expect(geometry.interEyeDistance).toBeCloseTo(60);
  expect(geometry.headSize).toBeCloseTo(90 / 480);
  expect(geometry.leftwardCrop).toBeCloseTo(270 / 60);
  expect(geometry.rightwardCrop).toBeCloseTo(310 / 60);
  expect(geometry.marginAbove).toBeCloseTo(200 / 90);
  expect(geometry.marginBelow).toBeCloseTo(280 / 90);
  expect(geometry.faceWidthRatio).toBeCloseTo(120 / 640);
  expect(geometry.mouthOpening).toBeCloseTo(9 / 90);
});

test('the margin is that of the nearest border, and negative past it', () => {
  expect(geometryOf(placed()).marginRatio).toBeCloseTo(150 / 120);
  const low = placed({ box: { left: 240, top: 380, width: 120, height: 160 } });
  expect(geometryOf(low).marginRatio).toBeCloseTo(-60 / 120);
});

test('an eye outside the picture has a negative crop', () => {
  const cut = placed({ points: Float32Array.of(-6, 200, 54, 200, 24, 230, 4, 255, 44, 255) });
  expect(geometryOf(cut).leftwardCrop).toBeCloseTo(-0.1);
});

test('a mesh that has collapsed to a point makes finite numbers of what does not divide by its eyes', () => {
  const landmarks = new Float32Array(468 * 3).fill(100);
  const points = Float32Array.of(99, 100, 101, 100, 100, 100, 100, 100, 100, 100);
  const geometry = geometryOf({ landmarks, points, box: boundingBox([99, 100, 101, 101], 2), picture });
  for (const value of Object.values(geometry)) expect(Number.isFinite(value)).toBe(true);
});
