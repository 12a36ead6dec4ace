import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { shown, table } from '../../src/cli/terminal.js';
import { type FaceClient, faceClient } from '../../test/support/grpc-client.js';
import { projectRoot, startPrivateServer } from '../support/private-server.js';
import { checkLiveness, type Decided, enrol, type Enrolled, type Stream, verify } from './calls.js';
import { type Cast, type Person, type Shot, castOfDemo, castOfFolder } from './people.js';
import { type Sequences, sequencesIn } from './sequences.js';

/**
 * npm run demo [-- --json] [-- --images DIR] [-- --sequences DIR]
 *
 * Enrols people over streaming gRPC on a private server, lets them and others claim to be them, and shows every
 * decision with its reasons. The same stills are then streamed under the `passive` policy, which must not accept them:
 * a still picture is a presentation attack. Where recordings are at hand, a person and a printed photograph of that person
 * are streamed too.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    images: { type: 'string' },
    sequences: { type: 'string' },
  },
});

interface Row extends Decided {
  readonly call: 'Verify' | 'CheckLiveness';
  /** Null where nobody is claimed. */
  readonly subject: string | null;
  readonly shows: string;
  readonly policy: string;
  readonly expected: string;
  readonly asExpected: boolean;
}

async function main(): Promise<void> {
  const cast = options.images === undefined ? castOfDemo(demoPicture) : await castOfFolder(options.images);
  const sequences = await sequencesIn(options.sequences);
  if (!sequences) note('no recorded streams are at hand (--sequences DIR names some): their scenes are left out');
  const server = await startPrivateServer({
    REVEAL_SCORES: 'true',
    ENROLLMENT_MIN_SAMPLES: String(cast.samplesMin),
  });
  const client = faceClient(server.address);
  try {
    const enrolments = await Promise.all(cast.enrolled.map((person) => enrolPerson(client, person)));
    const rows: Row[] = [];
    for (const person of cast.enrolled) rows.push(...(await claims(client, person, cast)));
    if (sequences) {
      enrolments.push(await enrolRecorded(client, sequences));
      rows.push(...(await recordedScenes(client, sequences)));
    }
    const unexpected =
      rows.filter(({ asExpected }) => !asExpected).length + enrolments.filter(({ enrolled }) => !enrolled).length;
    if (options.json) console.log(JSON.stringify({ enrolments, decisions: rows, unexpected }));
    else print(enrolments, rows, unexpected);
    process.exitCode = unexpected === 0 ? 0 : 1;
  } finally {
    client.close();
    await server.stop();
  }
}

const demoPicture = join(projectRoot, 'models/cache/demo/screenshot-facematch.jpg');

function enrolPerson(client: FaceClient, { name, enrolment }: Person): Promise<Enrolled> {
  note(`enrolling ${name} from ${enrolment.length} pictures`);
  return enrol(client, { subject: name, policy: 'comparison-only' }, stills(enrolment));
}

/** Frames of a stream at the times at which they come. */
function stills(shots: readonly Shot[]): Stream {
  return { shots, intervalMs: null };
}

/** One claim of the demo's script. */
interface Scene {
  readonly shots: readonly Shot[];
  readonly who: string;
  readonly policy: 'comparison-only' | 'passive';
  readonly expected: 'ACCEPT' | 'REJECT' | 'not ACCEPT';
}

function scenesOf(person: Person, { enrolled, strangers }: Cast): Scene[] {
  const others = enrolled.filter((other) => other !== person).flatMap(({ captures }) => captures.slice(0, 1));
  const scene = (who: string, policy: Scene['policy'], expected: Scene['expected']) => (shots: readonly Shot[]) => ({
    shots,
    who,
    policy,
    expected,
  });
  return [
    ...person.captures.map(scene('same', 'comparison-only', 'ACCEPT')),
    ...[...strangers, ...others].map(scene('other', 'comparison-only', 'REJECT')),
    ...person.captures.map(scene('still of same', 'passive', 'not ACCEPT')),
    scene('slideshow of same', 'passive', 'not ACCEPT')(person.captures.flat()),
    scene(
      'slow slideshow of same',
      'passive',
      'not ACCEPT',
    )(person.captures.flat().flatMap((shot) => [shot, shot, shot])),
  ];
}

async function claims(client: FaceClient, person: Person, cast: Cast): Promise<Row[]> {
  note(`verifying claims to be ${person.name}`);
  const rows: Row[] = [];
  for (const { shots, who, policy, expected } of scenesOf(person, cast)) {
    const claim = { subject: person.name, policy };
    const decided = await verify(client, claim, stills(shots));
    const asExpected = expected === 'not ACCEPT' ? decided.outcome !== 'ACCEPT' : decided.outcome === expected;
    rows.push({ call: 'Verify', ...claim, ...decided, shows: `${who} ${labelOf(shots)}`, expected, asExpected });
  }
  return rows;
}

function labelOf(shots: readonly Shot[]): string {
  return shots.length > 4 ? `(${shots.length} frames)` : shots.map(({ label }) => label).join(' ');
}

const RECORDED_POLICY = 'passive';
/** Fewer frames show too little of life to enrol under a policy that asks for it. */
const ENROLMENT_FRAMES_MIN = 25;

function enrolRecorded(client: FaceClient, { name, enrolment }: Sequences): Promise<Enrolled> {
  note(`enrolling ${name} from a stream of ${enrolment.shots.length} frames`);
  const policy = enrolment.shots.length < ENROLMENT_FRAMES_MIN ? 'comparison-only' : RECORDED_POLICY;
  return enrol(client, { subject: name, policy }, enrolment);
}

/** The person passes and a print of the person does not, with a claim and without one. */
async function recordedScenes(client: FaceClient, { name, bonaFide, print: printed }: Sequences): Promise<Row[]> {
  note(`streaming ${name}, and a print of ${name}`);
  const rows: Row[] = [];
  const scenes = [
    { who: 'same person live', stream: bonaFide, claimed: 'ACCEPT', checked: 'BONA_FIDE' },
    { who: 'print of same', stream: printed, claimed: 'REJECT', checked: 'ATTACK' },
  ] as const;
  for (const { who, stream, claimed, checked } of scenes) {
    const shared = { shows: `${who} ${labelOf(stream.shots)}`, policy: RECORDED_POLICY };
    const claim = await verify(client, { subject: name, policy: RECORDED_POLICY }, stream);
    const check = await checkLiveness(client, RECORDED_POLICY, stream);
    rows.push(
      { call: 'Verify', subject: name, ...shared, ...expecting(claimed, claim) },
      { call: 'CheckLiveness', subject: null, ...shared, ...expecting(checked, check) },
    );
  }
  return rows;
}

function expecting(expected: string, decided: Decided) {
  return { ...decided, expected, asExpected: decided.outcome === expected };
}

function print(enrolments: readonly Enrolled[], rows: readonly Row[], unexpected: number): void {
  for (const { subject, enrolled, frames } of enrolments) {
    console.log(enrolled ? `${subject} enrolled from ${frames} frames` : `${subject} could not be enrolled`);
  }
  const cells = rows.map((row) => [
    row.subject ?? '–',
    row.shows,
    row.policy,
    row.expected,
    row.asExpected ? row.outcome : `${row.outcome} (!)`,
    shown(row.similarity),
    row.reasons.join(', '),
  ]);
  console.log(
    table(['claims to be', 'picture shows', 'policy', 'expected', 'decision', 'similarity', 'reasons'], cells).join(
      '\n',
    ),
  );
  console.log(`${rows.length} decisions, ${unexpected} not as expected`);
}

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

void main();
