import type { PlacedFace } from './face-geometry.js';
import { at, eyeLineAngle, regionToTensor, square, type Region } from './geometry.js';
import type { TensorFormat } from './native.js';
import type { Pyramid } from './pyramid.js';

/** A cheek is read as this many pixels a side. */
const side = 8;
const format: TensorFormat = {
  width: side,
  height: side,
  order: 'rgb',
  layout: 'nhwc',
  mean: [0, 0, 0],
  scale: [1, 1, 1],
};

/** Side of a zone divided by the inter-eye distance: ISO/IEC 29794-5, NaturalColour. */
const zoneRatio = 0.3;

export type Rgb = readonly [red: number, green: number, blue: number];

/** @returns the native value of NaturalColour, or null where a cheek is not wholly in the picture */
export type SkinColourMeter = (face: PlacedFace) => number | null;

export function createSkinColourMeter(pyramid: Pyramid): SkinColourMeter {
  const map = new Float64Array(6);
  const cheek = new Float32Array(side * side * 3);
  return ({ points, picture }) => {
    const zones = cheekZones(points);
    if (!zones.every((zone) => isInside(zone, picture))) return null;
    const sums: [number, number, number] = [0, 0, 0];
    for (const zone of zones) {
      pyramid.toTensor(regionToTensor(zone, side, side, map), format, cheek);
      for (let i = 0; i < cheek.length; i += 3) {
        sums[0] += at(cheek, i);
        sums[1] += at(cheek, i + 1);
        sums[2] += at(cheek, i + 2);
      }
    }
    const pixels = zones.length * side * side;
    return skinColourDistance([sums[0] / pixels, sums[1] / pixels, sums[2] / pixels]);
  };
}

/** Squares outward of each eye's middle, half-way down to the mouth, upright with the face. */
function cheekZones(points: Float32Array): [Region, Region] {
  const angle = eyeLineAngle(points);
  const [alongX, alongY] = [Math.cos(angle), Math.sin(angle)];
  const interEyeDistance = Math.hypot(at(points, 2) - at(points, 0), at(points, 3) - at(points, 1));
  const eyesToMouth = Math.hypot(
    (at(points, 6) + at(points, 8) - at(points, 0) - at(points, 2)) / 2,
    (at(points, 7) + at(points, 9) - at(points, 1) - at(points, 3)) / 2,
  );
  const zoneSide = interEyeDistance * zoneRatio;
  const down = (eyesToMouth + zoneSide) / 2;
  const zone = (eyeX: number, eyeY: number, outward: number) =>
    square(eyeX + outward * alongX - down * alongY, eyeY + outward * alongY + down * alongX, zoneSide, angle);
  return [zone(at(points, 0), at(points, 1), -zoneSide / 2), zone(at(points, 2), at(points, 3), zoneSide / 2)];
}

function isInside({ centreX, centreY, width }: Region, picture: PlacedFace['picture']): boolean {
  // The corners of a turned square are at most this far from its middle.
  const reach = width * Math.SQRT1_2;
  return (
    centreX - reach >= 0 &&
    centreY - reach >= 0 &&
    centreX + reach <= picture.width &&
    centreY + reach <= picture.height
  );
}

/** CIELAB a* and b* of natural skin (ISO/IEC 29794-5, NaturalColour). */
const naturalA = [5, 25] as const;
const naturalB = [5, 35] as const;
/** The standard's native value for a colour with a negative a* or b*. */
const unnatural = 100;

/** Distance of a colour (sRGB, 0–255) from the range of natural skin in the plane of a* and b*, 0 within it. */
export function skinColourDistance(colour: Rgb): number {
  const [a, b] = chromaOf(colour);
  // Rounding leaves the a* and b* of a grey a hair off 0, on either side.
  if (a < -0.01 || b < -0.01) return unnatural;
  return Math.hypot(outside(a, naturalA), outside(b, naturalB));
}

function outside(value: number, [low, high]: readonly [number, number]): number {
  return Math.max(0, low - value, value - high);
}

/** a* and b* under D50, sRGB by the matrix adapted to it (Lindbloom), as the standard's reference software has them. */
function chromaOf(colour: Rgb): [a: number, b: number] {
  const [r, g, b] = colour.map((value) => linear(value / 255)) as [number, number, number];
  const x = labCurve((r * 0.43605 + g * 0.38508 + b * 0.14309) / 0.964221);
  const y = labCurve(r * 0.22249 + g * 0.71689 + b * 0.06062);
  const z = labCurve((r * 0.01393 + g * 0.0971 + b * 0.71419) / 0.825211);
  return [500 * (x - y), 200 * (y - z)];
}

/** IEC 61966-2-1. */
const linear = (encoded: number): number => (encoded > 0.04045 ? ((encoded + 0.055) / 1.055) ** 2.4 : encoded / 12.92);

/** CIE 15. */
const labCurve = (t: number): number => (t <= 216 / 24389 ? ((24389 / 27) * t + 16) / 116 : Math.cbrt(t));
