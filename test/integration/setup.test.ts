import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Set-up, run as a user runs it, on a project of one source and an addon of one text file. It shares the packages of
 * this checkout, so nothing is fetched.
 */

const checkout = join(__dirname, '../../..');
const READY = /^Everything is ready \(\d+\.\d s\)\.\n$/;

const CMAKE = `cmake_minimum_required(VERSION 3.18)
project(tiny LANGUAGES NONE)
file(WRITE \${CMAKE_BINARY_DIR}/Release/face_engine.node "tiny")
`;
const TSCONFIG = {
  compilerOptions: {
    target: 'es2023',
    module: 'node16',
    types: [],
    rootDir: '.',
    outDir: 'dist',
    incremental: true,
    tsBuildInfoFile: 'dist/.tsbuildinfo',
  },
  include: ['src'],
};

let folder: string;
/** A project on which set-up has run. */
let base: string;
let projects = 0;

const sha256Of = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

function makeProject(): string {
  const project = join(folder, 'base');
  const write = (path: string, content: unknown) => {
    writeFileSync(join(project, path), typeof content === 'string' ? content : JSON.stringify(content));
  };
  for (const room of ['src', 'models/cache', 'native/core']) mkdirSync(join(project, room), { recursive: true });
  cpSync(join(checkout, 'scripts'), join(project, 'scripts'), { recursive: true });
  cpSync(join(checkout, 'package-lock.json'), join(project, 'package-lock.json'));
  symlinkSync(join(checkout, 'node_modules'), join(project, 'node_modules'));
  write('package.json', {
    name: 'tiny',
    version: '1.0.0',
    engines: { node: '>=20.17' },
    binary: { napi_versions: [8] },
  });
  write('tsconfig.json', TSCONFIG);
  write('CMakeLists.txt', CMAKE);
  write('src/one.ts', 'export const one = 1;\n');
  write('src/two.ts', 'export const two = 2;\n');
  write('models/manifest.json', '{}');
  write('models/cache/setup.json', {
    manifest: sha256Of(join(project, 'models/manifest.json')),
    script: sha256Of(join(project, 'scripts/prepare-models.mjs')),
    files: [],
  });
  return project;
}

function copyOfBase(): string {
  const project = join(folder, `project-${++projects}`);
  cpSync(base, project, { recursive: true, verbatimSymlinks: true });
  return project;
}

const script = (project: string) => join(project, 'scripts/setup.mjs');
/** Without the variables that would change what set-up does. */
const environment = (more: Readonly<Record<string, string>> = {}) => {
  const unwanted = new Set(['CXX', 'FACE_SETUP_YES', 'npm_execpath']);
  const rest = Object.entries(process.env).filter(([name]) => !unwanted.has(name));
  return { ...Object.fromEntries(rest), ...more };
};

function setUp(project: string, more?: Readonly<Record<string, string>>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script(project)], {
    env: environment(more),
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** A set-up in the background, and what it has said so far. */
function start(project: string) {
  const child: ChildProcess = spawn(process.execPath, [script(project)], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { text: '' };
  const heard = new Set<() => void>();
  const keep = (chunk: Buffer) => {
    said.text += chunk.toString();
    for (const listener of heard) listener();
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const saying = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const check = () => {
        if (pattern.test(said.text)) resolve();
      };
      heard.add(check);
      void ended.then(() => reject(new Error(`set-up ended without saying ${String(pattern)}: ${said.text}`)));
      check();
    });
  return { said, ended, saying };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'face-engine-setup-test-'));
  base = makeProject();
  const first = setUp(base);
  expect(first).toMatchObject({ status: 0, stderr: '' });
  expect(first.stdout).toMatch(/^TypeScript +\d+\.\d s\nnative part +\d+\.\d s\nEverything is ready/);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('a second run finds nothing to do', () => {
  expect(setUp(base)).toEqual({ status: 0, stderr: '', stdout: expect.stringMatching(READY) as string });
});

test('a changed source is compiled, and the output of a removed one goes', () => {
  const project = copyOfBase();
  writeFileSync(join(project, 'src/one.ts'), 'export const one = 11;\n');
  rmSync(join(project, 'src/two.ts'));
  expect(setUp(project).stdout).toMatch(/^TypeScript +\d+\.\d s\nEverything/);
  expect(readFileSync(join(project, 'dist/src/one.js'), 'utf8')).toContain('one = 11');
  expect(existsSync(join(project, 'dist/src/two.js'))).toBe(false);
});

test('output that something else changed is written anew', () => {
  const project = copyOfBase();
  writeFileSync(join(project, 'dist/src/one.js'), 'damaged');
  expect(setUp(project).status).toBe(0);
  expect(readFileSync(join(project, 'dist/src/one.js'), 'utf8')).toContain('one = 1');
});

test('a mistake in a source is shown, and is no success the next time either', () => {
  const project = copyOfBase();
  writeFileSync(join(project, 'src/one.ts'), 'export const one: string = 1;\n');
  for (const attempt of [setUp(project), setUp(project)]) {
    expect(attempt.status).toBe(1);
    expect(attempt.stderr).toContain(
      "src/one.ts(1,14): error TS2322: Type 'number' is not assignable to type 'string'.",
    );
  }
});

test('a missing model is fetched again rather than believed', () => {
  const project = copyOfBase();
  writeFileSync(join(project, 'models/manifest.json'), '{"changed":true}');
  const { status, stderr } = setUp(project);
  expect(status).toBe(1);
  expect(stderr).toContain('The models could not be prepared');
});

test('one sentence says which build tools are missing and how to get them', () => {
  const project = copyOfBase();
  writeFileSync(join(project, 'native/core/new.h'), '');
  const programs = join(project, 'programs');
  mkdirSync(programs);
  writeFileSync(join(programs, 'apt-get'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  const { status, stderr } = setUp(project, { PATH: programs });
  const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
  expect(stderr).toBe(
    `The native part cannot be built, because a C++ compiler, cmake and make are missing: run \`${sudo}apt-get update && ${sudo}apt-get install -y g++ cmake make\`, then npm run setup again.\n`,
  );
  expect(status).toBe(1);
});

test('the end of the log of a failed native build is shown', () => {
  const project = copyOfBase();
  writeFileSync(join(project, 'CMakeLists.txt'), `${CMAKE}message(FATAL_ERROR "the reason")\n`);
  const { status, stderr } = setUp(project);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^The native part did not build; the end of its log:\n[\s\S]*the reason/);
});

test('the lock outlives the build folder that cmake-js removes after a failure', () => {
  const project = copyOfBase();
  // The second attempt, in a new folder, goes on for longer than a beat of the lock.
  const slow = `if(EXISTS \${CMAKE_SOURCE_DIR}/tried)
  execute_process(COMMAND \${CMAKE_COMMAND} -E sleep 3)
endif()
file(WRITE \${CMAKE_SOURCE_DIR}/tried "")
`;
  writeFileSync(join(project, 'CMakeLists.txt'), `${CMAKE}${slow}message(FATAL_ERROR "the reason")\n`);
  const { status, stderr } = setUp(project);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^The native part did not build; the end of its log:\n[\s\S]*the reason/);
  expect(existsSync(join(project, '.setup.lock'))).toBe(false);
});

test('two at once do the work once', async () => {
  const project = copyOfBase();
  writeFileSync(join(project, 'src/one.ts'), 'export const one = 111;\n');
  const runs = [start(project), start(project)];
  expect(await Promise.all(runs.map(({ ended }) => ended))).toEqual([0, 0]);
  const said = runs.map(({ said }) => said.text).join('');
  expect(said.match(/^TypeScript /gm)).toHaveLength(1);
  expect(existsSync(join(project, '.setup.lock'))).toBe(false);
});

test('a set-up waits while another works', async () => {
  const project = copyOfBase();
  rmSync(join(project, 'dist'), { recursive: true });
  const lock = join(project, '.setup.lock');
  writeFileSync(lock, JSON.stringify({ token: 'other', pid: process.pid, host: hostname() }));
  const waiting = start(project);
  await waiting.saying(/Waiting for another set-up in this folder \(process \d+\)\./);
  expect(existsSync(join(project, 'dist'))).toBe(false);
  rmSync(lock);
  expect(await waiting.ended).toBe(0);
  expect(existsSync(join(project, 'dist/src/one.js'))).toBe(true);
});

test('the lock of a set-up that was killed is taken over', () => {
  const project = copyOfBase();
  rmSync(join(project, 'dist'), { recursive: true });
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(join(project, '.setup.lock'), JSON.stringify({ token: 'dead', pid, host: hostname() }));
  expect(setUp(project).status).toBe(0);
  expect(existsSync(join(project, '.setup.lock'))).toBe(false);
});
