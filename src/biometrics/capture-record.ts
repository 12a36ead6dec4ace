import { z } from 'zod';
import { sensorOrigins, type SensorDepth } from './depth.js';
import type { HeadPose, QualityMeasurements } from './observation.js';
import {
  judgeClaim,
  replayed,
  type FinishedCapture,
  type JudgedClaim,
  type ReferenceScores,
  type Rules,
} from './claim.js';
import type { IntegritySoFar } from './capture-integrity.js';
import type { FrameEvidence, LifeSoFar } from './frame-evidence.js';
import { decisionReasons, outcomes, type DecisionReason, type Outcome } from './outcome.js';
import type { PolicyDocument, Purpose } from './policy.js';

/**
 * What one capture showed and how it was decided: enough to decide it again under other rules, and nothing that shows
 * or finds a face. No vector, no landmark, no picture, no subject (docs/decisions/0016-simulation-without-vectors.md).
 */
export interface CaptureRecord extends FinishedCapture {
  readonly purpose: Purpose;
  readonly reference: ReferenceScores;
  readonly outcome: Outcome;
  /** The main one. */
  readonly reason: DecisionReason;
  readonly policyVersion: string;
  readonly modelId: string;
  /** Whether liveness and eyes were looked at, as a policy asks that checks liveness. */
  readonly livenessMeasured: boolean;
}

/** One more whenever what is written changes its form; records of another version are not read. */
const VERSION = 2;

const number = z.number();
/** Little-endian 32-bit floats in base64; a score is a number. */
const scores = z
  .base64()
  .transform((text) => floatsOf(Buffer.from(text, 'base64')))
  .refine((values) => values.every((value) => Number.isFinite(value)));

const quality = z.strictObject({
  sharpness: number,
  underExposure: number,
  overExposure: number,
  dynamicRange: number,
  illuminationUniformity: number,
  luminanceMean: number,
  linearLuminanceMean: number,
  linearLuminanceVariance: number,
  skinColourDistance: number.nullable(),
  interEyeDistance: number,
  headSize: number,
  leftwardCrop: number,
  rightwardCrop: number,
  marginAbove: number,
  marginBelow: number,
  marginRatio: number,
  faceWidthRatio: number,
  mouthOpening: number,
}) satisfies z.ZodType<QualityMeasurements>;

const pose = z.strictObject({ yawDeg: number, pitchDeg: number, rollDeg: number }) satisfies z.ZodType<HeadPose>;

const life = z.strictObject({
  microMotionVariance: number.nullable(),
  sharedMotion: number.nullable(),
  framesFollowed: z.int().min(0),
  blinks: z.int().min(0),
  spliced: z.boolean(),
}) satisfies z.ZodType<LifeSoFar>;

const count = z.int().min(0);
const integrity = z.strictObject({
  framesCompared: count,
  duplicates: count,
  returns: count,
  framesLate: count,
  repeats: count,
  repeatReturns: count,
  clashes: count,
}) satisfies z.ZodType<IntegritySoFar>;
const depth = z.strictObject({
  origin: z.enum(sensorOrigins),
  planeResidualMm: number,
  surfaceResidualMm: number,
  noseReliefMm: number,
  shapeCorrelation: number,
  reliefCorrelation: number,
  interEyeMm: number,
  distanceMm: number,
  noiseMm: number,
  holeShare: number,
}) satisfies z.ZodType<SensorDepth>;

const frame = z.strictObject({
  atMs: number,
  secondFaceRatio: number,
  face: z
    .strictObject({
      presenceScore: number,
      pose,
      quality,
      eyeOpening: z.strictObject({ left: number, right: number }).nullable(),
      liveness: number.nullable(),
      scores: scores.nullable(),
      depth: depth.nullable(),
      life,
    })
    .nullable(),
  duplicate: z.boolean(),
  integrity,
}) satisfies z.ZodType<FrameEvidence>;

const written = z
  .strictObject({
    version: z.literal(VERSION),
    purpose: z.enum(['enrolment', 'verification']),
    frames: z.array(frame),
    end: z.enum(['ENOUGH', 'FRAMES_MAX', 'TIME_OVER', 'IDLE', 'CLIENT_ENDED']),
    // 0 or 1, so that a record is as long for a decoy as for a template.
    reference: z.strictObject({
      scores,
      decoy: z.literal([0, 1]),
      depth: z.strictObject({ scores, decoy: z.literal([0, 1]) }),
    }),
    outcome: z.enum(outcomes),
    reason: z.enum(decisionReasons),
    policyVersion: z.string(),
    modelId: z.string(),
    livenessMeasured: z.boolean(),
  })
  .refine(({ frames, reference }) => {
    const rows = frames.flatMap(({ face }) => face?.scores ?? []);
    const whole = [reference, reference.depth].every(({ scores: of }) => of.length === rows.length);
    return whole && rows.every((row, index) => row.length === index);
  });

/** What is written for a face without a relief: no cosine. */
const NO_RELIEF = -2;

/** As JSON. */
export function writeCaptureRecord(record: CaptureRecord): string {
  const { frames, reference, ...rest } = record;
  return JSON.stringify({
    version: VERSION,
    ...rest,
    frames: frames.map(({ face, ...seen }) => ({
      ...seen,
      face: face && { ...face, scores: face.scores && base64Of(face.scores) },
    })),
    reference: {
      scores: base64Of(reference.scores),
      decoy: reference.decoy ? 1 : 0,
      depth: {
        scores: base64Of(Array.from(reference.depth.scores, (score) => (Number.isNaN(score) ? NO_RELIEF : score))),
        decoy: reference.depth.decoy ? 1 : 0,
      },
    },
  });
}

/** Null for what this version cannot have written: another version's record, or numbers that are none. */
export function readCaptureRecord(text: string): CaptureRecord | null {
  const result = written.safeParse(parsed(text));
  if (!result.success) return null;
  const { reference } = result.data;
  const depthScores = Array.from(reference.depth.scores, (score) => (score === NO_RELIEF ? NaN : score));
  return {
    ...result.data,
    reference: {
      scores: reference.scores,
      decoy: reference.decoy === 1,
      depth: { scores: depthScores, decoy: reference.depth.decoy === 1 },
    },
  };
}

/** Decides a recorded capture again; under the rules that decided it, alike. */
export function replay(record: CaptureRecord, rules: Rules): JudgedClaim {
  // Rules that do not check liveness would not have had the eyes looked at.
  const frames = rules.policy.liveness === 'not-checked' ? record.frames.map(withoutEyes) : record.frames;
  const state = replayed({ ...record, frames }, record.reference, { ...rules, purpose: record.purpose });
  return judgeClaim(state, record.reference, rules);
}

function withoutEyes(frame: FrameEvidence): FrameEvidence {
  return { ...frame, face: frame.face && { ...frame.face, eyeOpening: null } };
}

/**
 * Whether these rules can decide what was recorded: scores of one model say nothing about another, and what was not
 * looked at then cannot be asked for now. A record holds depth if the client had a sensor, and no challenge: what a person
 * would have done who was asked something else, nobody knows.
 */
export function canReplay(record: CaptureRecord, policy: PolicyDocument, modelId: string): boolean {
  if (record.modelId !== modelId) return false;
  if (policy.liveness === 'not-checked') return true;
  if (!record.livenessMeasured) return false;
  const sensor = policy.liveness === 'sensor' && record.frames.some(({ face }) => face?.depth);
  return sensor || policy.liveness === 'passive';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function base64Of(values: ArrayLike<number>): string {
  const bytes = Buffer.alloc(4 * values.length);
  for (let i = 0; i < values.length; i++) bytes.writeFloatLE(values[i] ?? NaN, 4 * i);
  return bytes.toString('base64');
}

/** A part of a float at the end is left out, and then the lengths do not fit. */
function floatsOf(bytes: Buffer): Float32Array {
  return Float32Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => bytes.readFloatLE(4 * i));
}
