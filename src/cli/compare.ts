import { basename } from 'node:path';
import type { Comparison } from '../biometrics/outcome.js';
import type { Recognition } from '../recognition/recognition.js';
import { picturesAt, readImage } from './pictures.js';
import { exitCodes, shown, table, type Terminal } from './terminal.js';
import { exitCodeOf } from './verify.js';

interface Compared extends Comparison {
  readonly a: string;
  readonly b: string;
}

/** Compares a picture with a picture; of folders, every picture of the first with every one of the second. */
export async function comparePictures(
  recognition: Recognition,
  first: string,
  second: string,
  terminal: Terminal,
): Promise<number> {
  const [left, right] = await Promise.all([picturesAt([first]), picturesAt([second])]);
  const pairs = left.flatMap((a) => right.map((b) => ({ a, b })));
  const bar = terminal.progress(pairs.length, 'comparing');
  const comparisons: Compared[] = [];
  for (const { a, b } of pairs) {
    const call = { signal: new AbortController().signal };
    comparisons.push({ a, b, ...(await recognition.compare(await readImage(a), await readImage(b), call)) });
    bar.step();
  }
  bar.end();
  const [only, ...more] = comparisons;
  if (!only) return exitCodes.data;
  terminal.result(more.length === 0 ? only : { comparisons }, linesOf(comparisons));
  return more.length === 0 ? exitCodeOf[only.outcome] : exitCodes.ok;
}

function linesOf(comparisons: readonly Compared[]): string[] {
  const rows = comparisons.map(({ a, b, similarity, comparisonScore, outcome, reasons }) => [
    basename(a),
    basename(b),
    shown(similarity),
    shown(comparisonScore),
    outcome,
    reasons.join(', '),
  ]);
  return table(['first', 'second', 'similarity', 'score', 'outcome', 'reasons'], rows);
}
