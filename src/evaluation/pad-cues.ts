import { livenessEvidence, type CaptureState } from '../biometrics/capture-session.js';
import { probability } from '../biometrics/log-odds.js';
import type { Policy } from '../biometrics/policy.js';
import { motionLlr, shareOfMotion } from '../biometrics/presentation-attack.js';
import { areaUnderRoc, distributionOver } from './rates/distribution.js';
import type { PictureObserver } from './ports.js';
import type { CueResult } from './results.js';

/** What single cues of liveness say of presentations, each as if it were the only one. */

/** Values of the cues of one presentation: 0–1, larger is more alive, and one that was not measured is not there. */
export type CueValues = ReadonlyMap<string, number>;

/**
 * Cues of a whole capture, beside those of single frames, which are told by the mean of their log-likelihood ratios.
 * All are probabilities at even odds; `motion` is 1 − 2^(−motion ÷ the policy's minimum), 0.5 at the minimum, and `blink`
 * 1 with a blink.
 */
const captureCues = ['frames', 'motion', 'shared-motion', 'blink'] as const;

export type CaptureCue = (typeof captureCues)[number];

const CUE_SPAN = { from: 0, to: 1, bins: 20 };

/** Sums of the log-likelihood ratios that single frames gave, by cue. */
export class FrameCues {
  readonly #sums = new Map<string, number>();
  #frames = 0;

  watching(observer: Pick<PictureObserver, 'observe'>): Pick<PictureObserver, 'observe'> {
    return {
      observe: async (...asked) => {
        const observation = await observer.observe(...asked);
        const cues = observation.face?.cues ?? [];
        if (cues.length > 0) this.#frames += 1;
        for (const { name, llr } of cues) this.#sums.set(name, (this.#sums.get(name) ?? 0) + llr);
        return observation;
      },
    };
  }

  means(): [string, number][] {
    return [...this.#sums].map(([name, sum]) => [name, sum / this.#frames]);
  }
}

export function cuesOf(state: CaptureState, policy: Policy, seen: FrameCues): ReadonlyMap<string, number> {
  const life = livenessEvidence(state);
  const sawEyes = state.frames.some(({ face }) => (face?.eyeOpening ?? null) !== null);
  const { microMotionVariance: motion, sharedMotion, frameLlr } = life;
  const cues = new Map(seen.means().map(([name, llr]) => [name, probability(llr)]));
  const put = (name: CaptureCue, value: number | null): void => {
    if (value !== null) cues.set(name, value);
  };
  put('frames', frameLlr === null ? null : probability(frameLlr));
  put('motion', motion === null ? null : shareOfMotion(motion, policy.microMotionMinVariance));
  put('shared-motion', sharedMotion === null ? null : probability(motionLlr(sharedMotion)));
  put('blink', sawEyes && sharedMotion !== null ? Math.min(1, life.blinks) : null);
  return cues;
}

/** Those of single frames as they come, then those of captures. */
function cueNamesOf(shown: readonly CueValues[]): string[] {
  const measured = new Set(shown.flatMap((cues) => [...cues.keys()]));
  const ofFrames = [...measured].filter((name) => !captureCues.some((cue) => cue === name));
  return [...ofFrames, ...captureCues.filter((cue) => measured.has(cue))];
}

/** @param attacks by species */
export function cueResults(
  bonaFide: readonly CueValues[],
  attacks: ReadonlyMap<string, readonly CueValues[]>,
): Record<string, CueResult> {
  const names = cueNamesOf([bonaFide, ...attacks.values()].flat());
  return Object.fromEntries(names.map((cue) => [cue, cueResult(cue, bonaFide, attacks)]));
}

function cueResult(
  cue: string,
  bonaFide: readonly CueValues[],
  attacks: ReadonlyMap<string, readonly CueValues[]>,
): CueResult {
  const measured = (all: readonly CueValues[]): number[] => all.flatMap((cues) => cues.get(cue) ?? []);
  const alive = measured(bonaFide);
  const fakes = [...attacks].map(([species, shown]) => ({ species, values: measured(shown) }));
  const fake = fakes.flatMap(({ values }) => values);
  return {
    auc: areaUnderRoc(alive, fake),
    measured: alive.length + fake.length,
    bpcer: shareOf(alive, (value) => value < 0.5),
    apcer: Object.fromEntries(fakes.map(({ species, values }) => [species, shareOf(values, (value) => value >= 0.5)])),
    bonaFide: distributionOver(alive, CUE_SPAN),
    attacks: Object.fromEntries(fakes.map(({ species, values }) => [species, distributionOver(values, CUE_SPAN)])),
  };
}

function shareOf(values: readonly number[], counted: (value: number) => boolean): number | null {
  return values.length === 0 ? null : values.filter(counted).length / values.length;
}
