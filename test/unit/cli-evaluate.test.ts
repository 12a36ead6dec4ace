import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { passive } from '../../src/biometrics/built-in-policies.js';
import { defaultPolicySettings } from '../../src/biometrics/policy.js';
import type { Doors } from '../../src/cli/doors.js';
import { runCommand } from '../../src/cli/program.js';
import { manifestFor } from '../../src/compose.js';
import { type Config, readConfig } from '../../src/config/config.js';
import { FaceError } from '../../src/errors.js';
import { policyDocuments } from '../../src/recognition/policy-documents.js';
import { identity, observation, sampleOf } from '../support/observations.js';
import { ScriptedObserver } from '../support/scripted-observer.js';

/** `face-engine evaluate …` over made-up people: what it says, writes and ends with. */

let observer: ScriptedObserver;
let asked: { readonly keep: boolean[]; readonly policies: (string | null)[]; closed: number };
let out: string;

beforeEach(async () => {
  observer = new ScriptedObserver(mkdtempSync(join(tmpdir(), 'face-engine-evaluate-')));
  out = join(observer.folder, 'out');
  asked = { keep: [], policies: [], closed: 0 };
  for (let i = 0; i < 40; i++) {
    for (let k = 0; k < 2; k++) {
      const embedding = sampleOf(identity(i + 1), 1000 * (i + 1) + k);
      await observer.put(`images/p${i}/${k}.jpg`, observation({ embedding }));
    }
  }
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(observer.folder, { recursive: true, force: true });
});

const refused = () => Promise.reject(new Error('this command needs no such thing'));
const doors: Doors = {
  config: (flags) => readConfig({}, flags),
  open: refused,
  serve: refused,
  diagnose: () => {
    throw new Error('this command needs no such thing');
  },
  evaluation: (_, { keep }) => {
    asked.keep.push(keep);
    const close = () => Promise.resolve(void (asked.closed += 1));
    return Promise.resolve({ observer, close });
  },
  policy: (_, name) => {
    asked.policies.push(name);
    if (name === 'nobody') return Promise.reject(new FaceError('POLICY_UNKNOWN', 'no policy has this name'));
    return Promise.resolve(passive(defaultPolicySettings));
  },
};

async function ran(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const into = (name: 'out' | 'err') => (chunk: unknown) => ((said[name] += String(chunk)), true);
  jest.spyOn(process.stdout, 'write').mockImplementation(into('out'));
  jest.spyOn(process.stderr, 'write').mockImplementation(into('err'));
  const manifest = (config: Config) => manifestFor(config.models);
  const code = await runCommand(['evaluate', ...argv], { version: '1.2.3', doors, manifest });
  jest.restoreAllMocks();
  return { code, ...said };
}

const evaluated = (what: string, ...argv: string[]) =>
  ran(what, '--data', observer.folder, '--bootstrap', '20', ...argv);

async function ranJson(what: string, ...argv: string[]): Promise<{ code: number; value: Record<string, unknown> }> {
  const { code, out: text } = await evaluated(what, '--json', ...argv);
  expect(text).toMatch(/^\{[^\n]*\}\n$/);
  return { code, value: JSON.parse(text) as Record<string, unknown> };
}

const jsonAt = (name: string) => JSON.parse(readFileSync(join(out, name), 'utf8')) as Record<string, unknown>;

test('pairs gives one object with every figure, or a table', async () => {
  const { code, value } = await ranJson('pairs');
  expect(code).toBe(0);
  expect(value).toMatchObject({ kind: 'pairs', mode: 'all-pairs', accuracy: 1, mated: 40, nonMated: 3120 });
  expect(value).toMatchObject({
    accuracy: 1,
    eer: 0,
    fnmrAtFmr: { '1e-2': 0, '1e-3': null },
    tarAtFmr: { '1e-2': 1, '1e-3': null },
    bounds: { eer: { low: 0 }, fnmrAtFmr: { '1e-2': { low: 0 }, '1e-3': null }, tarAtFmr: { '1e-2': { high: 1 } } },
  });
  for (const field of ['pairs', 'eer', 'fnmrAtFmr', 'tarAtFmr', 'similarityFmr', 'comparisonSeconds', 'det']) {
    expect(value).toHaveProperty(field);
  }
  expect(Object.keys(value['similarityFmr'] as object)).toEqual(['0.60', '0.70', '0.80', '0.90']);
  const human = await evaluated('pairs');
  expect(human.code).toBe(0);
  expect(human.out).toContain('40 mated and 3120 non-mated comparisons');
  expect(human.out).toContain('promised FMR');
  expect(human.out).toContain('too few');
  expect(asked).toEqual({ keep: [true, true], policies: [], closed: 2 });
});

test('all pairs are compared, or the list that is named; accuracy is over the one in the folder', async () => {
  const list = 'mated,a,b\n1,p0/0.jpg,p0/1.jpg\n0,p0/0.jpg,p1/0.jpg\n';
  writeFileSync(join(observer.folder, 'pairs.csv'), list);
  expect((await ranJson('pairs')).value).toMatchObject({ mode: 'all-pairs', pairs: 3160 });
  expect((await ranJson('pairs', '--pairs', 'pairs.csv')).value).toMatchObject({ mode: 'list', pairs: 2 });
  expect((await ranJson('pairs', '--all-pairs')).value).toMatchObject({ mode: 'all-pairs', pairs: 3160 });
  const other = join(observer.folder, 'other.csv');
  writeFileSync(other, `${list}0,p2/0.jpg,p3/0.jpg\n`);
  expect((await ranJson('pairs', '--pairs', other)).value).toMatchObject({ mode: 'list', pairs: 3 });
  const both = await evaluated('pairs', '--pairs', other, '--all-pairs');
  expect(both).toMatchObject({ code: 64, out: '' });
});

test('groups and label errors are read where they are named', async () => {
  writeFileSync(join(observer.folder, 'groups.csv'), 'identity,sex\np0,f\np1,f\np2,m\n');
  writeFileSync(join(observer.folder, 'errors.json'), '{"samePerson":[["p0","p1"]]}');
  const { value } = await ranJson('pairs', '--label-errors', join(observer.folder, 'errors.json'));
  expect(value).toMatchObject({ disputed: 4, groups: [{ group: 'sex=f' }, { group: 'sex=m', identities: 1 }] });
  const human = await evaluated('pairs');
  expect(human.out).toMatch(/sex=m +1 +0 +too few/);
});

test('search counts one to many', async () => {
  const { code, value } = await ranJson('search', '--seed', '9');
  expect(code).toBe(0);
  expect(value).toMatchObject({ kind: 'search', gallerySize: 20, matedSearches: 20, nonMatedSearches: 40 });
  expect(value).toMatchObject({ resampling: { replicates: 20, seed: 9 } });
  expect((await evaluated('search')).out).toContain('20 enrolled, 20 mated and 40 non-mated searches');
});

test('pad judges by the built-in policy, or the one that is named', async () => {
  for (let i = 0; i < 3; i++) {
    await observer.put(`still/bona-fide/${i}.jpg`, observation({ liveness: 0.9 }));
    await observer.put(`still/print/${i}.jpg`, observation({ liveness: 0.1 }));
  }
  const folder = join(observer.folder, 'still');
  const argv = ['pad', '--data', folder, '--bootstrap', '20'];
  const result = await ran(...argv, '--json');
  expect(JSON.parse(result.out)).toMatchObject({ kind: 'pad', stills: true, apcer: { print: { rate: 0 } } });
  const { out } = await ran(...argv, '--policy', 'high-security');
  expect(out).toMatch(/print +APCER +0\.00 %/);
  expect(out).toMatch(/cue +area under ROC +BPCER +APCER print +measured/);
  expect(out).toMatch(/tiny-net +0\.5000 +0\.00 % +100\.00 % +6/);
  expect(out).toMatch(/frames +1\.0000 +0\.00 % +0\.00 % +6/);
  expect(out).toMatch(/decision +1\.0000 +0\.00 % +0\.00 % +6/);
  expect((await ran(...argv, '--policy', 'nobody', '--json')).out).toContain('POLICY_UNKNOWN');
  expect(asked.policies).toEqual([null, 'high-security', 'nobody']);
  expect(asked.closed).toBe(2);
});

test('quality says what pictures are like', async () => {
  const { code, value } = await ranJson('quality');
  expect(code).toBe(0);
  expect(value).toMatchObject({ kind: 'quality', pictures: 80 });
  expect((await evaluated('quality')).out).toContain('Sharpness');
});

test('results and reports are written where they are asked for', async () => {
  const report = join(observer.folder, 'report.html');
  const { err } = await evaluated('pairs', '--out', out, '--report', report);
  expect(jsonAt('evaluation-pairs.json')).toMatchObject({ kind: 'pairs', mated: 40 });
  const page = readFileSync(report, 'utf8');
  expect(page).toMatch(/^<!doctype html>/);
  expect(page).not.toContain('data:image');
  expect(err).toContain(`written: ${report}`);
  // The files hold no picture: a report does without those it cannot read.
  expect(await evaluated('pairs', '--report', report, '--with-images')).toMatchObject({ code: 0 });
  expect(await evaluated('pairs', '--with-images')).toMatchObject({ code: 65 });
});

test('a list may be named as it lies in the folder of the data', async () => {
  writeFileSync(join(observer.folder, 'own-list.csv'), 'mated,a,b\n1,p0/0.jpg,p0/1.jpg\n0,p1/0.jpg,p2/0.jpg\n');
  expect((await ranJson('pairs', '--pairs', 'own-list.csv')).value).toMatchObject({ mode: 'list', pairs: 2 });
});

test('what could not be written in the end is refused before any picture is looked at', async () => {
  const file = join(observer.folder, 'file');
  writeFileSync(file, '');
  for (const argv of [
    ['--out', join(file, 'out')],
    ['--report', join(file, 'report.html')],
  ]) {
    const { code, err } = await evaluated('search', ...argv);
    expect({ code, looked: observer.asked.size }).toEqual({ code: 65, looked: 0 });
    expect(err).toContain('nothing can be written into the folder');
  }
  const report = join(observer.folder, 'new/folder/report.html');
  expect(await evaluated('search', '--report', report)).toMatchObject({ code: 0 });
  expect(readdirSync(dirname(report))).toEqual(['report.html']);
});

test('a calibration comes with the policy it is for', async () => {
  const argv = ['--calibrate', '--fewer-pairs', '--out', out, '--floor-fmr', '0.03', '--accept-fmr', '1e-5'];
  const { code, err } = await evaluated('pairs', ...argv);
  expect(code).toBe(0);
  expect(err).toContain('stands on 3120 non-mated comparisons');
  expect(jsonAt('calibration-fake.json')).toMatchObject({
    embedding: 'fake',
    modelId: observer.modelId,
    calibration: { nonMatedPairs: 3120 },
  });
  const document = policyDocuments.parse(jsonAt('policy-passive.json'));
  expect(document).toMatchObject({ name: 'passive', similarityAcceptMin: 0.9 });
  expect(document.similarityFloor).toBeCloseTo(0.4 - 0.1 * Math.log10(0.03), 6);
  expect(asked.policies).toEqual(['passive']);
});

test('too few comparisons for a calibration are refused before any picture is looked at', async () => {
  const { code, err } = await evaluated('pairs', '--calibrate', '--out', out);
  expect({ code, looked: observer.asked.size, written: existsSync(out) }).toEqual({
    code: 65,
    looked: 0,
    written: false,
  });
  expect(err).toContain('there are 3120');
});

test('what is measured is kept, unless told not to', async () => {
  await evaluated('search');
  await evaluated('search', '--no-cache');
  expect(asked.keep).toEqual([true, false]);
});

test.each([
  ['no folder', ['pairs']],
  ['no number', ['pairs', '--data', '.', '--bootstrap', 'many']],
  ['no seed', ['search', '--data', '.', '--seed', '-1']],
  ['no rate', ['pairs', '--data', '.', '--floor-fmr', '2']],
  ['an unknown evaluation', ['guess']],
])('%s is a wrong command line', async (_, argv) => {
  expect(await ran(...argv)).toMatchObject({ code: 64, out: '' });
});

test('a wrong folder or list is wrong data, and says what was expected', async () => {
  expect(await ran('pairs', '--data', join(observer.folder, 'none'), '--json')).toMatchObject({ code: 65 });
  writeFileSync(join(observer.folder, 'pairs.csv'), 'mated,a,b\n1,p0/0.jpg,p99/0.jpg\n');
  const { code, err } = await evaluated('pairs');
  expect(code).toBe(65);
  expect(err).toContain('pairs.csv, line 2: the second picture is none of');
  expect(err).not.toContain('p99');
});

test('engine and cache are closed when an evaluation fails', async () => {
  await observer.put('images/p0/9.jpg', new FaceError('WORKER_LOST', 'a worker was lost'));
  expect(await evaluated('pairs')).toMatchObject({ code: 70 });
  expect(asked.closed).toBe(1);
});
