import { depthDecision, depthEvidence, depthRatio, type SensorDepth } from '../../src/biometrics/depth.js';
import { depthCalibration, depthSimilarity, pooledRelief } from '../../src/biometrics/depth-similarity.js';
import { comparisonScore } from '../../src/biometrics/embedding.js';
import { estimatedDepth, faceDepth, printDepth, reliefOf } from '../support/depths.js';

const times = <T>(count: number, one: T): T[] => Array<T>(count).fill(one);

test('a face speaks for itself, and a print against itself', () => {
  expect(depthRatio(faceDepth())).toBeGreaterThan(2);
  expect(depthRatio(printDepth())).toBeLessThan(-2);
});

test.each<[string, Partial<SensorDepth>]>([
  ['bent about an upright axis, which correlates with a face', { planeResidualMm: 4, shapeCorrelation: 0.75 }],
  ['crumpled', { surfaceResidualMm: 2.4, reliefCorrelation: 0.3, noseReliefMm: 2 }],
  ['tilted, and noisy', { surfaceResidualMm: 2.4, planeResidualMm: 2.5 }],
])('a print that is %s is one still', (_, changes) => {
  expect(depthRatio(printDepth(changes))).toBeLessThan(-2);
});

test.each([30, 43.9, 80.1, 110, NaN])('a face whose eyes are %p mm apart is nobody alive', (interEyeMm) => {
  expect(depthRatio(faceDepth({ interEyeMm }))).toBe(-4);
});

test.each([46, 55, 63, 72, 79])('children and adults pass: %p mm', (interEyeMm) => {
  const size = interEyeMm / 62;
  const scaled = { surfaceResidualMm: 5 * size, noseReliefMm: 34 * size, interEyeMm };
  expect(depthRatio(faceDepth(scaled))).toBeCloseTo(depthRatio(faceDepth()), 6);
});

test('one frame in which the sensor failed does not decide a capture', () => {
  const evidence = depthEvidence([...times(4, faceDepth()), printDepth()]);
  expect(evidence).toMatchObject({ framesMeasured: 5, origin: 'SENSOR_TOF' });
  expect(depthDecision(evidence)).toBe('bona-fide');
  expect(depthDecision(depthEvidence([...times(4, printDepth()), faceDepth()]))).toBe('attack');
});

test('three frames decide, and two do not', () => {
  expect(depthDecision(depthEvidence(times(3, faceDepth())))).toBe('bona-fide');
  for (const few of [times(2, faceDepth()), times(2, printDepth()), []]) {
    expect(depthDecision(depthEvidence(few))).toBe('inconclusive');
  }
});

test('what is estimated is no evidence', () => {
  expect(depthEvidence(times(10, estimatedDepth()))).toBeNull();
  expect(depthEvidence([...times(10, estimatedDepth()), ...times(3, printDepth())])).toEqual(
    depthEvidence(times(3, printDepth())),
  );
});

describe('reliefs', () => {
  const members = times(4, 0).map((_, face) => ({ face, weight: 1 }));

  test('of one person compare with the pool of his own, and of another do not', () => {
    const [own, other] = [reliefOf(1), reliefOf(2)];
    const pool = pooledRelief([own, own])!;
    const against = (probe: Float32Array) =>
      depthSimilarity(members, { scores: times(4, comparisonScore(probe, pool)), decoy: false });
    expect(against(own)).toBeGreaterThan(0.69);
    expect(against(other)).toBeLessThan(0.5);
  });

  test("say nothing where they are too few, or are held against nobody's", () => {
    expect(depthSimilarity(members, { scores: [0.9, NaN, 0.9, NaN], decoy: false })).toBeNull();
    expect(depthSimilarity(members, { scores: times(4, 0.9), decoy: true })).toBeNull();
    expect(depthSimilarity(members, { scores: [], decoy: false })).toBeNull();
    expect(depthSimilarity(members, { scores: [0.9, NaN, 0.9, 0.9], decoy: false })).not.toBeNull();
  });

  test('say no more than the last point of the table, however alike', () => {
    const at = (score: number) => depthSimilarity(members, { scores: times(4, score), decoy: false });
    expect(at(0.849)).toBeCloseTo(0.7, 9);
    expect(at(0.95)).toBe(at(0.849));
    expect(at(1)).toBe(at(0.849));
    expect(at(0.84)).toBeLessThan(at(0.849)!);
  });

  test('have no pool where there is none, or nothing is left of them', () => {
    expect(pooledRelief([])).toBeNull();
    expect(pooledRelief([reliefOf(1), reliefOf(1).map((value) => -value)])).toBeNull();
  });

  test('are calibrated on the scale of the others', () => {
    for (const similarity of [0.5, 0.6, 0.7]) {
      expect(depthCalibration.similarity(depthCalibration.scoreAt(similarity))).toBeCloseTo(similarity, 9);
    }
  });
});
