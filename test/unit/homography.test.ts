import { homographyResidual } from '../../src/biometrics/homography.js';
import { landmarksOf, photographOf } from '../support/head.js';

const largest = (residual: Float32Array | null): number =>
  residual ? residual.reduce((max, value) => Math.max(max, Math.abs(value)), 0) : NaN;

const print = landmarksOf({ yawDeg: 8 });

test.each([
  ['moved', { shift: [0.8, -0.4, 0] }],
  ['brought closer', { shift: [0, 0, -3] }],
  ['rolled', { rollDeg: 35 }],
  ['tilted', { yawDeg: 40, pitchDeg: -25 }],
  ['all at once', { yawDeg: -30, pitchDeg: 20, rollDeg: 10, shift: [0.5, 0.5, 2] }],
] as const)('a photograph that is %s leaves nothing over', (_, view) => {
  expect(largest(homographyResidual(print, photographOf(print, view), 80))).toBeLessThan(1e-4);
});

test('a head that turns leaves its parallax over', () => {
  const residual = homographyResidual(landmarksOf(), landmarksOf({ yawDeg: 15 }), 80);
  expect(largest(residual)).toBeGreaterThan(0.03);
});

test('what is left over is in units of the target', () => {
  const [before, after] = [landmarksOf(), landmarksOf({ mouthOpen: 0.3 })];
  const [one, two] = [homographyResidual(before, after, 40), homographyResidual(before, after, 80)];
  expect(largest(one)).toBeCloseTo(2 * largest(two), 5);
});

test('points on one line have no answer', () => {
  const line = Float32Array.from({ length: 30 }, (_, i) => (i % 3 === 2 ? 0 : 10 * Math.floor(i / 3)));
  expect(homographyResidual(line, line, 1)).toBeNull();
  expect(homographyResidual(new Float32Array(30), new Float32Array(30), 1)).toBeNull();
});
