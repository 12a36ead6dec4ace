import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { shown, table } from '../../src/cli/terminal.js';
import { type FaceClient, exchange, faceClient } from '../../test/support/grpc-client.js';
import { projectRoot, startPrivateServer } from '../support/private-server.js';
import { type Cast, type Person, type Shot, castOfDemo, castOfFolder } from './people.js';

/**
 * npm run demo [-- --json] [-- --images DIR]
 *
 * Enrols people over streaming gRPC on a private server, lets them and others claim to be them, and shows every
 * decision with its reasons. The same stills are then streamed under the `passive` policy, which must not accept them:
 * a still picture is a presentation attack.
 */
const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, images: { type: 'string' } },
});

interface Row {
  readonly subject: string;
  readonly shows: string;
  readonly policy: string;
  readonly expected: string;
  readonly outcome: string;
  readonly reasons: readonly string[];
  readonly similarity: number | null;
  readonly asExpected: boolean;
}

async function main(): Promise<void> {
  const cast = options.images === undefined ? castOfDemo(demoPicture) : await castOfFolder(options.images);
  const server = await startPrivateServer({
    REVEAL_SCORES: 'true',
    ENROLLMENT_MIN_SAMPLES: String(cast.samplesMin),
  });
  const client = faceClient(server.address);
  try {
    const enrolments = await Promise.all(cast.enrolled.map((person) => enrol(client, person)));
    const rows: Row[] = [];
    for (const person of cast.enrolled) rows.push(...(await claims(client, person, cast)));
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

async function enrol(client: FaceClient, { name, enrolment }: Person) {
  note(`enrolling ${name} from ${enrolment.length} pictures`);
  const config = { subjectId: name, policy: 'comparison-only' };
  const { answers, status } = await exchange(client.enroll(), await messages({ config }, enrolment));
  const result = answers.at(-1)?.enrollResult;
  if (!result) throw new Error(`enrolment of ${name} ended with status ${status.code}: ${status.details}`);
  return {
    subject: name,
    enrolled: result.enrolled,
    reasons: result.reasons.map(short),
    frames: result.framesAccepted,
  };
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
    const decided = await verify(client, person.name, shots, policy);
    const asExpected = expected === 'not ACCEPT' ? decided.outcome !== 'ACCEPT' : decided.outcome === expected;
    rows.push({ ...decided, shows: `${who} ${labelOf(shots)}`, expected, asExpected });
  }
  return rows;
}

function labelOf(shots: readonly Shot[]): string {
  return shots.length > 4 ? `(${shots.length} frames)` : shots.map(({ label }) => label).join(' ');
}

type Decided = Omit<Row, 'shows' | 'expected' | 'asExpected'>;

async function verify(client: FaceClient, subject: string, shots: readonly Shot[], policy: string): Promise<Decided> {
  const { answers, status } = await exchange(
    client.verify(),
    await messages({ config: { subjectId: subject, policy } }, shots),
  );
  const decision = answers.at(-1)?.decision;
  if (!decision) throw new Error(`a claim ended with status ${status.code}: ${status.details}`);
  const { outcome, reasons, scores } = decision;
  return {
    subject,
    policy,
    outcome: short(outcome),
    reasons: reasons.map(short),
    similarity: scores?.similarity ?? null,
  };
}

/** The config, every picture as a frame, the end: what a client sends. */
async function messages<C extends object>(config: C, shots: readonly Shot[]) {
  const images = await Promise.all(shots.map((shot) => shot.bytes()));
  const frames = shots.map(({ format }, index) => ({
    frame: { sequence: index + 1, format, image: Buffer.from(images[index] ?? []) },
  }));
  return [config, ...frames, { end: {} }];
}

const short = (name: string): string => name.replace(/^(OUTCOME|REASON)_/, '');

function print(
  enrolments: readonly { subject: string; enrolled: boolean; frames: number }[],
  rows: readonly Row[],
  unexpected: number,
): void {
  for (const { subject, enrolled, frames } of enrolments) {
    console.log(enrolled ? `${subject} enrolled from ${frames} frames` : `${subject} could not be enrolled`);
  }
  const cells = rows.map((row) => [
    row.subject,
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
