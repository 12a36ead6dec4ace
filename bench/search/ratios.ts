import type { Row } from './contestant.js';
import { exactMethods, rabitqPrefix } from './peers.js';

/** What the targets are about: how many times faster ours is, the fastest number of threads on each side. */
export const ratioNames = [
  'thresholdOverFastestExact',
  'thresholdOverRaBitQ',
  'certifiedOverFastestExact',
  'batch64OverFastestExact',
  'batch64OverFastestExactAsInstalled',
] as const;
type RatioName = (typeof ratioNames)[number];

export interface Compared {
  readonly ratios: Readonly<Record<RatioName, number | null>>;
  /** The rows behind each; null where one is missing. */
  readonly compared: Readonly<Record<RatioName, { readonly ours: string; readonly peer: string } | null>>;
}

const RECALL_MIN = 0.9;
const exact: readonly string[] = Object.values(exactMethods);
/** Without a setting that FAISS' wheel does not have by itself. */
const asInstalled = exact.filter((method) => method !== exactMethods.flatBlas);

export function ratiosOf(rows: readonly Row[]): Compared {
  const ours = (method: string, batch: number) =>
    fastest(rows.filter((row) => row.system === 'face-engine' && row.method === method && row.batch === batch));
  const peer = (batch: number, methods = exact) =>
    fastest(rows.filter((row) => row.system !== 'face-engine' && methods.includes(row.method) && row.batch === batch));
  const pairs = {
    thresholdOverFastestExact: [ours('threshold', 1), peer(1)],
    thresholdOverRaBitQ: [ours('threshold', 1), rabitqOf(rows)],
    certifiedOverFastestExact: [ours('top-10, certified', 1), peer(1)],
    batch64OverFastestExact: [ours('top-10, certified', 64), peer(64)],
    batch64OverFastestExactAsInstalled: [ours('top-10, certified', 64), peer(64, asInstalled)],
  } as const;
  return {
    ratios: mapped(pairs, ([own, other]) => (own && other ? other.msPerQuery / own.msPerQuery : null)),
    compared: mapped(pairs, ([own, other]) => (own && other ? { ours: named(own), peer: named(other) } : null)),
  };
}

/** The fastest setting that finds nine of the ten best; where none does, the one that finds the most. */
function rabitqOf(rows: readonly Row[]): Row | undefined {
  const all = rows.filter(({ method, batch }) => method.startsWith(rabitqPrefix) && batch === 1);
  const recall = ({ recallAt10 }: Row) => recallAt10 ?? 0;
  const good = all.filter((row) => recall(row) >= RECALL_MIN);
  if (good.length > 0) return fastest(good);
  const highest = Math.max(...all.map(recall));
  return fastest(all.filter((row) => recall(row) === highest));
}

function fastest(rows: readonly Row[]): Row | undefined {
  return [...rows].sort((a, b) => a.msPerQuery - b.msPerQuery)[0];
}

const named = ({ system, method, threads, batch }: Row) => `${system} ${method}, threads ${threads}, batch ${batch}`;

function mapped<K extends string, V, R>(values: Readonly<Record<K, V>>, of: (value: V) => R): Record<K, R> {
  const entries = Object.entries<V>(values).map(([key, value]) => [key, of(value)]);
  return Object.fromEntries(entries) as Record<K, R>;
}
