import { createServer, type AddressInfo } from 'node:net';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestFor } from '../../src/compose.js';
import { readConfig } from '../../src/config/config.js';
import { resolvePack } from '../../src/models/packs.js';
import { dataFolder, endServices, faces, newKey, runToEnd, START_MS_MAX, startService } from '../support/service.js';

/** The command as somebody runs it, on real pictures; test/unit/cli.test.ts has the many cases. */

jest.setTimeout(2 * START_MS_MAX);

const settings = { BIOMETRIC_TEMPLATE_KEY: newKey(), DEFAULT_POLICY: 'comparison-only' };
let folder: string;
let data: string[];

beforeAll(async () => {
  folder = await dataFolder();
  data = ['--data-dir', join(folder, 'data')];
  const [his, others] = await Promise.all([faces(0, 0, 7), faces(5, 0, 2)]);
  const put = (name: string, images: readonly Buffer[]) => {
    mkdirSync(join(folder, name));
    images.forEach((image, index) => writeFileSync(join(folder, name, `${index}.jpg`), image));
  };
  put('enrolment', his.slice(0, 5));
  put('probe', his.slice(5));
  put('others', others);
  writeFileSync(join(folder, 'broken.jpg'), 'no picture at all');
}, START_MS_MAX);
afterAll(endServices, START_MS_MAX);

const at = (name: string) => join(folder, name);

/** @returns the exit code, and the one object on standard output */
async function json(argv: readonly string[], more: Record<string, string> = {}) {
  const { code, out, err } = await runToEnd([...argv, '--json'], { ...settings, ...more });
  const lines = out.split('\n');
  expect({ lines: lines.length, last: lines.at(-1), err }).toEqual({ lines: 2, last: '', err });
  return { code, value: JSON.parse(lines[0]!) as Record<string, unknown>, err };
}

test('enrol, verify, look and delete, each in a process of its own', async () => {
  const enrolled = await json(['enroll', 'ada', at('enrolment'), ...data]);
  expect(enrolled).toMatchObject({ code: 0, value: { enrolled: true, framesAccepted: 5 } });
  const mated = await json(['verify', 'ada', at('probe'), ...data]);
  expect(mated).toMatchObject({ code: 0, value: { outcome: 'ACCEPT' } });
  const other = await json(['verify', 'ada', at('others/0.jpg'), ...data]);
  expect(other).toMatchObject({ code: 1, value: { outcome: 'REJECT' } });
  const still = await json([
    'verify',
    'ada',
    ...Array<string>(6).fill(at('probe/0.jpg')),
    '--policy',
    'passive',
    '--fps',
    '5',
    ...data,
  ]);
  expect(still).toMatchObject({ code: 2, value: { outcome: 'RE_VERIFY', reasons: ['STREAM_FROZEN'] } });
  const unmoved = await json(['check-liveness', ...Array<string>(6).fill(at('probe/0.jpg')), '--fps', '5', ...data], {
    DEFAULT_POLICY: 'passive',
  });
  expect(unmoved).toMatchObject({ code: 2, value: { outcome: 'INCONCLUSIVE', reasons: ['STREAM_FROZEN'] } });
  expect(await json(['check-liveness', at('probe'), ...data])).toMatchObject({
    code: 65,
    value: { error: { code: 'BAD_FIELD' } },
  });
  expect((await json(['subjects', 'show', 'ada', ...data])).value).toMatchObject({ templates: [{ version: 1 }] });
  expect(await json(['subjects', 'delete', 'ada', ...data])).toMatchObject({ code: 0, value: { templatesDeleted: 1 } });
  const human = await runToEnd(['subjects', 'list', ...data], settings);
  expect(human.out).toBe('subject  created\n───────  ───────\n');
});

test('a command beside a running server works on its database, ends, and leaves it running', async () => {
  const service = await startService({ dataDir: at('data'), settings });
  expect(await json(['subjects', 'create', 'bob', ...data])).toMatchObject({ code: 0, value: { subjectId: 'bob' } });
  const again = await json(['subjects', 'create', 'bob', ...data]);
  expect(again).toMatchObject({ code: 65, value: { error: { code: 'SUBJECT_EXISTS' } } });
  const { subjects } = await service.client.subjects.list({ pageSize: 10 });
  expect(subjects).toMatchObject([{ subjectId: 'bob' }]);
  expect((await json(['subjects', 'delete', 'bob', ...data])).code).toBe(0);
  expect(await service.stop()).toBe(0);
});

test('folders are compared: he with himself, and with others', async () => {
  const { code, out } = await runToEnd(['compare', at('probe'), at('others')], settings);
  expect(code).toBe(0);
  const [header, , ...rows] = out.trimEnd().split('\n');
  expect(header).toMatch(/^first +second +similarity +score +outcome +reasons$/);
  expect(rows).toHaveLength(4);
  for (const row of rows) expect(row).toContain('REJECT');
  expect((await json(['compare', at('probe/0.jpg'), at('others/0.jpg')])).code).toBe(1);
  expect(await json(['compare', at('probe/0.jpg'), at('broken.jpg')])).toMatchObject({ code: 65 });
});

test('without keys nothing is enrolled', async () => {
  const sealed = await json(['enroll', 'ada', at('enrolment'), ...data], { BIOMETRIC_TEMPLATE_KEY: '' });
  expect(sealed).toMatchObject({ code: 69, value: { error: { code: 'KEYS_SEALED' } } });
});

test('the doctor finds what is wrong, and the command says that a database is not there', async () => {
  expect(await json(['doctor', ...data])).toMatchObject({ code: 0, value: { healthy: true } });
  const secret = 'correct-horse-battery';
  const unreachable = { DATABASE_URL: `postgres://ada:${secret}@127.0.0.1:1/none` };
  const sick = await json(['doctor', ...data], unreachable);
  expect(sick).toMatchObject({ code: 69, value: { healthy: false } });
  const absent = await json(['subjects', 'list'], unreachable);
  expect(absent).toMatchObject({ code: 69, value: { error: { code: 'STORE_DOWN' } } });
  const malformed = await json(['doctor', ...data], { DATABASE_URL: `postgres://ada:${secret}@[bad/none` });
  expect(malformed).toMatchObject({ code: 78, value: { error: { code: 'CONFIG' } } });
  expect(JSON.stringify([sick, absent, malformed])).not.toContain(secret);
});

test('the embedding must have the dimension that is asked for', async () => {
  const { models } = readConfig({}, { dev: false, insecure: false, configFile: null, overrides: {} });
  const { dimension } = resolvePack(manifestFor(models), models.pack).embedding;
  const compared = ['compare', at('probe/0.jpg'), at('probe/1.jpg')];
  expect((await json(compared, { EMBEDDING_DIM: String(dimension) })).code).toBe(0);
  const wrong = await json(compared, { EMBEDDING_DIM: '100' });
  expect(wrong.code).toBe(78);
  expect(wrong.err).toContain(`EMBEDDING_DIM must be ${dimension}`);
});

test('a service whose port is taken says so and leaves nothing running', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  const { code, value } = await json(['serve', '--port', String(port), ...data]);
  taken.close();
  expect({ code, value }).toMatchObject({ code: 78, value: { error: { code: 'CONFIG' } } });
  expect(JSON.stringify(value)).toContain('API_PORT');
});
