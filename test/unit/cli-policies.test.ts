import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLine } from '../support/command-line.js';
import { rules } from '../support/policies.js';

/** face-engine policies, over fakes. */

const folder = mkdtempSync(join(tmpdir(), 'face-engine-policies-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function fileOf(content: unknown): string {
  const path = join(folder, `${++files}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const command = commandLine();
const { ran, ranJson } = command;

test('the list shows every version, and what it lacks', async () => {
  const { code, value } = await ranJson('policies', 'list');
  expect(code).toBe(0);
  expect((value['policies'] as { policyVersion: string }[]).map(({ policyVersion }) => policyVersion)).toEqual([
    'comparison-only@1',
    'passive@1',
    'active@1',
    'sensor@1',
    'high-security@1',
  ]);
  const { out } = await ran('policies', 'list');
  expect(out).toMatch(/^passive@1 +active +passive +0\.80 +built in$/m);
  expect(out).toMatch(/^active@1 +unusable .*This server is a fake\.$/m);
  expect(command.world.needs).toEqual(['store', 'store']);
});

test('what show prints is what create takes', async () => {
  const { out, err } = await ran('policies', 'show', 'passive');
  expect(JSON.parse(out)).toEqual(rules());
  expect(err).toContain('passive@1 is active');
  const { code, value } = await ranJson('policies', 'create', fileOf(out));
  expect(code).toBe(0);
  expect(value).toMatchObject({ policyVersion: 'passive@2', active: false, builtIn: false, document: rules() });
  const shown = await ranJson('policies', 'show', 'passive@2');
  expect(shown.value).toEqual(value);
});

test('a version is activated by its name', async () => {
  await ranJson('policies', 'create', fileOf(rules({ name: 'door' })));
  const { code, out } = await ran('policies', 'activate', 'door@1');
  expect({ code, out }).toEqual({ code: 0, out: 'door@1 is active\n' });
  expect((await ranJson('policies', 'show', 'door')).value).toMatchObject({ active: true });
});

test('a version or a file is simulated, from a time on', async () => {
  const { code, value } = await ranJson('policies', 'simulate', 'passive@1', '--since', '2026-01-31T00:00:00Z');
  expect(code).toBe(0);
  expect(value).toMatchObject({ policyVersion: 'passive@1', captures: 10 });
  const { out } = await ran('policies', 'simulate', fileOf(rules({ name: 'draft' })));
  expect(out).toMatch(/^draft over 10 captures, of which 2 say nothing about it$/m);
  expect(out).toMatch(/^ACCEPT +RE_VERIFY +3$/m);
  expect(out).toMatch(/^SIMILARITY_INCONCLUSIVE +3$/m);
  expect(command.world.recognition.simulations).toEqual([
    { policy: { name: 'passive', version: 1, settingsDigest: null }, recordedAfter: new Date('2026-01-31T00:00:00Z') },
    { policy: rules({ name: 'draft' }), recordedAfter: null },
  ]);
});

const { acceptMin, ...withoutAcceptMin } = rules();

test.each<[what: string, argv: () => string[], code: string, told: string]>([
  ['no file', () => ['create', join(folder, 'none.json')], 'BAD_FIELD', 'cannot be read'],
  ['no JSON', () => ['create', fileOf('{')], 'BAD_FIELD', 'JSON'],
  ['a large file', () => ['create', fileOf(' '.repeat(65 * 1024))], 'BAD_FIELD', '65536 bytes'],
  ['a missing rule', () => ['create', fileOf(withoutAcceptMin)], 'BAD_FIELD', 'acceptMin: '],
  ['a misspelt rule', () => ['create', fileOf({ ...rules(), acceptMinn: acceptMin })], 'BAD_FIELD', 'acceptMinn'],
  ['rules out of range', () => ['create', fileOf(rules({ acceptMin: 2 }))], 'BAD_FIELD', 'document.accept_min must'],
  ['no version', () => ['activate', 'passive'], 'BAD_FIELD', 'NAME@VERSION'],
  ['a version that is not there', () => ['activate', 'passive@7'], 'POLICY_UNKNOWN', 'No policy'],
  ['rules this server lacks something for', () => ['activate', 'sensor@1'], 'POLICY_INACTIVE', 'This server'],
])('%s is data that is wrong', async (_, argv, code, told) => {
  const answer = await ranJson('policies', ...argv());
  expect(answer).toMatchObject({ code: 65, value: { error: { code } } });
  expect(answer.err).toContain(told);
});

test('a time that is none is a command line that is wrong', async () => {
  expect((await ranJson('policies', 'simulate', 'passive@1', '--since', 'yesterday')).code).toBe(64);
});
