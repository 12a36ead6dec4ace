import type { DepthMap } from '../../src/engine/native.js';
import { clamp, personFrom, scaled, surfaceOfHead, withExpression, type Person } from './heads.js';
import { randomFrom, type Random } from './random.js';
import { rendered } from './render.js';
import type { Sensor } from './sensors.js';
import { crumpled, flat, sheetOf, wound } from './sheets.js';
import { rotationOf, type Surface } from './surface.js';

/** What is held before the camera, from the seed alone. */

export const attackSpecies = [
  'flat print',
  'tilted print',
  'bent print, upright axis',
  'bent print, lying axis',
  'crumpled print',
  'screen',
  'mask, too small',
  'mask, too large',
] as const;
/** A rigid mask of the right size and shape: a face, as far as depth can tell. */
export const knownMiss = 'mask, right size';
export type Species = 'bona fide' | (typeof attackSpecies)[number] | typeof knownMiss;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

interface Held {
  readonly surface: Surface;
  /** Size against a face: decides how far away it is held. */
  readonly size: number;
  readonly yawMaxDeg: number;
  readonly pitchMaxDeg: number;
  /** Turned by this at least, about either axis. */
  readonly tiltMinDeg: number;
}

function heldOf(species: Species, person: Person, random: Random): Held {
  const sheet = (bend: Parameters<typeof sheetOf>[1], least: number, most: number, tiltMinDeg = 0): Held => {
    const size = random.between(least, most);
    const tiltMaxDeg = tiltMinDeg > 0 ? 50 : 12;
    return { surface: sheetOf(person, bend, size), size, yawMaxDeg: tiltMaxDeg, pitchMaxDeg: tiltMaxDeg, tiltMinDeg };
  };
  const head = (size: number, surface: Surface): Held => ({
    surface: scaled(surface, size),
    size,
    yawMaxDeg: 25,
    pitchMaxDeg: 15,
    tiltMinDeg: 0,
  });
  switch (species) {
    case 'bona fide':
      return head(1, surfaceOfHead(withExpression(person, random)));
    case 'flat print':
      return sheet(flat, 0.7, 1.1);
    case 'tilted print':
      return sheet(flat, 0.7, 1.1, 15);
    case 'bent print, upright axis':
      return sheet(wound(random.between(60, 250), 'upright'), 0.7, 1.1);
    case 'bent print, lying axis':
      return sheet(wound(random.between(60, 250), 'lying'), 0.7, 1.1);
    case 'crumpled print':
      return sheet(crumpled(random, random.between(1, 5)), 0.7, 1.1);
    case 'screen':
      return sheet(flat, 0.4, 1);
    case 'mask, too small':
      return head(random.between(0.35, 0.6), surfaceOfHead(person));
    case 'mask, too large':
      return head(random.between(1.5, 2), surfaceOfHead(person));
    case 'mask, right size':
      return head(1, surfaceOfHead(person));
  }
}

export interface GeneratedFrame {
  readonly map: DepthMap;
  /** 468 × (x, y, z), pixels of the map. */
  readonly mesh: Float32Array;
}

/** Who is shown: seeds of people are apart from those of presentations. */
export const personOf = (seed: number): Person => personFrom(randomFrom(seed, 'person'));

/** One presentation, which the sensor sees in so many frames while hand and head move a little. */
export function presentation(
  { species, person, seed }: { readonly species: Species; readonly person: Person; readonly seed: number },
  sensor: Sensor,
  frames: number,
): GeneratedFrame[] {
  const random = randomFrom(seed, `${species} ${sensor.name}`);
  const held = heldOf(species, person, random);
  const tilt = (maxDeg: number): number => random.sign() * random.between(Math.min(held.tiltMinDeg, maxDeg), maxDeg);
  const pose = { yaw: tilt(held.yawMaxDeg), pitch: tilt(held.pitchMaxDeg), roll: random.between(-15, 15) };
  const [near, far] = sensor.range;
  // Held so that it looks as large as a face; nearer than the sensor sees nothing is held.
  const distance = Math.max(near * 0.8, random.between(near, far) * clamp(held.size, 0.5, 1.6));
  const wallMm = distance + random.between(400, 2000);
  return Array.from({ length: frames }, () => {
    const turn = rotationOf(
      radians(pose.yaw + 2 * random.gaussian()),
      radians(pose.pitch + 2 * random.gaussian()),
      radians(pose.roll + random.gaussian()),
    );
    const away = distance + 5 * random.gaussian() + frontOf(held.surface);
    const shift = 0.05 * distance;
    const at = [shift * random.gaussian(), shift * random.gaussian(), away] as const;
    const scene = rendered(held.surface, { turn, at, wallMm }, sensor.camera, random);
    return { map: sensor.see(scene, random), mesh: scene.mesh };
  });
}

/** How far the face of a surface is before its origin. */
function frontOf({ landmarks }: Surface): number {
  let sum = 0;
  for (const index of [33, 263, 61, 291]) sum -= landmarks[3 * index + 2]!;
  return sum / 4;
}
