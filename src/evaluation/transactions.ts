import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { calibration as calibrationOf } from '../biometrics/calibration.js';
import { advance, emptyCapture, type CaptureState } from '../biometrics/capture-session.js';
import { judgeClaim, type Rules } from '../biometrics/claim.js';
import { comparisonScore } from '../biometrics/embedding.js';
import { pooledEmbedding, poolOf } from '../biometrics/evidence.js';
import type { ModalityQualities, ModalityScores } from '../biometrics/fusion.js';
import type { Measurements, Observation } from '../biometrics/observation.js';
import type { Policy, Purpose } from '../biometrics/policy.js';
import { FaceError } from '../errors.js';
import { BONA_FIDE_FOLDER, FRAME_INTERVAL_MS, readCaptures, type Presentation } from './data/captures.js';
import { badLine, readCsv } from './data/csv.js';
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

const wanted: Measurements = { embedding: true, formerEmbedding: false, liveness: true, eyes: true };

interface Session {
  readonly label: string;
  readonly subject: string;
  readonly observations: readonly Observation[];
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
  const sessions = await readSessions(observer, folder, options);
  const enrolled = sessions
    .filter(({ label }) => label === BONA_FIDE_FOLDER)
    .flatMap((session) => enrolledFrom(session, rules) ?? []);
  return sessions.flatMap((session) =>
    streamsOf(session, rules).flatMap((state) =>
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

function enrolledFrom(session: Session, { policy, calibration }: Rules): Enrolled | null {
  let state = emptyCapture;
  for (const [index, observation] of session.observations.entries()) {
    if (state.samples.length >= ENROLLED_FRAMES) break;
    state = observed(state, observation, index, { policy, purpose: 'enrolment' });
  }
  const embedding = pooledEmbedding(poolOf(state, SAME_PERSON_MIN, calibration), state);
  return embedding && { session, embedding };
}

function streamsOf({ observations }: Session, { policy }: Rules): CaptureState[] {
  const count = Math.max(1, Math.floor(observations.length / STREAM_FRAMES));
  return Array.from({ length: count }, (_, stream) =>
    observations
      .slice(stream * STREAM_FRAMES, (stream + 1) * STREAM_FRAMES)
      .reduce((state, seen, index) => observed(state, seen, index, { policy, purpose: 'verification' }), emptyCapture),
  );
}

type Plan = { readonly policy: Policy; readonly purpose: Purpose };

function observed(state: CaptureState, observation: Observation, index: number, plan: Plan): CaptureState {
  return advance(state, { kind: 'observed', atMs: index * FRAME_INTERVAL_MS, observation }, plan);
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

async function readSessions(
  observer: PictureObserver,
  folder: string,
  { signal, progress }: TransactionOptions,
): Promise<Session[]> {
  const subjects = readSubjects(folder);
  const { bonaFide, attacks } = readCaptures(folder);
  const labelled = [...[[BONA_FIDE_FOLDER, bonaFide] as const], ...attacks].flatMap(([label, presentations]) =>
    presentations.flatMap((presentation) => {
      const subject = subjects.get(`${label}/${presentation.name}`);
      return subject === undefined ? [] : [{ label, subject, presentation }];
    }),
  );
  progress.start(
    labelled.reduce((sum, { presentation }) => sum + presentation.frames.length, 0),
    'pictures',
  );
  try {
    const sessions: Session[] = [];
    for (const { label, subject, presentation } of labelled) {
      const observations = await observeAll(observer, presentation, { signal, progress });
      sessions.push({ label, subject, observations });
    }
    return sessions;
  } finally {
    progress.end();
  }
}

async function observeAll(
  observer: PictureObserver,
  { frames }: Presentation,
  { signal, progress }: Pick<TransactionOptions, 'signal' | 'progress'>,
): Promise<Observation[]> {
  const seen: Observation[] = [];
  const pending = frames.entries();
  const work = async (): Promise<void> => {
    for (const [index, path] of pending) {
      seen[index] = await observer.observe(path, wanted, signal);
      progress.step();
    }
  };
  await Promise.all(Array.from({ length: observer.workers + 2 }, work));
  return seen;
}

/** Subject by `LABEL/SESSION`. */
function readSubjects(folder: string): Map<string, string> {
  const path = join(folder, 'sessions.csv');
  if (!existsSync(path)) {
    throw new FaceError('BAD_FIELD', `${folder} must hold sessions.csv with the columns label,subject,session`);
  }
  const { header, lines } = readCsv(path);
  const columns = ['label', 'subject', 'session'].map((name) => header.indexOf(name));
  if (columns.includes(-1)) throw badLine(path, 1, 'the columns label, subject and session are expected');
  return new Map(
    lines.map(({ number, fields }) => {
      const [label, subject, session] = columns.map((column) => fields[column]);
      if (!label || !subject || !session) throw badLine(path, number, 'a label, a subject and a session are expected');
      return [`${label}/${session}`, subject];
    }),
  );
}
