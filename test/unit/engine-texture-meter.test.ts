import { textureFeatureNames } from '../../src/biometrics/texture-features.js';
import { loadNative, type Native, type Picture } from '../../src/engine/native.js';
import { Pyramid } from '../../src/engine/pyramid.js';
import { createTextureMeter } from '../../src/engine/texture-meter.js';

const native = loadNative();
const [width, height] = [640, 480];

/** Eyes, nose tip and mouth corners of an upright face whose eyes are this far apart. */
function placed(interEyeDistance: number, picture: Picture) {
  const unit = interEyeDistance / 35.24;
  const [left, top] = [320 - 56 * unit, 240 - 56 * unit];
  const template = [38.2946, 51.6963, 73.5318, 51.5014, 56.0252, 71.7366, 41.5493, 92.3655, 70.7299, 92.2041];
  const points = Float32Array.from(template, (value, i) => value * unit + (i % 2 === 0 ? left : top));
  const box = { left: left + 10 * unit, top: top + 5 * unit, width: 92 * unit, height: 110 * unit };
  return { points, box, picture };
}

function painted(level: (x: number, y: number, channel: number) => number): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) for (let c = 0; c < 3; c++) data[i++] = level(x, y, c);
  }
  return { data, width, height };
}

function measured(picture: Picture, interEyeDistance = 80): Map<string, number> {
  const pyramid = new Pyramid(native);
  pyramid.load(picture);
  const features = createTextureMeter(native, pyramid)(placed(interEyeDistance, picture));
  pyramid.clear();
  return new Map(textureFeatureNames.map((name, i) => [name, features[i]!]));
}

/** Uneven, and the same for every test. */
const rough = (x: number, y: number): number => 120 + ((x * 37 + y * 91 + ((x * y) % 17) * 13) % 31);

test('a raster as fine as the pixels of the picture is seen in detail, whatever the size of the face', () => {
  const raster = painted((x, y) => rough(x, y) + (x % 3 === 0 ? 40 : 0));
  const plain = painted(rough);
  for (const distance of [60, 110, 160]) {
    expect(measured(raster, distance).get('detail-peak')).toBeGreaterThan(
      measured(plain, distance).get('detail-peak')! + 1,
    );
  }
});

test('the surround holds what lies beside the face, and the face does not', () => {
  const framed = painted((x, y, c) => (Math.hypot(x - 320, y - 240) < 150 ? rough(x, y) : [30, 60, 200][c]!));
  const plain = painted(rough);
  const [with_, without] = [measured(framed), measured(plain)];
  expect(with_.get('surround-colour-distance')).toBeGreaterThan(without.get('surround-colour-distance')! + 1);
  expect(with_.get('detail-peak')).toBeCloseTo(without.get('detail-peak')!, 5);
});

test('a face at the border of the picture has no black border in its surround', () => {
  const even = painted(() => 140);
  const pyramid = new Pyramid(native);
  pyramid.load(even);
  const face = placed(80, even);
  const [dx, dy] = [250, 150];
  const features = createTextureMeter(
    native,
    pyramid,
  )({
    picture: even,
    points: face.points.map((value, i) => value + (i % 2 === 0 ? dx : dy)),
    box: { ...face.box, left: face.box.left + dx, top: face.box.top + dy },
  });
  const at = (name: string): number => features[textureFeatureNames.indexOf(name)]!;
  expect(at('surround-direction')).toBeCloseTo(0, 3);
  expect(at('surround-peak')).toBeCloseTo(0, 3);
});

test('chips are zeroed before the answer, also when measuring fails', () => {
  const chips: Uint8Array[] = [];
  let failing = false;
  const watched: Native = {
    ...native,
    measureTexture: (face, detail, surround, out) => {
      chips.push(face, detail, surround);
      expect(chips.every((chip) => chip.some((level) => level > 0))).toBe(true);
      if (failing) throw new Error('broken');
      native.measureTexture(face, detail, surround, out);
    },
  };
  const picture = painted(rough);
  const pyramid = new Pyramid(native);
  pyramid.load(picture);
  const measure = createTextureMeter(watched, pyramid);
  measure(placed(80, picture));
  expect(chips.every((chip) => chip.every((level) => level === 0))).toBe(true);
  failing = true;
  expect(() => measure(placed(80, picture))).toThrow('broken');
  expect(chips.every((chip) => chip.every((level) => level === 0))).toBe(true);
});
