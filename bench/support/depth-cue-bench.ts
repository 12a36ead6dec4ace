import { createDepthMeter } from '../../src/engine/depth.js';
import { loadNative } from '../../src/engine/native.js';
import { personOf, presentation } from '../depth-frames/presentations.js';
import { sensorOf } from '../depth-frames/sensors.js';
import { timeCue, type CueTime } from './cue-time.js';

/** What the depth cue adds to a frame: measures, relief and descriptor of a generated face in a map of 640 × 480. */
export function timeDepthCue(rounds = 2000): CueTime {
  const meter = createDepthMeter(loadNative(), false);
  const sensor = sensorOf('SENSOR_STRUCTURED_LIGHT', 1);
  const shown = presentation({ species: 'bona fide', person: personOf(1), seed: 1 }, sensor, 1);
  const [frame] = shown;
  if (!frame) throw new Error('no frame was generated');
  const { map, mesh } = frame;
  const depth = { ...map, z16: Uint8Array.from(map.z16), origin: sensor.name };
  const picture = { data: new Uint8Array(0), width: map.width, height: map.height };
  return timeCue(() => meter.measure(mesh, picture, depth), rounds);
}
