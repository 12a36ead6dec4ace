import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '../../bench/support/private-server.js';
import { bareEnvironment, START_MS_MAX } from '../support/service.js';

/** The first thing somebody runs: it must show what it says it shows. */

interface Told {
  readonly enrolments: readonly { readonly enrolled: boolean }[];
  readonly decisions: readonly { readonly expected: string; readonly outcome: string; readonly policy: string }[];
  readonly unexpected: number;
}

test(
  'every decision of the demo is as expected',
  async () => {
    const demo = spawn(process.execPath, [join(projectRoot, 'dist/bench/demo/demo.js'), '--json'], {
      cwd: projectRoot,
      env: bareEnvironment(),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let out = '';
    demo.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    const [code] = (await once(demo, 'close')) as [number | null];
    expect(out.trimEnd().split('\n')).toHaveLength(1);
    const { enrolments, decisions, unexpected } = JSON.parse(out) as Told;
    expect({ code, unexpected }).toEqual({ code: 0, unexpected: 0 });
    expect(enrolments.map(({ enrolled }) => enrolled)).toEqual([true]);
    const count = (expected: string, outcome: string) =>
      decisions.filter((row) => row.expected === expected && row.outcome === outcome).length;
    expect(count('ACCEPT', 'ACCEPT')).toBeGreaterThanOrEqual(5);
    expect(count('REJECT', 'REJECT')).toBeGreaterThanOrEqual(15);
    const passive = decisions.filter(({ policy }) => policy === 'passive').map(({ outcome }) => outcome);
    expect(passive.length).toBeGreaterThan(0);
    expect(passive).not.toContain('ACCEPT');
  },
  2 * START_MS_MAX,
);
