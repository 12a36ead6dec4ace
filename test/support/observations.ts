import { calibration } from '../../src/biometrics/calibration.js';
import type { DatedCalibration } from '../../src/evaluation/results.js';
import type { FaceFlow, FaceObservation, Observation, QualityMeasurements } from '../../src/biometrics/observation.js';
import { interEyeDistanceOf, landmarksOf } from './head.js';
import { randomFrom, type Random } from './seeded.js';

/** Builders of what a worker would have seen. */

export const embeddingDim = 128;

/** Comparison scores as a real model's, FMR 1e-2 to 1e-5. */
export const table: DatedCalibration = {
  nonMatedPairs: 11_000_000,
  data: 'nobody',
  date: '2026-01-01',
  impostorMedian: 0.02,
  points: [
    { fmr: 1e-2, score: 0.245 },
    { fmr: 1e-3, score: 0.337 },
    { fmr: 1e-4, score: 0.413 },
    { fmr: 1e-5, score: 0.478 },
  ],
};

export const calibrated = calibration(table);

/** The direction all samples of a synthetic identity gather around; two of them score near 0. */
export function identity(seed: number): Float32Array {
  const random = randomFrom(seed);
  return unit(Float32Array.from({ length: embeddingDim }, () => random.gaussian()));
}

/** A unit vector that scores exactly `score` against `reference`; the rest of its direction is the seed's. */
export function scoring(reference: Float32Array, score: number, seed: number): Float32Array {
  const other = identity(seed);
  const along = other.reduce((sum, value, i) => sum + value * (reference[i] ?? 0), 0);
  const across = unit(other.map((value, i) => value - along * (reference[i] ?? 0)));
  const share = Math.sqrt(1 - score * score);
  return across.map((value, i) => score * (reference[i] ?? 0) + share * value);
}

/** A sample of this identity: 0.95 against its centre, about 0.9 against another sample. */
export function sampleOf(person: Float32Array, seed: number): Float32Array {
  return scoring(person, 0.95, seed);
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

export const alice = identity(1_000_001);
export const mallory = identity(1_000_002);

const goodQuality: QualityMeasurements = {
  sharpness: 120,
  underExposure: 0.1,
  overExposure: 0.01,
  dynamicRange: 7,
  illuminationUniformity: 0.8,
  luminanceMean: 128,
  linearLuminanceMean: 0.25,
  linearLuminanceVariance: 0.02,
  skinColourDistance: 0,
  interEyeDistance: 92,
  headSize: 0.4,
  leftwardCrop: 2.5,
  rightwardCrop: 2.5,
  marginAbove: 1.6,
  marginBelow: 2,
  marginRatio: 0.6,
  faceWidthRatio: 0.375,
  mouthOpening: 0.02,
};

/** Flow of a face that turned and spoke since its reference, smoothly in time. @param time in frames */
export function liveFlow(time: number): FaceFlow {
  return flowOf(
    Float32Array.from({ length: 128 }, (_, i) => 0.02 * Math.sin(time / 3 + i)),
    1e-6,
  );
}

/** Flow of a picture that was moved: noise, and nothing that it does not explain. */
export function flatFlow(random: Random): FaceFlow {
  return flowOf(
    Float32Array.from({ length: 128 }, () => 0.002 * (random.uniform() - 0.5)),
    4e-8,
  );
}

function flowOf(leftOver: Float32Array, noise: number): FaceFlow {
  const meanSquare = leftOver.reduce((sum, value) => sum + value * value, 0) / 64;
  return { displacement: 0.02, meanSquare, noise, leftOver };
}

export type FaceChanges = Partial<Omit<FaceObservation, 'quality'>> & {
  readonly quality?: Partial<QualityMeasurements>;
};

/** A good frontal face of Alice, eyes open, judged bona fide; whatever is given replaces its part. */
export function face({ quality, ...changes }: FaceChanges = {}): FaceObservation {
  const landmarks = changes.landmarks ?? landmarksOf();
  return {
    box: { left: 200, top: 100, width: 240, height: 300 },
    detectionScore: 0.95,
    presenceScore: 0.99,
    points: new Float32Array([274, 203, 366, 203, 320, 255, 280, 305, 360, 305]),
    landmarks,
    pose: { yawDeg: 0, pitchDeg: 0, rollDeg: 0 },
    eyeOpening: { left: 0.9, right: 0.9 },
    liveness: 0.95,
    cues: [{ name: 'tiny-net', raw: 4, llr: 2 }],
    chip: new Uint8Array(4),
    flow: liveFlow(1),
    fingerprint: null,
    embedding: alice,
    formerEmbedding: null,
    depth: null,
    relief: null,
    ...changes,
    quality: { ...goodQuality, interEyeDistance: interEyeDistanceOf(landmarks), ...quality },
  };
}

export function observation(changes: FaceChanges = {}): Observation {
  return { width: 640, height: 480, faceCount: 1, secondFaceRatio: 0, face: face(changes) };
}

export const noFace: Observation = { width: 640, height: 480, faceCount: 0, secondFaceRatio: 0, face: null };

/** A second face as large as the first. */
export const twoFaces: Observation = { ...observation(), faceCount: 2, secondFaceRatio: 0.9 };

/** Frames of a person who turns and speaks, 10 a second, one second long for each ten. */
export function livePerson(person: Float32Array, frames: number, changes: FaceChanges = {}): Observation[] {
  return Array.from({ length: frames }, (_, i) => {
    const yawDeg = 8 * Math.sin(i / 3);
    const landmarks = landmarksOf({ yawDeg, mouthOpen: 0.04 * (1 + Math.sin(i / 2)) });
    return observation({
      landmarks,
      pose: { yawDeg, pitchDeg: 0, rollDeg: 0 },
      flow: liveFlow(i),
      // Frames of one stream are more alike than samples of different days.
      embedding: scoring(person, 0.98, i),
      ...changes,
    });
  });
}

/** Frames of a photograph held still: nothing moves but the noise of the network. */
export function stillPicture(person: Float32Array, frames: number, seed = 1): Observation[] {
  const random = randomFrom(seed);
  const printed = landmarksOf({ yawDeg: 5 });
  return Array.from({ length: frames }, (_, i) => {
    const landmarks = printed.map((value) => value + 0.25 * random.gaussian());
    return observation({ landmarks, flow: flatFlow(random), embedding: scoring(person, 0.98, i) });
  });
}
