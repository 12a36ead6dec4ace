import { parentPort, workerData } from 'node:worker_threads';
import { loadNative, type PairTally, type Share } from '../../engine/native.js';
import { SCORE_BINS } from './all-pairs.js';
import type { PairsTask, ProbesTask, ThreadCounts, ThreadMessage, ThreadSettings } from './comparison-task.js';

/** A thread that takes shares of a comparison until there are none. It answers nothing while it is in a share. */

const native = loadNative();

const tell = (message: ThreadMessage, moved: readonly ArrayBuffer[] = []): void =>
  parentPort?.postMessage(message, moved);

function* takenFrom({ starts, next }: ThreadSettings): Generator<Share> {
  for (;;) {
    const share = Atomics.add(next, 0, 1);
    const [first, last] = [starts[share], starts[share + 1]];
    if (first === undefined || last === undefined) return;
    yield { first, last };
    tell({ kind: 'compared', share });
  }
}

function emptyTally({ labels, matedStarts, mated, listedMin, listedMax }: PairsTask): PairTally {
  const room = 2 * listedMax;
  return {
    nonMated: new Float64Array(SCORE_BINS),
    disputed: new Float64Array(SCORE_BINS),
    nonMatedWithin: new Float64Array(labels.groupCount * SCORE_BINS),
    matedStarts,
    mated,
    listedMin,
    listed: { scores: new Float32Array(room), a: new Int32Array(room), b: new Int32Array(room) },
    listedState: new Int32Array(2),
  };
}

function comparePairs(task: PairsTask, shares: Iterable<Share>): ThreadCounts {
  const tally = emptyTally(task);
  for (const share of shares) native.compareShare(task.rows, task.labels, share, tally);
  native.sortListed(tally.listed, tally.listedState);
  const [count, cut] = tally.listedState;
  const { scores, a, b } = tally.listed;
  return {
    nonMated: tally.nonMated,
    disputed: tally.disputed,
    nonMatedWithin: tally.nonMatedWithin,
    listed: { scores: scores.slice(0, count), a: a.slice(0, count), b: b.slice(0, count) },
    listCut: cut === 1,
  };
}

/** Hundreds of groups are hundreds of megabytes, which are moved and not copied. */
function buffersOf({ nonMated, disputed, nonMatedWithin, listed }: ThreadCounts): ArrayBuffer[] {
  const arrays = [nonMated, disputed, nonMatedWithin, listed.scores, listed.a, listed.b];
  return arrays.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? buffer : []));
}

function searchProbes({ rows, search, results }: ProbesTask, shares: Iterable<Share>): null {
  for (const share of shares) {
    const { first, last } = share;
    native.searchShare(rows, search, share, {
      mate: results.mate.subarray(first, last),
      rank: results.rank.subarray(first, last),
      highestOther: results.highestOther.subarray(first, last),
    });
  }
  return null;
}

const settings = workerData as ThreadSettings;
const shares = takenFrom(settings);
const { task } = settings;
const counts = task.kind === 'pairs' ? comparePairs(task, shares) : searchProbes(task, shares);
tell({ kind: 'ended', counts }, counts ? buffersOf(counts) : []);
