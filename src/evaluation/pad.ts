import { advance, emptyCapture, livenessEvidence, type CaptureState } from '../biometrics/capture-session.js';
import { probability } from '../biometrics/log-odds.js';
import type { PadOutcome } from '../biometrics/outcome.js';
import type { LivenessCheck, Policy } from '../biometrics/policy.js';
import {
  detectPresentationAttack,
  motionLlr,
  pictureOutcome,
  shareOfMotion,
} from '../biometrics/presentation-attack.js';
import { FaceError } from '../errors.js';
import { boundedShare } from './rates/bootstrap.js';
import { readCaptures, type Captures, type Presentation } from './data/captures.js';
import { areaUnderRoc, distributionOver } from './rates/distribution.js';
import { watchedCapture } from './measuring/watch-capture.js';
import type { PictureObserver, Progress } from './ports.js';
import { provenanceOf } from './provenance.js';
import type { Bounded, CueResult, PadEvaluation, Resampling } from './results.js';

export interface PadOptions {
  /** One whose liveness is `passive`. */
  readonly policy: Policy;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  readonly resampling: Resampling;
}

/** What one presentation came to; cues are 0–1, larger is more alive, and one that was not measured is not there. */
interface Shown {
  readonly outcome: PadOutcome;
  readonly cues: ReadonlyMap<string, number>;
}

/**
 * Cues of a whole capture, beside those of single frames, which are told by the mean of their log-likelihood ratios.
 * All are probabilities at even odds; `motion` is 1 − 2^(−motion ÷ the policy's minimum), 0.5 at the minimum, and `blink`
 * 1 with a blink.
 */
const captureCues = ['frames', 'motion', 'shared-motion', 'blink'] as const;

const CUE_SPAN = { from: 0, to: 1, bins: 20 };

/**
 * Presentation attack detection over labelled presentations (ISO/IEC 30107-3).
 *
 * A stream goes whole through the reducer of captures under the given policy, and is decided as `CheckLiveness` decides
 * it: bona fide as soon as it shows life over as many frames as an early end needs, since the service listens no
 * longer; otherwise as its end leaves it. Quality gates refuse nobody here, since that is no error of detection. A still
 * has no motion: it is one presentation, judged by the cues of its frame alone.
 *
 * @throws FaceError BAD_FIELD for a folder laid out otherwise, or a policy that recorded pictures cannot answer
 */
export async function evaluatePad(
  observer: PictureObserver,
  folder: string,
  options: PadOptions,
): Promise<PadEvaluation> {
  const { policy, resampling } = options;
  requirePassive(policy);
  const captures = readCaptures(folder);
  const shown = await lookAtAll(observer, captures, options);
  const bonaFide = shown.get(captures.bonaFide) ?? [];
  const attacks = [...captures.attacks].map(([species, presentations]) => ({
    species,
    shown: shown.get(presentations) ?? [],
  }));
  const shareOf = (all: readonly Shown[], counted: (outcome: PadOutcome) => boolean): Bounded =>
    boundedShare(
      all.map(({ outcome }) => Number(counted(outcome))),
      all.map(() => 1),
      resampling,
    );
  const presentations = [captures.bonaFide, ...captures.attacks.values()].flat();
  return {
    kind: 'pad',
    ...provenanceOf(observer, captures.name),
    policyVersion: policy.version,
    apcer: Object.fromEntries(attacks.map((of) => [of.species, shareOf(of.shown, (is) => is === 'BONA_FIDE')])),
    bpcer: shareOf(bonaFide, (is) => is !== 'BONA_FIDE'),
    bonaFideInconclusive: shareOf(bonaFide, (is) => is === 'INCONCLUSIVE'),
    auc: areaUnderRoc(bonaFide.map(rankOf), attacks.flatMap((of) => of.shown).map(rankOf)),
    cues: Object.fromEntries(
      cueNamesOf([...shown.values()].flat()).map((cue) => [cue, cueResult(cue, bonaFide, attacks)]),
    ),
    streams: presentations.length,
    frames: presentations.reduce((sum, { frames }) => sum + frames.length, 0),
    stills: captures.stills,
  };
}

/** What a policy asks for that recorded pictures cannot give. */
const outOfReach = {
  'not-checked': 'does not check liveness',
  active: 'asks for answers to a challenge, which recorded pictures do not hold',
  sensor: 'asks for depth, which recorded pictures do not hold',
} as const satisfies Record<Exclude<LivenessCheck, 'passive'>, string>;

function requirePassive({ name, liveness }: Policy): void {
  if (liveness === 'passive') return;
  throw new FaceError('BAD_FIELD', `the policy ${name} ${outOfReach[liveness]}; ask for passive or high-security`, {
    field: 'policy',
  });
}

/** What each list of presentations showed, in its order. */
async function lookAtAll(
  observer: PictureObserver,
  { bonaFide, attacks, stills }: Captures,
  { policy, signal, progress }: PadOptions,
): Promise<ReadonlyMap<readonly Presentation[], readonly Shown[]>> {
  const lists = [bonaFide, ...attacks.values()];
  const shown = new Map(lists.map((list) => [list, new Array<Shown>(list.length)]));
  const pending = lists.flatMap((list) => list.map((presentation, index) => ({ list, presentation, index }))).values();
  const stop = new AbortController();
  const look: Look = { observer, policy, stills, signal: AbortSignal.any([signal, stop.signal]), progress };
  const work = async (): Promise<void> => {
    for (const { list, presentation, index } of pending) {
      const seen = await lookAt(presentation, look);
      const results = shown.get(list);
      if (results) results[index] = seen;
    }
  };
  progress.start(
    lists.flat().reduce((sum, { frames }) => sum + frames.length, 0),
    'pictures',
  );
  try {
    // One frame of a presentation after the other; as many presentations at a time as keep the workers busy.
    await Promise.all(Array.from({ length: observer.workers + 2 }, work));
  } finally {
    // When one fails, the others need not go on.
    stop.abort();
    progress.end();
  }
  return shown;
}

interface Look {
  readonly observer: Pick<PictureObserver, 'observe'>;
  readonly policy: Policy;
  readonly stills: boolean;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

async function lookAt({ frames }: Presentation, look: Look): Promise<Shown> {
  const { policy, signal, progress } = look;
  const seen = new FrameCues();
  const observer = seen.watching(look.observer);
  if (look.stills) return lookAtStill(frames, { ...look, observer }, seen);
  const outcomes = new Set<PadOutcome>();
  const state = await watchedCapture(frames, {
    observer,
    plan: { policy, purpose: 'verification' },
    wanted: { embedding: true, formerEmbedding: false, liveness: true, eyes: true },
    signal,
    seen: (so) => {
      progress.step();
      if (so.framesSeen >= policy.earlyAcceptFramesMin) outcomes.add(outcomeOf(so, policy));
    },
  });
  const outcome = outcomes.has('BONA_FIDE') ? 'BONA_FIDE' : outcomeOf(state, policy);
  return { outcome, cues: cuesOf(state, policy, seen) };
}

/** A still has nothing but the cues of its frame. */
async function lookAtStill(frames: readonly string[], look: Look, seen: FrameCues): Promise<Shown> {
  const { observer, policy, signal, progress } = look;
  const [path = ''] = frames;
  const wanted = { embedding: false, formerEmbedding: false, liveness: true, eyes: false, motion: null };
  const observation = await observer.observe(path, wanted, signal);
  progress.step();
  const plan = { policy, purpose: 'verification' } as const;
  const state = advance(emptyCapture, { kind: 'observed', atMs: 0, observation }, plan);
  return { outcome: pictureOutcome(livenessEvidence(state), policy), cues: cuesOf(state, policy, seen) };
}

/** Sums of the log-likelihood ratios that single frames gave, by cue. */
class FrameCues {
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

function outcomeOf(state: CaptureState, policy: Policy): PadOutcome {
  return detectPresentationAttack(livenessEvidence(state), policy).outcome;
}

function cuesOf(state: CaptureState, policy: Policy, seen: FrameCues): ReadonlyMap<string, number> {
  const life = livenessEvidence(state);
  const sawEyes = state.frames.some(({ face }) => (face?.eyeOpening ?? null) !== null);
  const { microMotionVariance: motion, sharedMotion, frameLlr } = life;
  const cues = new Map(seen.means().map(([name, llr]) => [name, probability(llr)]));
  const put = (name: (typeof captureCues)[number], value: number | null): void => {
    if (value !== null) cues.set(name, value);
  };
  put('frames', frameLlr === null ? null : probability(frameLlr));
  put('motion', motion === null ? null : shareOfMotion(motion, policy.microMotionMinVariance));
  put('shared-motion', sharedMotion === null ? null : probability(motionLlr(sharedMotion)));
  put('blink', sawEyes && sharedMotion !== null ? Math.min(1, life.blinks) : null);
  return cues;
}

/** Those of single frames as they come, then those of captures. */
function cueNamesOf(shown: readonly Shown[]): string[] {
  const measured = new Set(shown.flatMap(({ cues }) => [...cues.keys()]));
  const ofFrames = [...measured].filter((name) => !captureCues.some((cue) => cue === name));
  return [...ofFrames, ...captureCues.filter((cue) => measured.has(cue))];
}

const outcomeRank = { ATTACK: 0, INCONCLUSIVE: 1, BONA_FIDE: 2 } as const satisfies Record<PadOutcome, number>;

/** Presentations are ranked by their outcome, and within one outcome by the cues of their frames. */
function rankOf({ outcome, cues }: Shown): number {
  return outcomeRank[outcome] + (cues.get('frames') ?? 0) / 2;
}

interface Attacks {
  readonly species: string;
  readonly shown: readonly Shown[];
}

function cueResult(cue: string, bonaFide: readonly Shown[], attacks: readonly Attacks[]): CueResult {
  const measured = (all: readonly Shown[]): number[] => all.flatMap(({ cues }) => cues.get(cue) ?? []);
  const alive = measured(bonaFide);
  const fake = measured(attacks.flatMap(({ shown }) => shown));
  return {
    auc: areaUnderRoc(alive, fake),
    measured: alive.length + fake.length,
    bpcer: shareOf(alive, (value) => value < 0.5),
    apcer: Object.fromEntries(
      attacks.map(({ species, shown }) => [species, shareOf(measured(shown), (value) => value >= 0.5)]),
    ),
    bonaFide: distributionOver(alive, CUE_SPAN),
    attacks: Object.fromEntries(
      attacks.map(({ species, shown }) => [species, distributionOver(measured(shown), CUE_SPAN)]),
    ),
  };
}

function shareOf(values: readonly number[], counted: (value: number) => boolean): number | null {
  return values.length === 0 ? null : values.filter(counted).length / values.length;
}
