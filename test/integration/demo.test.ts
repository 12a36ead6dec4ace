import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sequencesIn } from '../../bench/demo/sequences.js';
import { projectRoot } from '../../bench/support/private-server.js';
import { bareEnvironment, START_MS_MAX } from '../support/service.js';

/** The first thing somebody runs: it must show what it says it shows. */

interface Decision {
  readonly call: string;
  readonly subject: string | null;
  readonly shows: string;
  readonly expected: string;
  readonly outcome: string;
  readonly policy: string;
}

interface Told {
  readonly enrolments: readonly { readonly subject: string; readonly enrolled: boolean }[];
  readonly decisions: readonly Decision[];
  readonly unexpected: number;
}

let told: Told & { readonly code: number | null; readonly lines: number };

beforeAll(async () => {
  const demo = spawn(process.execPath, [join(projectRoot, 'dist/bench/demo/demo.js'), '--json'], {
    cwd: projectRoot,
    env: bareEnvironment(),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let out = '';
  demo.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  const [code] = (await once(demo, 'close')) as [number | null];
  told = { ...(JSON.parse(out) as Told), code, lines: out.trimEnd().split('\n').length };
}, 2 * START_MS_MAX);

test('every decision of the demo is as expected', () => {
  const { enrolments, decisions, unexpected, code, lines } = told;
  expect({ code, unexpected, lines }).toEqual({ code: 0, unexpected: 0, lines: 1 });
  expect(enrolments[0]).toMatchObject({ subject: 'demo-man', enrolled: true });
  const count = (expected: string, outcome: string) =>
    decisions.filter((row) => row.expected === expected && row.outcome === outcome).length;
  expect(count('ACCEPT', 'ACCEPT')).toBeGreaterThanOrEqual(5);
  expect(count('REJECT', 'REJECT')).toBeGreaterThanOrEqual(15);
});

test('no stills pass for a living person', () => {
  const stills = told.decisions.filter(({ policy, subject }) => policy === 'passive' && subject === 'demo-man');
  expect(stills.length).toBeGreaterThanOrEqual(8);
  expect(stills.map(({ outcome }) => outcome)).not.toContain('ACCEPT');
});

const recordings = existsSync(join(projectRoot, '../shared/data/nuaa-dev'));

(recordings ? test : test.skip)(
  'a person who is there passes, a print of the same person does not (needs recordings beside the checkout)',
  () => {
    const { enrolments, decisions } = told;
    const name = enrolments[1]?.subject ?? '';
    expect(enrolments[1]).toMatchObject({ subject: expect.stringMatching(/^recorded-/) as string, enrolled: true });
    const streams = decisions.slice(-4);
    expect(streams.map(({ call, subject, policy, outcome }) => [call, subject, policy, outcome])).toEqual([
      ['Verify', name, 'passive', 'ACCEPT'],
      ['CheckLiveness', null, 'passive', 'BONA_FIDE'],
      ['Verify', name, 'passive', 'REJECT'],
      ['CheckLiveness', null, 'passive', 'ATTACK'],
    ]);
  },
);

describe('recordings of a folder', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'face-engine-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const session = async (name: string, frames = 1) => {
    await mkdir(join(folder, name), { recursive: true });
    for (let i = 0; i < frames; i++) await writeFile(join(folder, name, `${String(i).padStart(3, '0')}.jpg`), name);
  };

  test('are those of the first person with two sessions and a print, at most twelve seconds of each', async () => {
    for (const name of ['bona-fide/0001_1', 'print/0001_1', 'bona-fide/0002_1', 'bona-fide/0002_2'])
      await session(name);
    for (const name of ['bona-fide/0003_2', 'bona-fide/0003_1', 'print/0003_9']) await session(name, 70);
    const found = await sequencesIn(folder);
    expect(found?.name).toBe('recorded-0003');
    const seen = [found?.enrolment, found?.bonaFide, found?.print].map((stream) => stream?.shots ?? []);
    expect(seen.map((shots) => shots.length)).toEqual([60, 60, 60]);
    const firsts = seen.flatMap((shots) => shots.slice(0, 1));
    const bytes = await Promise.all(firsts.map((shot) => shot.bytes()));
    expect(bytes.map(String)).toEqual(['bona-fide/0003_2', 'bona-fide/0003_1', 'print/0003_9']);
  });

  test('must be there when the folder is named', async () => {
    await session('bona-fide/0001_1');
    await session('print/0001_1');
    await expect(sequencesIn(folder)).rejects.toThrow('two folders bona-fide/SESSION and one print/SESSION');
    await expect(sequencesIn(join(folder, 'none'))).rejects.toThrow('must hold');
  });
});
