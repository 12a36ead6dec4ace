import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome, PadOutcome } from '../../src/biometrics/outcome.js';
import { FaceError, type FaceErrorCode } from '../../src/errors.js';
import { commandLine } from '../support/command-line.js';

/** The command over fakes: what it says, where, and what it ends with. */

const folder = mkdtempSync(join(tmpdir(), 'face-engine-cli-'));
const at = (name: string) => join(folder, name);
const put = (name: string): string => {
  writeFileSync(at(name), name);
  return at(name);
};
const [a, b] = [put('a.jpg'), put('b.png')];
mkdirSync(at('many'));
for (const name of ['many/2.jpg', 'many/10.webp', 'many/1.JPEG', 'many/notes.txt']) put(name);
mkdirSync(at('empty'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const command = commandLine();
const { ran, ranJson } = command;

function deciding(outcome: Outcome): void {
  const verify = command.world.recognition.verify.bind(command.world.recognition);
  command.world.recognition.verify = async function* (...args) {
    return { ...(yield* verify(...args)), outcome };
  };
  const compare = command.world.recognition.compare.bind(command.world.recognition);
  command.world.recognition.compare = async (...args) => ({ ...(await compare(...args)), outcome });
}

function findingLiveness(outcome: PadOutcome, asked: unknown[]): void {
  const check = command.world.recognition.checkLiveness.bind(command.world.recognition);
  command.world.recognition.checkLiveness = async function* (request, ...rest) {
    asked.push(request);
    return { ...(yield* check(request, ...rest)), outcome };
  };
}

test.each([
  ['ACCEPT', 0],
  ['REJECT', 1],
  ['RE_VERIFY', 2],
] as const)('%s ends with %i, for a claim and for a comparison', async (outcome, code) => {
  deciding(outcome);
  for (const argv of [
    ['verify', 'ada', a],
    ['compare', a, b],
  ]) {
    const json = await ranJson(...argv);
    expect({ code: json.code, outcome: json.value['outcome'] }).toEqual({ code, outcome });
    const human = await ran(...argv);
    expect(human.code).toBe(code);
    expect(human.out).toContain(outcome);
    expect(() => JSON.parse(human.out) as unknown).toThrow();
  }
  expect(command.world.closed).toBe(4);
});

test.each([
  ['BONA_FIDE', 0],
  ['ATTACK', 1],
  ['INCONCLUSIVE', 2],
] as const)('%s ends with %i', async (outcome, code) => {
  const asked: unknown[] = [];
  findingLiveness(outcome, asked);
  const json = await ranJson('check-liveness', a, b, '--policy', 'high-security');
  expect({ code: json.code, value: json.value }).toMatchObject({ code, value: { outcome, blinks: 1, framesSeen: 2 } });
  expect(json.err).toContain('frame 2 was passed over: BLURRED');
  const human = await ran('check-liveness', a);
  expect(human.code).toBe(code);
  expect(human.out).toBe(`${outcome}  LIVENESS_SHOWN\nliveness 0.970, motion –, blinks 1, 1 of 1 frames, passive@1\n`);
  expect(asked).toEqual([{ policy: 'high-security' }, { policy: null }]);
  expect(command.world.closed).toBe(2);
});

test('enrolment says what it took, and ends with 0', async () => {
  const { code, value, err } = await ranJson('enroll', 'ada', a, b, '--policy', 'comparison-only', '--replace');
  expect(code).toBe(0);
  expect(value).toMatchObject({ enrolled: true, templateId: 'template-of-ada', framesSeen: 2 });
  expect(command.world.recognition.enrolments).toEqual([
    { subjectId: 'ada', policy: 'comparison-only', replace: true, requestId: null, picturesDigest: null },
  ]);
  expect(err).toContain('frame 2 was passed over: BLURRED');
  expect((await ran('enroll', 'ada', a)).out).toMatch(/^enrolled from 1 of 1 frames; template template-of-ada/);
});

test('an enrolment that will not do ends with 1', async () => {
  const enroll = command.world.recognition.enroll.bind(command.world.recognition);
  command.world.recognition.enroll = async function* (...args) {
    return { ...(yield* enroll(...args)), enrolled: false, templateId: null, reasons: ['QUALITY_LOW'] };
  };
  expect((await ranJson('enroll', 'ada', a)).code).toBe(1);
  expect((await ran('enroll', 'ada', a)).out).toContain('not enrolled: QUALITY_LOW');
});

test('a folder gives its pictures in name order, a second apart unless --fps says otherwise', async () => {
  await ranJson('enroll', 'ada', at('many'), b);
  const shown = () => command.world.recognition.frames.splice(0);
  const frames = shown();
  expect(frames.map(({ image }) => [image.format, Buffer.from(image.data).toString()])).toEqual([
    ['JPEG', 'many/1.JPEG'],
    ['WEBP', 'many/10.webp'],
    ['JPEG', 'many/2.jpg'],
    ['PNG', 'b.png'],
  ]);
  expect(frames.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
  const steps = (all: typeof frames) => all.slice(1).map((frame, i) => frame.capturedAtMs - all[i]!.capturedAtMs);
  expect(steps(frames)).toEqual([1000, 1000, 1000]);
  await ranJson('verify', 'ada', at('many'), '--fps', '25');
  expect(steps(shown())).toEqual([40, 40]);
  await ranJson('check-liveness', at('many'), '--fps', '5');
  expect(steps(shown())).toEqual([200, 200]);
  await ranJson('check-liveness', at('many'));
  expect(steps(shown())).toEqual([1000, 1000]);
});

test('folders are compared picture by picture', async () => {
  const { code, value } = await ranJson('compare', at('many'), a);
  expect(code).toBe(0);
  expect(value['comparisons']).toHaveLength(3);
  const { out } = await ran('compare', at('many'), a);
  expect(out.trimEnd().split('\n')).toHaveLength(5);
});

test('what a command opens is no more than it needs', async () => {
  await ran('compare', a, b);
  await ran('subjects', 'list');
  await ran('verify', 'ada', a);
  expect(command.world.needs).toEqual(['engine', 'store', 'all']);
  expect(command.world.closed).toBe(3);
});

test('the life of a subject', async () => {
  expect((await ranJson('subjects', 'create', 'ada')).value).toMatchObject({ subjectId: 'ada' });
  await ran('enroll', 'bob', a);
  const { subjects } = (await ranJson('subjects', 'list')).value as { subjects: { subjectId: string }[] };
  expect(subjects.map(({ subjectId }) => subjectId)).toEqual(['ada', 'bob']);
  expect((await ran('subjects', 'list')).out).toMatch(/^subject +created\n─+ {2}─+\nada +\d{4}-/);
  const shown = (await ranJson('subjects', 'show', 'bob')).value;
  expect(shown).toMatchObject({ subjectId: 'bob', templates: [{ templateId: 'template-of-bob' }] });
  expect((await ran('subjects', 'show', 'bob')).out).toContain('template-of-bob');
  for (const id of ['ada b', 'ädä', '', 'x'.repeat(129)])
    for (const verb of ['enroll', 'verify', 'subjects create'])
      expect(await ranJson(...verb.split(' '), id, ...(verb.includes(' ') ? [] : [a]))).toMatchObject({ code: 65 });
  expect((await ranJson('subjects', 'delete', 'bob')).value).toMatchObject({ subjectId: 'bob', templatesDeleted: 1 });
  const gone = await ranJson('subjects', 'show', 'bob');
  expect(gone).toMatchObject({ code: 65, value: { error: { code: 'SUBJECT_UNKNOWN' } } });
});

test('packs are listed; one that is not there is an input that is wrong', async () => {
  const { code, value } = await ranJson('models', 'list');
  expect({ code, first: (value['packs'] as { name: string }[])[0]!.name }).toEqual({ code: 0, first: 'default' });
  expect((await ran('models', 'list')).out).toMatch(/^pack +size +licences +for\n/);
  for (const verb of ['verify', 'prepare']) {
    const { code: wrong, value: told } = await ranJson('models', verb, 'none');
    expect(wrong).toBe(65);
    expect(told).toMatchObject({ error: { code: 'BAD_FIELD' } });
  }
});

test('the doctor ends with 0 when nothing fails, and with 69 otherwise', async () => {
  command.world.findings = [
    { name: 'node', state: 'works', detail: 'v22' },
    { name: 'template key', state: 'warns', detail: 'a development key' },
  ];
  expect(await ranJson('doctor')).toMatchObject({ code: 0, value: { healthy: true } });
  command.world.findings.push({ name: 'database', state: 'fails', detail: 'gone' });
  expect(await ranJson('doctor')).toMatchObject({ code: 69, value: { healthy: false } });
  const { code, out, err } = await ran('doctor');
  expect({ code, out }).toEqual({ code: 69, out: '1 of 3 checks fail\n' });
  expect(err).toBe('✓ node: v22\n! template key: a development key\n✗ database: gone\n');
});

test('serve tells its port in one line, and what a licence wants said', async () => {
  expect(await ranJson('serve', '--port', '0')).toMatchObject({ code: 0, value: { host: '127.0.0.1', port: 4242 } });
  expect(await ran('serve')).toMatchObject({ out: expect.stringMatching(/^serving gRPC on 127\.0\.0\.1:4242 /) as string, err: 'for research\n' }); // prettier-ignore
});

const faults: [FaceErrorCode, number][] = [
  ['IMAGE_UNDECODABLE', 65],
  ['UNSUPPORTED_FORMAT', 65],
  ['IMAGE_TOO_LARGE', 65],
  ['TEMPLATE_EXISTS', 65],
  ['MODEL_MISMATCH', 65],
  ['KEYS_SEALED', 69],
  ['STORE_DOWN', 69],
  ['MODELS_LOADING', 69],
  ['OVERLOADED', 69],
  ['TEMPLATE_INTEGRITY', 70],
  ['INTERNAL', 70],
];

test.each(faults)('%s ends with %i, and what was opened is closed', async (faultCode, exit) => {
  command.world.recognition.onFrame = () => Promise.reject(new FaceError(faultCode, 'the sentence of the fault'));
  const { code, value, err } = await ranJson('verify', 'ada', a);
  expect({ code, value }).toEqual({
    code: exit,
    value: { error: { code: faultCode, message: 'the sentence of the fault' } },
  });
  expect(err).toBe('the sentence of the fault\n');
  expect(await ran('verify', 'ada', a)).toEqual({ code: exit, out: '', err: 'the sentence of the fault\n' });
  expect(command.world.closed).toBe(2);
});

test('an application that does not open ends the command with its code', async () => {
  command.world.openFault = new FaceError('STORE_DOWN', 'no database');
  expect((await ranJson('subjects', 'list')).code).toBe(69);
  command.world.openFault = new TypeError('ours');
  expect((await ranJson('subjects', 'list')).value).toMatchObject({ error: { code: 'INTERNAL' } });
});

test.each([
  ['no such file', ['verify', 'ada', at('none.jpg')], 'none.jpg'],
  ['an empty folder', ['enroll', 'ada', at('empty')], 'holds no'],
  ['no stream', ['check-liveness', at('none')], 'none'],
  ['no picture', ['compare', a, at('many/notes.txt')], '.jpg, .png or .webp'],
])('%s is data that is wrong', async (_, argv, told) => {
  const { code, value, err } = await ranJson(...argv);
  expect({ code, value }).toMatchObject({ code: 65, value: { error: { code: 'BAD_FIELD' } } });
  expect(err).toContain(told);
});

test.each([
  ['an unknown command', ['frobnicate']],
  ['an unknown option', ['compare', 'x', 'y', '--frobnicate']],
  ['a missing argument', ['verify', 'ada']],
  ['no picture', ['check-liveness']],
  ['a rate out of range', ['verify', 'ada', 'x', '--fps', '0']],
])('%s is a command line that is wrong', async (_, argv) => {
  const { code, value, err } = await ranJson(...argv);
  expect(code).toBe(64);
  expect(value).toMatchObject({ error: { code: 'USAGE', message: expect.stringMatching(/^error: /) as string } });
  expect(err).toContain('error: ');
  expect((await ran(...argv)).out).toBe('');
});

test('help is no mistake', async () => {
  const { code, out } = await ran('--help');
  expect(code).toBe(0);
  for (const command of ['serve', 'doctor', 'enroll', 'verify', 'check-liveness', 'compare', 'subjects', 'models']) {
    expect(out).toContain(command);
  }
});

test('a wrong configuration ends with 78 and tells every mistake', async () => {
  const config = at('config.json');
  writeFileSync(config, JSON.stringify({ API_PORT: 'x', DEVICE: 'tpu' }));
  const { code, value, err } = await ranJson('subjects', 'list', '--config', config);
  expect({ code, value }).toMatchObject({ code: 78, value: { error: { code: 'CONFIG' } } });
  for (const name of ['API_PORT', 'DEVICE']) expect(err).toContain(name);
});

test('flags are settings', async () => {
  await ran(
    'serve',
    '--dev',
    '--insecure',
    '--host',
    '0.0.0.0',
    '--port',
    '7',
    '--data-dir',
    'd',
    '--pack',
    'research',
  );
  expect(command.world.flags).toEqual([
    {
      dev: true,
      insecure: true,
      configFile: null,
      overrides: { API_HOST: '0.0.0.0', API_PORT: '7', FACE_DATA_DIR: 'd', MODEL_PACK: 'research' },
    },
  ]);
});
