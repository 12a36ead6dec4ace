import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { repository } from '../../bench/support/packs.js';
import { readConfig } from '../../src/config/config.js';
import { createKeyFile } from '../../src/crypto/key-providers.js';
import { openEvaluation } from '../../src/open-evaluation.js';
import { createLog } from '../../src/telemetry/log.js';
import { everything, hasDemoPicture, tile } from '../support/pipeline-engine.js';

/** Evaluations that are killed and go on: real processes, real records. */

const PICTURES = 40;
const program = join(__dirname, '../support/evaluation-process.js');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'face-engine-evaluation-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const inFolder = (name: string): string => join(folder, name);

/** Generated pictures: the engine of these processes looks at nothing but their length. */
async function makePictures(): Promise<void> {
  await mkdir(inFolder('pictures'));
  for (let i = 0; i < PICTURES; i++) {
    const name = `${String(i).padStart(3, '0')}.jpg`;
    await writeFile(join(inFolder('pictures'), name), Buffer.concat([Buffer.of(0xff, 0xd8, 0xff), Buffer.alloc(i)]));
  }
  await createKeyFile(inFolder('key'));
}

interface Run {
  readonly measured: string[];
  /** Name and width. */
  readonly done: Map<string, string>;
  readonly notes: string[];
}

interface Running {
  readonly child: ChildProcess;
  readonly run: Run;
  readonly exited: Promise<unknown>;
}

function start(pauseMs: number): Running {
  const child = spawn(
    process.execPath,
    [program, inFolder('pictures'), inFolder('cache'), inFolder('key'), String(pauseMs)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const run: Run = { measured: [], done: new Map(), notes: [] };
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    const [what, name = '', width = ''] = line.split(' ');
    if (what === 'measuring') run.measured.push(name);
    else if (what === 'done') run.done.set(name, width);
    else run.notes.push(line);
  });
  return { child, run, exited: Promise.all([once(child, 'exit'), once(lines, 'close')]) };
}

async function whole(pauseMs = 0): Promise<Run> {
  const { run, exited } = start(pauseMs);
  await exited;
  return run;
}

/** Kills the process without a warning once so many pictures are through. */
async function killedAfter(count: number): Promise<Run> {
  const { child, run, exited } = start(20);
  child.stdout?.on('data', () => {
    if (run.done.size >= count) child.kill('SIGKILL');
  });
  await exited;
  expect(child.signalCode).toBe('SIGKILL');
  return run;
}

const widths = new Map(
  Array.from({ length: PICTURES }, (_, i) => [`${String(i).padStart(3, '0')}.jpg`, String(3 + i)]),
);

test('killed again and again, an evaluation measures nothing twice that was through', async () => {
  await makePictures();
  const through = new Set<string>();
  for (const count of [8, 16, 24]) {
    const run = await killedAfter(count);
    expect(run.measured.filter((name) => through.has(name))).toEqual([]);
    for (const name of run.done.keys()) through.add(name);
    expect(run.notes).toEqual([]);
  }
  const last = await whole();
  expect(last.measured.filter((name) => through.has(name))).toEqual([]);
  expect(last.measured.length).toBeLessThanOrEqual(PICTURES - through.size);
  expect(last.done).toEqual(widths);
  const again = await whole();
  expect(again.measured).toEqual([]);
  expect(again.done).toEqual(widths);
  expect(again.notes).toEqual([]);
});

test('two processes at one time do not harm each other, and a third finds what either measured', async () => {
  await makePictures();
  const both = await Promise.all([whole(2), whole(3)]);
  for (const run of both) expect(run.done).toEqual(widths);
  const third = await whole();
  expect(third.measured).toEqual([]);
  expect(third.done).toEqual(widths);
  expect(third.notes).toEqual([]);
});

test('a new key measures everything again, with one note', async () => {
  await makePictures();
  await whole();
  await rm(inFolder('key'));
  await createKeyFile(inFolder('key'));
  const run = await whole();
  expect(run.measured).toHaveLength(PICTURES);
  expect(run.notes).toHaveLength(1);
});

(hasDemoPicture ? describe : describe.skip)('with real networks (needs the demo picture in models/cache)', () => {
  const configOf = (environment: Record<string, string>) =>
    readConfig(
      {
        FACE_DATA_DIR: inFolder('data'),
        FACE_MODELS_CACHE: join(repository, 'models/cache'),
        ENGINE_WORKERS: '1',
        ...environment,
      },
      { dev: false, insecure: false, configFile: null, overrides: {} },
    );
  const { signal } = new AbortController();
  const kept = (): string[] => readdirSync(inFolder('data/evaluation'));

  async function seen(path: string, keep: boolean, environment: Record<string, string> = {}) {
    const notes: string[] = [];
    const options = { keep, tell: () => undefined, note: (text: string) => notes.push(text) };
    const opened = await openEvaluation(configOf(environment), createLog('silent'), options);
    try {
      return { observation: await opened.observer.observe(path, everything, signal), notes };
    } finally {
      await opened.close();
    }
  }

  test('without any key configured it makes one for itself, and opens no database', async () => {
    const path = inFolder('face.png');
    await tile(0, 0).png().toFile(path);
    const first = await seen(path, true);
    expect(first.observation.face?.embedding).not.toBeNull();
    const key = inFolder('data/keys/evaluation.key');
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(readdirSync(inFolder('data/keys'))).toEqual(['evaluation.key']);
    expect(readdirSync(inFolder('data')).sort()).toEqual(['evaluation', 'keys']);
    expect(kept()).toHaveLength(1);
    const second = await seen(path, true);
    expect(second.observation).toEqual(first.observation);
    expect(second.notes).toEqual([]);
    // It would have made a file of its own for anything it measured.
    expect(kept()).toHaveLength(1);
    const content = await readFile(key, 'latin1');
    await rm(key);
    const third = await seen(path, true);
    expect(third.notes).toHaveLength(1);
    expect(await readFile(key, 'latin1')).not.toBe(content);
  }, 120_000);

  test('with a template key configured no other is made, and nothing is kept when nothing is to be', async () => {
    const path = inFolder('face.png');
    await tile(0, 0).png().toFile(path);
    await seen(path, false);
    expect(existsSync(inFolder('data'))).toBe(false);
    await seen(path, true, { BIOMETRIC_TEMPLATE_KEY: '0123456789abcdef'.repeat(4) });
    expect(existsSync(inFolder('data/keys'))).toBe(false);
    expect(kept()).toHaveLength(1);
  }, 120_000);
});
