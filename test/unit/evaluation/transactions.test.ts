import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { passive } from '../../../src/biometrics/built-in-policies.js';
import type { Observation } from '../../../src/biometrics/observation.js';
import { defaultPolicySettings } from '../../../src/biometrics/policy.js';
import { GENUINE, IMPOSTOR, transactionsOf } from '../../../src/evaluation/transactions.js';
import { alice, livePerson, mallory } from '../../support/observations.js';
import { CountedProgress, ScriptedObserver } from '../../support/scripted-observer.js';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'face-engine-transactions-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Two sessions of one person, a print of him, and one session of another. */
async function recorded(): Promise<ScriptedObserver> {
  const observer = new ScriptedObserver(folder);
  const sessions = { 'bona-fide/a1': alice, 'bona-fide/a2': alice, 'bona-fide/m1': mallory, 'print/a3': alice };
  for (const [session, person] of Object.entries(sessions)) {
    for (const [i, shown] of livePerson(person, 12).entries()) {
      const face = shown.face && { ...shown.face, chip: new Uint8Array(4).fill(1 + i) };
      await observer.put(`${session}/${i}.jpg`, { ...shown, face });
    }
  }
  const rows = Object.keys(sessions).map((session) => {
    const [label, name = ''] = session.split('/');
    return `${label},${name.slice(0, 1)},${name}`;
  });
  writeFileSync(join(folder, 'sessions.csv'), ['label,subject,session', ...rows, ''].join('\n'));
  return observer;
}

const options = () => ({
  policy: passive(defaultPolicySettings),
  signal: new AbortController().signal,
  progress: new CountedProgress(),
});

test('sessions are compared with another of the same person and with each other person, prints with whom they show', async () => {
  const found = await transactionsOf(await recorded(), folder, options());
  const claims = found.map(({ subject, claimed, label }) => `${label}: ${subject} as ${claimed}`);
  expect(claims.sort()).toEqual([
    `${GENUINE}: a as a`,
    `${GENUINE}: a as a`,
    `${IMPOSTOR}: a as m`,
    `${IMPOSTOR}: a as m`,
    `${IMPOSTOR}: m as a`,
    'print: a as a',
  ]);
  const similarities = (of: string) => found.flatMap(({ label, scores }) => (label === of ? [scores.rgb ?? NaN] : []));
  expect(Math.min(...similarities(GENUINE))).toBeGreaterThan(Math.max(...similarities(IMPOSTOR)));
});

test('nothing that was measured of a face is left when they are made', async () => {
  const observer = await recorded();
  const seen: Observation[] = [];
  const observe = observer.observe.bind(observer);
  jest.spyOn(observer, 'observe').mockImplementation(async (...asked) => {
    const observation = await observe(...asked);
    seen.push(observation);
    return observation;
  });
  await transactionsOf(observer, folder, options());
  expect(seen.length).toBeGreaterThan(36);
  const left = seen.flatMap(({ face }) => [face?.embedding, face?.chip]).filter((array) => array?.some((v) => v !== 0));
  expect(left).toEqual([]);
});
