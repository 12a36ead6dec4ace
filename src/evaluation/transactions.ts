import { calibration as calibrationOf } from '../biometrics/calibration.js';
import { advance, emptyCapture, type CaptureState } from '../biometrics/capture-session.js';
import { judgeClaim, type Rules } from '../biometrics/claim.js';
import { comparisonScore } from '../biometrics/embedding.js';
import { pooledEmbedding, poolOf } from '../biometrics/evidence.js';
import type { ModalityQualities, ModalityScores } from '../biometrics/fusion.js';
import type { Policy } from '../biometrics/policy.js';
import { FaceError } from '../errors.js';
import { BONA_FIDE_FOLDER, readCaptures, type Presentation } from './data/captures.js';
import { readSubjects, SUBJECTS_FILE } from './data/subjects.js';
import { FRAME_INTERVAL_MS, watchCapture } from './measuring/watch-capture.js';
import type { PictureObserver, Progress } from './ports.js';

/** Verifications made of labelled sessions, each with what fusion gets to see of it. */

export interface Transaction {
  /** Whom the frames show, or whose picture. */
  readonly subject: string;
  readonly claimed: string;
  /** `genuine`, `impostor`, or the species of an attack. */
  readonly label: string;
  readonly scores: ModalityScores;
  readonly qualities: ModalityQualities;
}

export const GENUINE = 'genuine';
export const IMPOSTOR = 'impostor';

export interface TransactionOptions {
  /** One that checks liveness. */
  readonly policy: Policy;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Five seconds of a camera that is looked at five times a second. */
const STREAM_FRAMES = 25;
/** As enroll.ts: samples of a template, and how alike they must be. */
const ENROLLED_FRAMES = 10;
const SAME_PERSON_MIN = 0.7;

const wanted = { embedding: true, formerEmbedding: false, liveness: true, eyes: true } as const;

interface Session {
  readonly label: string;
  readonly subject: string;
  /** Of a bona fide session that will do for one. */
  readonly template: Float32Array | null;
  readonly streams: readonly CaptureState[];
}

interface Enrolled {
  readonly session: Session;
  readonly embedding: Float32Array;
}

/**
 * DIR/sessions.csv (label,subject,session,…) beside DIR/LABEL/SESSION/*.jpg, of which `bona-fide` is one.
 *
 * Genuine: streams of a bona fide session against a template of another session of the same person. Impostor: against
 * each other person. Attack: streams of the other labels against the person they show. No frame is passed over for
 * its liveness here: fusion is to see what an attack scores.
 *
 * @throws FaceError BAD_FIELD for a folder laid out otherwise
 */
export async function transactionsOf(
  observer: PictureObserver,
  folder: string,
  options: TransactionOptions,
): Promise<Transaction[]> {
  const rules: Rules = { policy: lenient(options.policy), calibration: calibrationOf(observer.calibration) };
  const sessions = await readSessions(observer, folder, rules, options);
  const enrolled = sessions.flatMap((session) => (session.template ? [{ session, embedding: session.template }] : []));
  return sessions.flatMap((session) =>
    session.streams.flatMap((state) =>
      referencesFor(session, enrolled).flatMap(({ reference, label }) => {
        const { subject } = session;
        const seen = comparedWith(state, reference.embedding, rules);
        return seen ? [{ subject, claimed: reference.session.subject, label, ...seen }] : [];
      }),
    ),
  );
}

function lenient(policy: Policy): Policy {
  const { verification, enrolment } = policy.gates;
  return { ...policy, gates: { enrolment, verification: { ...verification, livenessMin: 0 } } };
}

/** The first session of each person stands for him, but a genuine claim is compared with another session than its own. */
function referencesFor(session: Session, enrolled: readonly Enrolled[]): { reference: Enrolled; label: string }[] {
  const first = new Map<string, Enrolled>();
  for (const reference of enrolled) {
    const { subject } = reference.session;
    if (reference.session !== session && !first.has(subject)) first.set(subject, reference);
  }
  const bonaFide = session.label === BONA_FIDE_FOLDER;
  return [...first.values()].flatMap((reference) => {
    const own = reference.session.subject === session.subject;
    if (!bonaFide) return own ? [{ reference, label: session.label }] : [];
    return [{ reference, label: own ? GENUINE : IMPOSTOR }];
  });
}

async function templateOf(look: Look, { frames }: Presentation): Promise<Float32Array | null> {
  const { observer, rules, signal } = look;
  const plan = { policy: rules.policy, purpose: 'enrolment' } as const;
  let state = emptyCapture;
  for (const path of frames) {
    if (state.samples.length >= ENROLLED_FRAMES) break;
    const observation = await observer.observe(path, { ...wanted, motion: null }, signal);
    state = advance(state, { kind: 'observed', atMs: state.framesSeen * FRAME_INTERVAL_MS, observation }, plan);
  }
  return pooledEmbedding(poolOf(state, SAME_PERSON_MIN, rules.calibration), state);
}

/** Every STREAM_FRAMES pictures are one, what is left is left out unless it is all. */
async function streamsOf(look: Look, { frames }: Presentation): Promise<CaptureState[]> {
  const { observer, rules, signal, progress } = look;
  const plan = { policy: rules.policy, purpose: 'verification' } as const;
  const streams: CaptureState[] = [];
  for (let start = 0; start === 0 || start + STREAM_FRAMES <= frames.length; start += STREAM_FRAMES) {
    const paths = frames.slice(start, start + STREAM_FRAMES);
    streams.push(await watchCapture(paths, { observer, plan, wanted, signal, seen: () => progress.step() }));
  }
  return streams;
}

/** Null for a stream of which no frame would do. */
function comparedWith(
  state: CaptureState,
  reference: Float32Array,
  rules: Rules,
): Pick<Transaction, 'scores' | 'qualities'> | null {
  const scores = state.tracker.embeddings.map((embedding) => comparisonScore(embedding, reference));
  const { similarity, evidence } = judgeClaim(
    state,
    { scores, decoy: false, depth: { scores: [], decoy: true } },
    rules,
  );
  if (similarity === null) return null;
  const { liveness, pad, qualities } = evidence;
  return { scores: { rgb: similarity, depth: null, liveness, motion: pad?.motion ?? null }, qualities };
}

interface Look extends Pick<TransactionOptions, 'signal' | 'progress'> {
  readonly observer: PictureObserver;
  readonly rules: Rules;
}

async function readSessions(
  observer: PictureObserver,
  folder: string,
  rules: Rules,
  { signal, progress }: TransactionOptions,
): Promise<readonly Session[]> {
  const subjects = readSubjects(folder);
  if (subjects === null) {
    throw new FaceError('BAD_FIELD', `${folder} must hold ${SUBJECTS_FILE} with the columns label,subject,session`);
  }
  const { bonaFide, attacks } = readCaptures(folder);
  const labelled = [...[[BONA_FIDE_FOLDER, bonaFide] as const], ...attacks].flatMap(([label, presentations]) =>
    presentations.flatMap((presentation) => {
      const subject = subjects.get(`${label}/${presentation.name}`);
      return subject === undefined ? [] : [{ label, subject, presentation }];
    }),
  );
  const look: Look = { observer, rules, signal, progress };
  const sessions = new Array<Session>(labelled.length);
  const pending = labelled.entries();
  const work = async (): Promise<void> => {
    for (const [index, { label, subject, presentation }] of pending) {
      const template = label === BONA_FIDE_FOLDER ? await templateOf(look, presentation) : null;
      sessions[index] = { label, subject, template, streams: await streamsOf(look, presentation) };
    }
  };
  progress.start(
    labelled.reduce((sum, { presentation }) => sum + presentation.frames.length, 0),
    'pictures',
  );
  try {
    await Promise.all(Array.from({ length: observer.workers + 2 }, work));
    return sessions;
  } finally {
    progress.end();
  }
}
