import { sensorOrigins, type SensorDepth } from '../../src/biometrics/depth.js';
import { depthMeasureCount, type Native, reliefLength } from '../../src/engine/native.js';
import { sensorDepthOf } from '../../src/engine/depth.js';
import { personOf, presentation, type Species } from './presentations.js';
import { sensorOf, type SensorName } from './sensors.js';

/** A generated presentation as the engine measures it. */
export interface Measured {
  readonly person: number;
  readonly sensor: SensorName;
  readonly species: Species;
  /** One for each frame that could be measured. */
  readonly depths: readonly SensorDepth[];
  readonly reliefs: readonly Float32Array[];
}

export interface Plan {
  readonly species: Species;
  /** Seed of the person. */
  readonly person: number;
  /** Seed of the presentation. */
  readonly seed: number;
  readonly sensor: SensorName;
  readonly level: number;
  readonly frames: number;
}

export function measured(native: Native, { species, person, seed, sensor, level, frames }: Plan): Measured {
  const shown = presentation({ species, person: personOf(person), seed }, sensorOf(sensor, level), frames);
  const depths: SensorDepth[] = [];
  const reliefs: Float32Array[] = [];
  for (const { map, mesh } of shown) {
    const numbers = new Float32Array(depthMeasureCount);
    const relief = new Float32Array(reliefLength);
    if (!native.measureDepth(map, mesh, numbers, relief)) continue;
    depths.push(sensorDepthOf(numbers, sensor));
    reliefs.push(relief);
  }
  return { person, sensor, species, depths, reliefs };
}

/** Every sensor in turn. */
export const sensorFor = (index: number): SensorName => sensorOrigins[index % sensorOrigins.length]!;
