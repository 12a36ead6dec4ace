import type { Random } from './random.js';
import { moved, meshPoints, type Rotation, type Surface } from './surface.js';

/** A pinhole camera of depth, pixels. */
export interface Camera {
  readonly width: number;
  readonly height: number;
  readonly focal: number;
}

/** The part of a map that shows something, first pixel and first pixel past it. */
export interface Window {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Rendered {
  readonly camera: Camera;
  /** Millimetres, row by row; the wall where nothing is before it. */
  readonly depths: Float32Array;
  readonly window: Window;
  /** 468 × (x, y, z), pixels of the map, as a network would place them. */
  readonly mesh: Float32Array;
}

export interface Placement {
  readonly turn: Rotation;
  readonly at: readonly [number, number, number];
  readonly wallMm: number;
}

/** Error of a landmark, and of all of them together, as a share of the inter-eye distance. */
const LANDMARK_ERROR = 0.012;
const SHARED_ERROR = 0.015;

export function rendered(surface: Surface, { turn, at, wallMm }: Placement, camera: Camera, random: Random): Rendered {
  const { width, height, focal } = camera;
  const depths = new Float32Array(width * height).fill(wallMm);
  const vertices = moved(surface.vertices, turn, at);
  const pixels = new Float64Array(vertices.length);
  const box = { left: width, top: height, right: 0, bottom: 0 };
  for (let i = 0; i < vertices.length; i += 3) {
    const z = vertices[i + 2]!;
    const x = (focal * vertices[i]!) / z + (width - 1) / 2;
    const y = (focal * vertices[i + 1]!) / z + (height - 1) / 2;
    pixels.set([x, y, 1 / z], i);
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  for (let i = 0; i < surface.triangles.length; i += 3)
    fill(pixels, surface.triangles.subarray(i, i + 3), depths, camera);
  const window = {
    left: Math.max(0, Math.floor(box.left) - 8),
    top: Math.max(0, Math.floor(box.top) - 8),
    right: Math.min(width, Math.ceil(box.right) + 8),
    bottom: Math.min(height, Math.ceil(box.bottom) + 8),
  };
  return { camera, depths, window, mesh: meshOf(surface, { turn, at, wallMm }, camera, random) };
}

/** 1 ÷ z is linear over a triangle in the picture; the nearest surface stays. */
function fill(pixels: Float64Array, corners: Int32Array, depths: Float32Array, { width, height }: Camera): void {
  const [a, b, c] = [3 * corners[0]!, 3 * corners[1]!, 3 * corners[2]!];
  const [ax, ay, bx, by] = [pixels[a]!, pixels[a + 1]!, pixels[b]!, pixels[b + 1]!];
  const [cx, cy] = [pixels[c]!, pixels[c + 1]!];
  const area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
  if (Math.abs(area) < 1e-9) return;
  const [top, bottom] = [Math.max(0, Math.ceil(Math.min(ay, by, cy))), Math.min(height - 1, Math.max(ay, by, cy))];
  const [left, right] = [Math.max(0, Math.ceil(Math.min(ax, bx, cx))), Math.min(width - 1, Math.max(ax, bx, cx))];
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const wb = ((x - ax) * (cy - ay) - (cx - ax) * (y - ay)) / area;
      const wc = ((bx - ax) * (y - ay) - (x - ax) * (by - ay)) / area;
      if (wb < 0 || wc < 0 || wb + wc > 1) continue;
      const z = 1 / ((1 - wb - wc) * pixels[a + 2]! + wb * pixels[b + 2]! + wc * pixels[c + 2]!);
      const place = y * width + x;
      if (z < depths[place]!) depths[place] = z;
    }
  }
}

function meshOf(
  surface: Surface,
  { turn, at }: Placement,
  { width, height, focal }: Camera,
  random: Random,
): Float32Array {
  const places = moved(surface.landmarks, turn, at);
  const shape = moved(surface.perceived, turn, [0, 0, 0]);
  const scale = focal / at[2];
  const unit = Math.abs(surface.landmarks[3 * 263]! - surface.landmarks[3 * 33]!) * 0.7 * scale;
  const shared = [0, 1].map(() => SHARED_ERROR * unit * random.gaussian());
  const mesh = new Float32Array(3 * meshPoints);
  const error = (): number => LANDMARK_ERROR * unit * random.gaussian();
  for (let i = 0; i < mesh.length; i += 3) {
    const z = places[i + 2]!;
    mesh[i] = (focal * places[i]!) / z + (width - 1) / 2 + shared[0]! + error();
    mesh[i + 1] = (focal * places[i + 1]!) / z + (height - 1) / 2 + shared[1]! + error();
    mesh[i + 2] = shape[i + 2]! * scale + 2 * error();
  }
  return mesh;
}
