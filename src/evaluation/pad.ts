import { advance, emptyCapture, livenessEvidence, type CaptureState } from '../biometrics/capture-session.js';
import type { Measurements } from '../biometrics/observation.js';
import type { PadOutcome } from '../biometrics/outcome.js';
import type { Policy } from '../biometrics/policy.js';
import { detectPresentationAttack } from '../biometrics/presentation-attack.js';
import { FaceError } from '../errors.js';
import { boundedShare } from './rates/bootstrap.js';
import { FRAME_INTERVAL_MS, readCaptures, type Captures, type Presentation } from './data/captures.js';
import { areaUnderRoc, distributionOver } from './rates/distribution.js';
import type { PictureObserver, Progress } from './ports.js';
import { provenanceOf } from './provenance.js';
import type { Bounded, CueResult, PadEvaluation, Resampling } from './results.js';

export interface PadOptions {
  /** One that checks liveness. */
  readonly policy: Policy;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  readonly resampling: Resampling;
}

/** What one presentation came to; cues are 0–1, larger is more alive, null where not measured. */
interface Shown {
  readonly outcome: PadOutcome;
  readonly cues: Readonly<Record<Cue, number | null>>;
}

/**
 * `networks`: mean probability of a bona fide presentation over the frames; `micro-motion`: 1 − 2^(−variance ÷ the
 * policy's minimum), 0.5 at the minimum; `blink`: 1 with a blink.
 */
const cueNames = ['networks', 'micro-motion', 'blink'] as const;
type Cue = (typeof cueNames)[number];

const CUE_SPAN = { from: 0, to: 1, bins: 20 };

/**
 * Presentation attack detection over labelled presentations (ISO/IEC 30107-3).
 *
 * A stream goes whole through the reducer of captures under the given policy, and is decided as `CheckLiveness` decides
 * it: bona fide as soon as it shows life over as many frames as an early end needs, since the service listens no
 * longer; otherwise as its end leaves it. Quality gates refuse nobody here, since that is no error of detection. A still
 * has no motion: it is one presentation, judged by the networks alone.
 *
 * @throws FaceError BAD_FIELD for a folder laid out otherwise, or a policy that does not check liveness
 */
export async function evaluatePad(
  observer: PictureObserver,
  folder: string,
  options: PadOptions,
): Promise<PadEvaluation> {
  const { policy, resampling } = options;
  if (policy.liveness === 'not-checked') {
    throw new FaceError('BAD_FIELD', `the policy ${policy.name} does not check liveness; ask for passive`, {
      field: 'policy',
    });
  }
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
    cues: Object.fromEntries(cueNames.map((cue) => [cue, cueResult(cue, bonaFide, attacks)])),
    streams: presentations.length,
    frames: presentations.reduce((sum, { frames }) => sum + frames.length, 0),
    stills: captures.stills,
  };
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
  readonly observer: PictureObserver;
  readonly policy: Policy;
  readonly stills: boolean;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

const ofStreams: Measurements = { embedding: true, formerEmbedding: false, liveness: true, eyes: true };
const ofStills: Measurements = { embedding: false, formerEmbedding: false, liveness: true, eyes: false };

async function lookAt({ frames }: Presentation, look: Look): Promise<Shown> {
  const { observer, policy, stills, signal, progress } = look;
  let state = emptyCapture;
  let [showedLife, sawEyes] = [false, false];
  for (const [index, path] of frames.entries()) {
    signal.throwIfAborted();
    progress.step();
    // At the policy's limit of frames the service ends a capture; what would follow is not sent.
    if (state.end) continue;
    const observation = await observer.observe(path, stills ? ofStills : ofStreams, signal);
    const atMs = index * FRAME_INTERVAL_MS;
    state = advance(state, { kind: 'observed', atMs, observation }, { policy, purpose: 'verification' });
    sawEyes ||= (observation.face?.eyeOpening ?? null) !== null;
    showedLife ||= state.framesSeen >= policy.earlyAcceptFramesMin && outcomeOf(state, policy) === 'BONA_FIDE';
  }
  const cues = cuesOf(state, policy, sawEyes);
  if (stills) return { outcome: stillOutcome(state, policy), cues };
  return { outcome: showedLife ? 'BONA_FIDE' : outcomeOf(state, policy), cues };
}

function outcomeOf(state: CaptureState, policy: Policy): PadOutcome {
  return detectPresentationAttack(livenessEvidence(state), policy).outcome;
}

/** Without motion nothing is ever bona fide in a stream; of a still the networks are all there is. */
function stillOutcome(state: CaptureState, policy: Policy): PadOutcome {
  if (outcomeOf(state, policy) === 'ATTACK') return 'ATTACK';
  return livenessEvidence(state).framesJudged > 0 ? 'BONA_FIDE' : 'INCONCLUSIVE';
}

function cuesOf(state: CaptureState, { microMotionMinVariance }: Policy, sawEyes: boolean): Record<Cue, number | null> {
  const { liveness, microMotionVariance, blinks } = livenessEvidence(state);
  return {
    networks: liveness,
    'micro-motion': microMotionVariance === null ? null : 1 - 2 ** (-microMotionVariance / microMotionMinVariance),
    blink: sawEyes ? Math.min(1, blinks) : null,
  };
}

const outcomeRank = { ATTACK: 0, INCONCLUSIVE: 1, BONA_FIDE: 2 } as const satisfies Record<PadOutcome, number>;

/** Presentations are ranked by their outcome, and within one outcome by what the networks say. */
function rankOf({ outcome, cues }: Shown): number {
  return outcomeRank[outcome] + (cues.networks ?? 0) / 2;
}

interface Attacks {
  readonly species: string;
  readonly shown: readonly Shown[];
}

function cueResult(cue: Cue, bonaFide: readonly Shown[], attacks: readonly Attacks[]): CueResult {
  const measured = (all: readonly Shown[]): number[] => all.flatMap(({ cues }) => cues[cue] ?? []);
  const alive = measured(bonaFide);
  const fake = measured(attacks.flatMap(({ shown }) => shown));
  return {
    auc: areaUnderRoc(alive, fake),
    measured: alive.length + fake.length,
    bonaFide: distributionOver(alive, CUE_SPAN),
    attacks: Object.fromEntries(
      attacks.map(({ species, shown }) => [species, distributionOver(measured(shown), CUE_SPAN)]),
    ),
  };
}
