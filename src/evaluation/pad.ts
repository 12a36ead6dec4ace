import { advance, emptyCapture, livenessEvidence, type CaptureState } from '../biometrics/capture-session.js';
import type { PadOutcome } from '../biometrics/outcome.js';
import type { LivenessCheck, Policy } from '../biometrics/policy.js';
import { detectPresentationAttack, pictureOutcome } from '../biometrics/presentation-attack.js';
import { FaceError, isFaceError } from '../errors.js';
import { boundedShareOfIdentities } from './rates/bootstrap.js';
import { BONA_FIDE_FOLDER, readCaptures, type Captures, type Presentation } from './data/captures.js';
import { readSubjects, SUBJECTS_FILE } from './data/subjects.js';
import { areaUnderRoc } from './rates/distribution.js';
import { cueResults, cuesOf, FrameCues, type CueValues } from './pad-cues.js';
import { watchedCapture } from './measuring/watch-capture.js';
import type { PictureObserver, Progress } from './ports.js';
import { provenanceOf } from './provenance.js';
import type { Bounded, PadEvaluation, Resampling } from './results.js';

export interface PadOptions {
  /** One whose liveness is `passive`. */
  readonly policy: Policy;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  readonly resampling: Resampling;
  /** Told what was made of the folder otherwise than it may have been meant. */
  readonly note: (line: string) => void;
}

/** What one presentation came to. */
interface Shown {
  readonly outcome: PadOutcome;
  readonly cues: CueValues;
}

/**
 * Presentation attack detection over labelled presentations (ISO/IEC 30107-3).
 *
 * A stream goes whole through the reducer of captures under the given policy, and is decided as `CheckLiveness` decides
 * it: bona fide as soon as it shows life over as many frames as an early end needs, since the service listens no
 * longer; otherwise as its end leaves it. Quality gates refuse nobody here, since that is no error of detection. A still
 * has no motion: it is one presentation, judged by the cues of its frame alone. Where DIR/sessions.csv says whom each
 * presentation shows, bounds resample subjects, otherwise presentations.
 *
 * @throws FaceError BAD_FIELD for a folder laid out otherwise, or a policy that recorded pictures cannot answer
 */
export async function evaluatePad(
  observer: PictureObserver,
  folder: string,
  options: PadOptions,
): Promise<PadEvaluation> {
  const { policy } = options;
  requirePassive(policy);
  const captures = readCaptures(folder);
  const subjects = subjectsOf(folder, captures, options.note);
  const shown = await lookAtAll(observer, captures, options);
  const labelled = (label: string, list: readonly Presentation[]): Labelled => ({
    label,
    shown: shown.get(list) ?? [],
    // Where nobody says, each shows somebody else.
    subjects: list.map(({ name }) => subjects?.get(`${label}/${name}`) ?? name),
  });
  const bonaFide = labelled(BONA_FIDE_FOLDER, captures.bonaFide);
  const attacks = [...captures.attacks].map(([species, list]) => labelled(species, list));
  const presentations = presentationsOf(captures).map(({ presentation }) => presentation);
  return {
    kind: 'pad',
    ...provenanceOf(observer, captures.name),
    policyVersion: policy.version,
    ...ratesOf(bonaFide, attacks, options.resampling),
    cues: cueResults(
      bonaFide.shown.map(({ cues }) => cues),
      new Map(attacks.map((of) => [of.label, of.shown.map(({ cues }) => cues)])),
    ),
    streams: presentations.length,
    frames: presentations.reduce((sum, { frames }) => sum + frames.length, 0),
    stills: captures.stills,
    subjects: subjects && new Set([bonaFide, ...attacks].flatMap((of) => of.subjects)).size,
  };
}

interface Labelled {
  readonly label: string;
  readonly shown: readonly Shown[];
  /** One for each of `shown`. */
  readonly subjects: readonly string[];
}

function ratesOf(
  bonaFide: Labelled,
  attacks: readonly Labelled[],
  resampling: Resampling,
): Pick<PadEvaluation, 'apcer' | 'bpcer' | 'bonaFideInconclusive' | 'auc'> {
  const shareOf = (of: Labelled, counted: (outcome: PadOutcome) => boolean): Bounded => {
    const bySubject = new Map(of.subjects.map((subject) => [subject, { counted: 0, all: 0 }]));
    for (const [index, { outcome }] of of.shown.entries()) {
      const share = bySubject.get(of.subjects[index] ?? '');
      if (!share) continue;
      share.all += 1;
      share.counted += Number(counted(outcome));
    }
    const shares = [...bySubject.values()];
    return boundedShareOfIdentities(
      shares.map((share) => share.counted),
      shares.map(({ all }) => all),
      resampling,
    );
  };
  return {
    apcer: Object.fromEntries(attacks.map((of) => [of.label, shareOf(of, (is) => is === 'BONA_FIDE')])),
    bpcer: shareOf(bonaFide, (is) => is !== 'BONA_FIDE'),
    bonaFideInconclusive: shareOf(bonaFide, (is) => is === 'INCONCLUSIVE'),
    auc: areaUnderRoc(bonaFide.shown.map(rankOf), attacks.flatMap((of) => of.shown).map(rankOf)),
  };
}

function presentationsOf({ bonaFide, attacks }: Captures): { label: string; presentation: Presentation }[] {
  return [[BONA_FIDE_FOLDER, bonaFide] as const, ...attacks].flatMap(([label, list]) =>
    list.map((presentation) => ({ label, presentation })),
  );
}

/** Null where nobody says who all are: one that is not listed could be anybody, and bounds over subjects would be wrong. */
function subjectsOf(
  folder: string,
  captures: Captures,
  note: (line: string) => void,
): ReadonlyMap<string, string> | null {
  const subjects = readable(folder, note);
  if (!subjects) return null;
  const unlisted = presentationsOf(captures).filter(
    ({ label, presentation }) => !subjects.has(`${label}/${presentation.name}`),
  );
  if (unlisted.length === 0) return subjects;
  note(`${SUBJECTS_FILE} leaves out ${unlisted.length} presentations: bounds are over presentations, not over people.`);
  return null;
}

/** The list may be another program's. */
function readable(folder: string, note: (line: string) => void): ReadonlyMap<string, string> | null {
  try {
    return readSubjects(folder);
  } catch (error) {
    if (!isFaceError(error)) throw error;
    note(`${error.message}: bounds are over presentations, not over people.`);
    return null;
  }
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

function outcomeOf(state: CaptureState, policy: Policy): PadOutcome {
  return detectPresentationAttack(livenessEvidence(state), policy).outcome;
}

const outcomeRank = { ATTACK: 0, INCONCLUSIVE: 1, BONA_FIDE: 2 } as const satisfies Record<PadOutcome, number>;

/** Presentations are ranked by their outcome, and within one outcome by the cues of their frames. */
function rankOf({ outcome, cues }: Shown): number {
  return outcomeRank[outcome] + (cues.get('frames') ?? 0) / 2;
}
