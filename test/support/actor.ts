import type { ChallengeAction } from '../../src/biometrics/challenge-actions.js';
import type { Observation } from '../../src/biometrics/observation.js';
import { jittered, landmarksOf, photographOf } from './head.js';
import { alice, observation, sampleOf } from './observations.js';
import { randomFrom } from './seeded.js';

/** Somebody before the camera who does what a challenge asks for, on the head made of numbers (head.ts). */

export interface Acting {
  /** ISO/IEC 29794-5: yaw to the subject's left, pitch up. */
  readonly yawDeg: number;
  readonly pitchDeg: number;
  /** How far the corners of the mouth are drawn aside, inter-eye distances. */
  readonly smile: number;
  /** Towards the camera, inter-eye distances; it stands at eight. */
  readonly closer: number;
  readonly eyeOpening: number;
}

export const resting: Acting = { yawDeg: 0, pitchDeg: 0, smile: 0, closer: 0, eyeOpening: 0.9 };

/** Each action at its furthest, as far as people go. */
const furthest: Readonly<Record<ChallengeAction, Partial<Acting>>> = {
  TURN_LEFT: { yawDeg: 25 },
  TURN_RIGHT: { yawDeg: -25 },
  LOOK_UP: { pitchDeg: 18 },
  LOOK_DOWN: { pitchDeg: -18 },
  BLINK: { eyeOpening: 0.05 },
  SMILE: { smile: 0.14 },
  MOVE_CLOSER: { closer: 2 },
};

const RISE_MS = 500;
const HOLD_MS = 500;
/** From beginning to being at rest again. */
export const ACTION_MS = 2 * RISE_MS + HOLD_MS;

/** @param sinceMs since it was begun; before and after, the actor is at rest */
export function doing(action: ChallengeAction, sinceMs: number): Acting {
  const share = Math.max(0, Math.min(1, sinceMs / RISE_MS, (ACTION_MS - sinceMs) / RISE_MS));
  // Lids close and open at once.
  const eased = action === 'BLINK' ? Number(share > 0.5) : share;
  const end = { ...resting, ...furthest[action] };
  const between = (of: keyof Acting): number => resting[of] + eased * (end[of] - resting[of]);
  return {
    yawDeg: between('yawDeg'),
    pitchDeg: between('pitchDeg'),
    smile: between('smile'),
    closer: between('closer'),
    eyeOpening: between('eyeOpening'),
  };
}

/** Standard deviation of the landmark network, inter-eye distances. */
const NOISE = 0.004;

/** What a worker sees of the actor. The head of head.ts turns the other way round: its x and y are the picture's. */
export function actorSeen(acting: Acting, seed: number, person = alice): Observation {
  const { yawDeg, pitchDeg, smile, closer } = acting;
  const view = { yawDeg: -yawDeg, pitchDeg: -pitchDeg, smile, shift: [0, 0, -closer] as const };
  return seenAs(acting, landmarksOf(view), seed, person);
}

/**
 * What a worker would see of a flat picture of the actor at rest that is turned instead of a head, if the network took the
 * turn for one of the head: which it does not, so that the flat picture has a better chance here than before a camera.
 */
export function pictureSeen(acting: Acting, seed: number, person = alice): Observation {
  const view = { yawDeg: -acting.yawDeg, pitchDeg: -acting.pitchDeg, shift: [0, 0, -acting.closer] as const };
  return seenAs({ ...acting, eyeOpening: resting.eyeOpening }, photographOf(landmarksOf({}), view), seed, person);
}

function seenAs(acting: Acting, landmarks: Float32Array, seed: number, person: Float32Array): Observation {
  const { yawDeg, pitchDeg, eyeOpening } = acting;
  return observation({
    landmarks: jittered(landmarks, NOISE, randomFrom(seed)),
    pose: { yawDeg, pitchDeg, rollDeg: 0 },
    eyeOpening: { left: eyeOpening, right: eyeOpening },
    embedding: sampleOf(person, seed),
  });
}
