import { depthDecision, depthEvidence, type DepthMeasures } from '../../src/biometrics/depth.js';
import { comparisonScore } from '../../src/biometrics/embedding.js';
import { RELIEF_LENGTH } from '../../src/biometrics/depth-similarity.js';
import { checkProportions, createDepthMeter } from '../../src/engine/depth.js';
import { loadNative } from '../../src/engine/native.js';
import { reliefDescriptor } from '../../src/engine/relief-descriptor.js';
import type { DepthFrame } from '../../src/recognition/capture-input.js';
import { personOf, presentation, type GeneratedFrame, type Species } from '../../bench/depth-frames/presentations.js';
import { sensorNames, sensorOf, type SensorName } from '../../bench/depth-frames/sensors.js';

/** Depth of frames that are generated, seeds given: real sensors are not at hand. */

const meter = createDepthMeter(loadNative(), true);

function shown(species: Species, sensor: SensorName, person = 1, frames = 5): GeneratedFrame[] {
  return presentation({ species, person: personOf(person), seed: 7 + person }, sensorOf(sensor, 1), frames);
}

const depthOf = ({ map }: GeneratedFrame, origin: DepthFrame['origin']): DepthFrame => ({
  ...map,
  z16: Uint8Array.from(map.z16),
  origin,
});
const pictureOf = ({ map: { width, height } }: GeneratedFrame) => ({ data: new Uint8Array(0), width, height });
const measure = (frame: GeneratedFrame, origin: DepthFrame['origin']) =>
  meter.measure(frame.mesh, pictureOf(frame), depthOf(frame, origin));

const decided = (species: Species, sensor: SensorName) =>
  depthDecision(
    depthEvidence(
      shown(species, sensor).flatMap((frame): DepthMeasures[] => [measure(frame, sensor).depth ?? []].flat()),
    ),
  );

describe.each(sensorNames)('%s', (sensor) => {
  test('a face is one', () => {
    expect(decided('bona fide', sensor)).toBe('bona-fide');
  });

  test.each<Species>([
    'flat print',
    'tilted print',
    'bent print, upright axis',
    'bent print, lying axis',
    'screen',
    'mask, too small',
    'mask, too large',
  ])('%s is none', (species) => {
    expect(decided(species, sensor)).toBe('attack');
  });
});

test('a mask of the right size and shape passes: depth cannot tell it from a face', () => {
  expect(decided('mask, right size', 'SENSOR_TOF')).toBe('bona-fide');
});

describe('a map in another resolution than its picture', () => {
  const [frame] = shown('bona fide', 'SENSOR_TOF', 1, 1);
  const { map, mesh } = frame!;

  test('measures the same', () => {
    const scale = 3;
    const picture = { data: new Uint8Array(0), width: scale * map.width, height: scale * map.height };
    const larger = mesh.map((value, i) => (i % 3 === 2 ? scale * value : scale * (value + 0.5) - 0.5));
    const one = measure(frame!, 'SENSOR_TOF').depth!;
    const other = meter.measure(larger, picture, depthOf(frame!, 'SENSOR_TOF')).depth!;
    expect(other.noseReliefMm).toBeCloseTo(one.noseReliefMm, 2);
    expect(other.surfaceResidualMm).toBeCloseTo(one.surfaceResidualMm, 2);
  });

  test.each([
    [320, 240, true],
    [1280, 960, true],
    [641, 480, true],
    [1280, 720, false],
    [240, 320, false],
  ])('is taken for a picture of %i × %i: %p', (width, height, fits) => {
    const check = () => checkProportions({ data: new Uint8Array(0), width, height }, depthOf(frame!, 'SENSOR_TOF'));
    if (fits) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ code: 'DEPTH_MISMATCH', field: 'frame.depth' }) as Error);
  });
});

describe('what is estimated', () => {
  const [frame] = shown('bona fide', 'SENSOR_TOF', 1, 1);

  test('is the shape of the mesh where no depth came, and only if that is wanted', () => {
    const { depth, relief } = meter.measure(frame!.mesh, pictureOf(frame!), null);
    expect(depth).toMatchObject({ origin: 'ESTIMATED' });
    expect(depth!.noseReliefMm).toBeGreaterThan(20);
    expect(relief).toBeNull();
    const unwanted = createDepthMeter(loadNative(), false);
    expect(unwanted.measure(frame!.mesh, pictureOf(frame!), null)).toEqual({ depth: null, relief: null });
  });

  test('by a client is told as such and makes no relief to compare', () => {
    const { depth, relief } = measure(frame!, 'ESTIMATED');
    expect(Object.keys(depth!).sort()).toEqual(['noseReliefMm', 'origin', 'planeResidualMm', 'surfaceResidualMm']);
    expect(relief).toBeNull();
  });
});

test('a map that shows no face is not measured', () => {
  const [frame] = shown('bona fide', 'SENSOR_TOF', 1, 1);
  const empty = { ...depthOf(frame!, 'SENSOR_TOF'), z16: new Uint8Array(frame!.map.z16.length) };
  expect(meter.measure(frame!.mesh, pictureOf(frame!), empty)).toEqual({ depth: null, relief: null });
});

describe('a relief', () => {
  test('is a unit vector, alike for one person before different sensors and unlike for others, on average', () => {
    const people = [1, 2, 3, 4];
    const seen = people.flatMap((person) =>
      sensorNames.flatMap((sensor) =>
        shown('bona fide', sensor, person, 3).flatMap((frame) => {
          const { relief } = measure(frame, sensor);
          return relief ? [{ person, sensor, relief }] : [];
        }),
      ),
    );
    for (const { relief } of seen) {
      expect(relief).toHaveLength(RELIEF_LENGTH);
      expect(Math.hypot(...relief)).toBeCloseTo(1, 5);
    }
    const mean = (mated: boolean): number => {
      const scores = seen.flatMap((a) =>
        seen
          .filter((b) => a.sensor !== b.sensor && (a.person === b.person) === mated)
          .map((b) => comparisonScore(a.relief, b.relief)),
      );
      return scores.reduce((sum, score) => sum + score, 0) / scores.length;
    };
    expect(mean(true) - mean(false)).toBeGreaterThan(0.3);
  });

  test('of which too little was seen is none', () => {
    const relief = Float32Array.from({ length: RELIEF_LENGTH }, (_, i) => (i < 128 ? NaN : Math.sin(i)));
    expect(reliefDescriptor(relief)).toBeNull();
    expect(reliefDescriptor(new Float32Array(RELIEF_LENGTH).fill(NaN))).toBeNull();
  });

  test('does not depend on height, slope and what else its axes err by', () => {
    const random = (i: number) => 3 * Math.sin(i * i);
    const plain = Float32Array.from({ length: RELIEF_LENGTH }, (_, i) => random(i));
    const tilted = plain.map((value, i) => value + 4 + 0.5 * (i % 16) - 0.3 * Math.floor(i / 16));
    expect(comparisonScore(reliefDescriptor(plain)!, reliefDescriptor(tilted)!)).toBeGreaterThan(0.98);
  });
});

test('a seed repeats a presentation, and another one shows another', () => {
  const bytes = (person: number) => Buffer.from(shown('bona fide', 'STEREO', person, 1)[0]!.map.z16);
  expect(bytes(1).equals(bytes(1))).toBe(true);
  expect(bytes(1).equals(bytes(2))).toBe(false);
});
