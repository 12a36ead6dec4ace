import { passive } from '../../src/biometrics/built-in-policies.js';
import { advance, emptyCapture, livenessEvidence, type CapturePlan } from '../../src/biometrics/capture-session.js';
import { defaultPolicySettings } from '../../src/biometrics/policy.js';
import { detectPresentationAttack, motionLlr, type PadDecision } from '../../src/biometrics/presentation-attack.js';
import { createFlowMeter } from '../../src/engine/face-flow.js';
import { loadNative } from '../../src/engine/native.js';
import { Pyramid } from '../../src/engine/pyramid.js';
import { landmarksOf } from '../support/head.js';
import { cameraPath, pattern, seen, side, type View } from '../support/moved-picture.js';
import { alice, observation } from '../support/observations.js';
import { randomFrom, testSeed, type Random } from '../support/seeded.js';

/** Flow is measured by the addon as in a worker; only the alignment by five points is left out, which a path holds too. */

const native = loadNative();
const meter = createFlowMeter(native, new Pyramid(native));
const policy = passive(defaultPolicySettings);
const plan: CapturePlan = { policy, purpose: 'verification' };
const FRAMES = 10;

/** The capture of frames that the cues of single frames take for the most alive there are. */
function captureOf(viewAt: (time: number) => View, noise: number, random: Random) {
  const levels = pattern(random);
  const landmarks = landmarksOf();
  let state = emptyCapture;
  for (let time = 0; time < FRAMES; time++) {
    const chip = new Uint8Array(side * side);
    native.normaliseChip(seen(levels, viewAt(time), noise, random), chip);
    const { reference } = state.tracker;
    const flow = reference && meter.flow(reference, chip);
    const face = { landmarks, chip, flow, liveness: 0.999, embedding: alice };
    state = advance(state, { kind: 'observed', atMs: time * 200, observation: observation(face) }, plan);
  }
  return livenessEvidence(state);
}

const decided = (life: ReturnType<typeof captureOf>): PadDecision => detectPresentationAttack(life, policy);

/** In parts, so that each stays within the time of a test. */
const PATHS = 1_000;
const PARTS = 10;

test.each(Array.from({ length: PARTS }, (_, part) => part))(
  `no path of a camera over a still picture makes it bona fide (${PATHS / PARTS} of ${PATHS} paths, part %i, seed ${testSeed})`,
  (part) => {
    const random = randomFrom(testSeed + part);
    for (let path = 0; path < PATHS / PARTS; path++) {
      const viewAt = cameraPath(random);
      const life = captureOf((time) => ({ homography: viewAt(time), parallax: [0, 0] }), random.between(0, 6), random);
      const where = `path ${path} of part ${part}`;
      expect([where, decided(life).outcome]).toEqual([where, 'INCONCLUSIVE']);
      // Moved, it gains nothing over the picture that is held still.
      expect(motionLlr(life.sharedMotion)).toBeLessThanOrEqual(0);
    }
  },
  60_000,
);

test(`a head that turns by ten degrees or so shows life (50 paths, seed ${testSeed})`, () => {
  const random = randomFrom(testSeed);
  for (let path = 0; path < 50; path++) {
    const viewAt = cameraPath(random);
    const [size, pace] = [random.between(3, 6), random.between(0.3, 0.6)];
    // A nose stands out by a third of the inter-eye distance, of 58 pixels: 3 are nine degrees.
    const turnOf = (time: number): View['parallax'] => [size * Math.sin(pace * time), 0];
    const still = viewAt(0);
    const life = captureOf((time) => ({ homography: still, parallax: turnOf(time) }), 2, random);
    expect([path, decided(life).outcome]).toEqual([path, 'BONA_FIDE']);
  }
}, 60_000);
