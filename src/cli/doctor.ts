import type { Finding } from './doors.js';
import { exitCodes, type Terminal } from './terminal.js';

const marks = { works: '✓', warns: '!', fails: '✗' } as const satisfies Record<Finding['state'], string>;

/** Says what works and what does not, one line each. */
export async function doctor(findings: AsyncIterable<Finding>, terminal: Terminal): Promise<number> {
  const all: Finding[] = [];
  for await (const finding of findings) {
    all.push(finding);
    if (!terminal.json) terminal.note(`${marks[finding.state]} ${finding.name}: ${finding.detail}`);
  }
  const failing = all.filter(({ state }) => state === 'fails').length;
  const healthy = failing === 0;
  terminal.result({ healthy, findings: all }, [
    healthy ? 'everything needed works' : `${failing} of ${all.length} checks fail`,
  ]);
  return healthy ? exitCodes.ok : exitCodes.unavailable;
}
