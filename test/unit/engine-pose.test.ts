import { canonicalPoints, poseOf } from '../../src/engine/pose.js';

/** The canonical face turned by pitch, then yaw, then roll (degrees), as a mesh in pixels: y down, z away from the camera. */
function mesh(yawDeg: number, pitchDeg: number, rollDeg: number): Float32Array {
  const landmarks = new Float32Array(468 * 3);
  const [yaw, pitch, roll] = [yawDeg, -pitchDeg, -rollDeg].map((degrees) => (degrees * Math.PI) / 180) as [
    number,
    number,
    number,
  ];
  const turn = (a: number, b: number, angle: number) =>
    [a * Math.cos(angle) - b * Math.sin(angle), a * Math.sin(angle) + b * Math.cos(angle)] as const;
  for (const [index, x0, y0, z0] of canonicalPoints) {
    const [y1, z1] = turn(y0, z0, pitch);
    const [z2, x2] = turn(z1, x0, yaw);
    const [x3, y3] = turn(x2, y1, roll);
    landmarks.set([300 + 12 * x3, 200 - 12 * y3, -12 * z2], 3 * index);
  }
  return landmarks;
}

test.each([
  [0, 0, 0],
  [30, 0, 0],
  [0, 20, 0],
  [0, 0, 40],
  [-25, -15, 170],
  [60, 10, -90],
])('a mesh turned by yaw %d, pitch %d, roll %d gives these angles back', (yaw, pitch, roll) => {
  const pose = poseOf(mesh(yaw, pitch, roll));
  expect(pose.yawDeg).toBeCloseTo(yaw, 3);
  expect(pose.pitchDeg).toBeCloseTo(pitch, 3);
  expect(pose.rollDeg).toBeCloseTo(roll, 3);
});

test('the nose moves to the right of the picture when the subject turns to its left, and up with pitch', () => {
  const nose = (landmarks: Float32Array) => [landmarks[12]! - landmarks[30]!, landmarks[13]! - landmarks[30 + 1]!];
  expect(nose(mesh(30, 0, 0))[0]).toBeGreaterThan(nose(mesh(0, 0, 0))[0]!);
  expect(nose(mesh(0, 30, 0))[1]).toBeLessThan(nose(mesh(0, 0, 0))[1]!);
});
