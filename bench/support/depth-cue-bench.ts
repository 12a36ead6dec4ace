import { createDepthMeter } from '../../src/engine/depth.js';
import { loadNative } from '../../src/engine/native.js';
import { personOf, presentation } from '../depth-frames/presentations.js';
import { sensorOf } from '../depth-frames/sensors.js';

export interface CueTime {
  readonly p50Us: number;
  readonly p99Us: number;
}

const ROUNDS = 2000;

/** What the depth cue adds to a frame: measures, relief and descriptor of a generated face in a map of 640 × 480. */
export function timeDepthCue(): CueTime {
  const meter = createDepthMeter(loadNative(), false);
  const sensor = sensorOf('SENSOR_STRUCTURED_LIGHT', 1);
  const shown = presentation({ species: 'bona fide', person: personOf(1), seed: 1 }, sensor, 1);
  const [frame] = shown;
  if (!frame) throw new Error('no frame was generated');
  const { map, mesh } = frame;
  const depth = { ...map, z16: Uint8Array.from(map.z16), origin: sensor.name };
  const picture = { data: new Uint8Array(0), width: map.width, height: map.height };
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const startedMs = performance.now();
    meter.measure(mesh, picture, depth);
    times.push(1000 * (performance.now() - startedMs));
  }
  times.sort((a, b) => a - b);
  return { p50Us: times[ROUNDS / 2] ?? NaN, p99Us: times[Math.floor(0.99 * ROUNDS)] ?? NaN };
}
