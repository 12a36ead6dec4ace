import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from '../support/machine.js';
import type { SearchResult } from './measure.js';
import { root } from './native-tools.js';
import { recallPlot, scalingPlot } from './plots.js';
import type { ScalingResult } from './scaling.js';

/** Results that are kept: bench/results, a file for each commit and machine, and plots beside it. */
const folder = join(root, 'bench/results');

/** @returns the paths that were written */
export function saveSearch(result: SearchResult): string[] {
  const name = `search-${result.count}-${nameOf(result.machine)}`;
  return saved({ [`${name}.json`]: json(result), [`${name}.svg`]: recallPlot(result) });
}

export function saveScaling(result: ScalingResult): string[] {
  const name = `scaling-${nameOf(result.machine)}`;
  return saved({ [`${name}.json`]: json(result), [`${name}.svg`]: scalingPlot(result) });
}

/** "1546ddbc0ffe-amd-epyc-2". */
function nameOf({ commit, cpu, cores }: Machine): string {
  const processor = cpu
    .toLowerCase()
    .replace(/\(r\)|\(tm\)|@.*$/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${commit ?? 'no-commit'}-${processor}-${cores}`;
}

const json = (result: object) => JSON.stringify(result, null, 2);

function saved(files: Readonly<Record<string, string>>): string[] {
  mkdirSync(folder, { recursive: true });
  const paths = Object.entries(files).map(([name, text]) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  });
  // JSON in the repository has the one format, which its checks ask for.
  const prettier = join(root, 'node_modules/prettier/bin/prettier.cjs');
  const written = paths.filter((path) => path.endsWith('.json'));
  execFileSync(process.execPath, [prettier, '--write', ...written], { cwd: root, stdio: 'ignore' });
  return paths;
}
