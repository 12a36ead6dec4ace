import type { DepthMap } from '../../src/engine/native.js';
import type { Random } from './random.js';
import type { Camera, Rendered } from './render.js';

/** What sensors make of a surface: models from their physics, with parameters drawn for each device. */

export const sensorNames = ['SENSOR_TOF', 'SENSOR_STRUCTURED_LIGHT', 'STEREO'] as const;
export type SensorName = (typeof sensorNames)[number];

/** One device. */
export interface Sensor {
  readonly name: SensorName;
  readonly camera: Camera;
  /** Nearest and furthest a face is held, millimetres. */
  readonly range: readonly [number, number];
  /** Writes what the device would see. */
  see(scene: Rendered, random: Random): DepthMap;
}

/** @param level how noisy a device of its kind it is: 1 is usual, 0.7–1.5 occurs */
export function sensorOf(name: SensorName, level: number): Sensor {
  switch (name) {
    case 'SENSOR_TOF':
      return { name, camera: { width: 320, height: 240, focal: 290 }, range: [250, 1000], see: timeOfFlight(level) };
    case 'SENSOR_STRUCTURED_LIGHT':
      return { name, camera: { width: 640, height: 480, focal: 570 }, range: [300, 900], see: structuredLight(level) };
    case 'STEREO':
      return { name, camera: { width: 640, height: 480, focal: 520 }, range: [250, 700], see: stereo(level) };
  }
}

/**
 * Noise that grows with the square of the distance (less light comes back), a smooth error from light that took two ways
 * (multipath), a constant share of the distance, and at edges pixels that mix near and far ("flying").
 */
const timeOfFlight =
  (level: number): Sensor['see'] =>
  (scene, random) => {
    const wave = smoothWave(random, 1.5 * level, 40);
    const scale = 1 + 0.006 * level * random.gaussian();
    const grain = grainOver(scene, random, 0);
    return written(scene, (x, y, z) => {
      const far = edgeBehind(scene, x, y, 30);
      const mixed = far === null ? z : z + (far - z) * random.uniform() ** 2;
      const noise = level * (0.8 + 1.6 * (z / 500) ** 2) * grain(x, y);
      return (mixed + wave(x, y)) * scale + noise;
    });
  };

const SHADOW_PX_MM = 9000;

/**
 * Disparity of a projected pattern in eighths of a pixel, matched over windows, so that errors are shared by neighbours;
 * holes in the shadow of edges, at speculars and where the pattern was lost.
 */
const structuredLight =
  (level: number): Sensor['see'] =>
  (scene, random) => {
    const { focal } = scene.camera;
    const baselineMm = 50;
    const grain = grainOver(scene, random, 1);
    const glints = blobs(scene, random, Math.floor(random.between(0, 4)), 5);
    const lost = 0.02 * level;
    return written(scene, (x, y, z) => {
      if (random.uniform() < lost || glints(x, y) || inShadow(scene, x, y, SHADOW_PX_MM / z)) return 0;
      const disparity = (focal * baselineMm) / z + 0.09 * level * grain(x, y);
      return (focal * baselineMm) / (Math.round(disparity * 8) / 8);
    });
  };

/** Two cameras without a pattern: larger errors, shared over larger windows, and holes where skin shows no texture. */
const stereo =
  (level: number): Sensor['see'] =>
  (scene, random) => {
    const { focal } = scene.camera;
    const baselineMm = 60;
    const grain = grainOver(scene, random, 3);
    const bare = blobs(scene, random, Math.floor(random.between(1, 6)), 14);
    return written(scene, (x, y, z) => {
      if (bare(x, y) || inShadow(scene, x, y, SHADOW_PX_MM / z)) return 0;
      const disparity = (focal * baselineMm) / z + 0.22 * level * grain(x, y);
      return (focal * baselineMm) / (Math.round(disparity * 16) / 16);
    });
  };

type Seen = (x: number, y: number, z: number) => number;

function written({ camera, depths, window }: Rendered, seen: Seen): DepthMap {
  const { width, height, focal } = camera;
  // Outside the window there is the wall alone, which nobody measures.
  const values = Uint16Array.from(depths);
  for (let y = window.top; y < window.bottom; y++) {
    for (let x = window.left; x < window.right; x++) {
      const value = seen(x, y, depths[y * width + x]!);
      values[y * width + x] = value > 0 ? Math.min(65535, value + 0.5) : 0;
    }
  }
  // Every processor the engine runs on puts the lower byte first, as z16 has it.
  const z16 = new Uint8Array(values.buffer);
  return { width, height, fx: focal, fy: focal, cx: (width - 1) / 2, cy: (height - 1) / 2, z16 };
}

/** Depth of what lies behind an edge beside this pixel; null away from edges. */
function edgeBehind({ camera, depths }: Rendered, x: number, y: number, stepMm: number): number | null {
  const here = depths[y * camera.width + x]!;
  for (const [dx, dy] of [
    [-1, 0],
    [1, 0],
    [0, -1],
    [0, 1],
  ] as const) {
    const [column, row] = [x + dx, y + dy];
    if (column < 0 || row < 0 || column >= camera.width || row >= camera.height) continue;
    const there = depths[row * camera.width + column]!;
    if (there - here > stepMm) return there;
  }
  return null;
}

/** Whether something nearer to the left hides this place from the projector or the second camera. */
function inShadow({ camera, depths }: Rendered, x: number, y: number, reachPx: number): boolean {
  const here = depths[y * camera.width + x]!;
  for (let step = 1; step <= Math.min(reachPx, x); step += 2) {
    if (here - depths[y * camera.width + x - step]! > 25 + 4 * step) return true;
  }
  return false;
}

/** A smooth error over the map. */
function smoothWave(random: Random, height: number, lengthPx: number): (x: number, y: number) => number {
  const [a, b, c] = [random.gaussian() / lengthPx, random.gaussian() / lengthPx, random.between(0, 6.3)];
  return (x, y) => height * Math.sin(a * x + b * y + c);
}

/** Noise of unit variance over the window, shared by neighbours: means over squares of 2 · reach + 1 pixels a side. */
function grainOver({ window }: Rendered, random: Random, reach: number): (x: number, y: number) => number {
  const [width, height] = [window.right - window.left, window.bottom - window.top];
  const raw = Float32Array.from({ length: width * height }, () => random.gaussian());
  const grain = reach === 0 ? raw : boxed(boxed(raw, 1, reach), width, reach);
  const scale = 2 * reach + 1;
  return (x, y) => scale * grain[(y - window.top) * width + x - window.left]!;
}

/** Means along one direction; what lies past an end counts as 0. */
function boxed(values: Float32Array, stride: number, reach: number): Float32Array {
  const out = new Float32Array(values.length);
  const side = 2 * reach + 1;
  for (let place = reach * stride; place < values.length - reach * stride; place++) {
    let sum = 0;
    for (let k = -reach; k <= reach; k++) sum += values[place + k * stride]!;
    out[place] = sum / side;
  }
  return out;
}

/** Round holes somewhere in the window. */
function blobs(
  { window }: Rendered,
  random: Random,
  count: number,
  radiusMax: number,
): (x: number, y: number) => boolean {
  const all = Array.from({ length: count }, () => ({
    x: random.between(window.left, window.right),
    y: random.between(window.top, window.bottom),
    squared: random.between(1, radiusMax) ** 2,
  }));
  return (x, y) => all.some((blob) => (x - blob.x) ** 2 + (y - blob.y) ** 2 < blob.squared);
}
