import type { Picture } from '../../src/engine/native.js';
import { loadNative } from '../../src/engine/native.js';
import type { PlacedFace } from '../../src/engine/face-geometry.js';
import { Pyramid } from '../../src/engine/pyramid.js';
import { createSkinColourMeter, skinColourDistance, type Rgb } from '../../src/engine/skin-colour.js';

/** a* and b* under D50, worked out apart from the code with Lindbloom's matrix of seven digits. */
const colours: readonly [name: string, colour: Rgb, distance: number][] = [
  ['light skin, a* 16.4, b* 25.3', [224, 172, 138], 0],
  ['dark skin, a* 13.6, b* 21.0', [121, 84, 59], 0],
  ['grey, a* 0, b* 0', [128, 128, 128], Math.hypot(5, 5)],
  ['green, a* −79.3, b* 81.0', [0, 255, 0], 100],
  ['blue, a* 68.3, b* −112.0', [0, 0, 255], 100],
  ['red, a* 80.8, b* 69.9', [255, 0, 0], Math.hypot(80.8 - 25, 69.9 - 35)],
];

test.each(colours)('%s is as far from skin as it should be', (_, colour, distance) => {
  expect(skinColourDistance(colour)).toBeCloseTo(distance, 0);
});

const width = 200;
const height = 160;

function painted(colourAt: (x: number, y: number) => Rgb): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set(colourAt(x, y), 3 * (y * width + x));
  return { data, width, height };
}

/** Eyes at (80, 60) and (120, 60), mouth 40 below: the zones reach from 68 to 80 and from 120 to 132, 80 to 92 down. */
const points = Float32Array.of(80, 60, 120, 60, 100, 80, 88, 100, 112, 100);
const skin: Rgb = [224, 172, 138];
const green: Rgb = [0, 255, 0];

function measured(picture: Picture, at: Float32Array = points): number | null {
  const pyramid = new Pyramid(loadNative());
  pyramid.load(picture);
  const face: PlacedFace = {
    landmarks: new Float32Array(468 * 3),
    points: at,
    box: { left: 60, top: 40, width: 80, height: 90 },
    picture,
  };
  return createSkinColourMeter(pyramid)(face);
}

test('looks at the cheeks alone', () => {
  const isCheek = (x: number, y: number) => y >= 79 && y <= 93 && ((x >= 67 && x <= 81) || (x >= 119 && x <= 133));
  expect(measured(painted((x, y) => (isCheek(x, y) ? skin : green)))).toBe(0);
  expect(measured(painted((x, y) => (isCheek(x, y) ? green : skin)))).toBe(100);
});

test('a cheek outside the picture tells no colour', () => {
  expect(
    measured(
      painted(() => skin),
      points.map((value, i) => (i % 2 === 0 ? value - 75 : value)),
    ),
  ).toBeNull();
  expect(
    measured(
      painted(() => skin),
      points.map((value, i) => (i % 2 === 1 ? value + 75 : value)),
    ),
  ).toBeNull();
});
