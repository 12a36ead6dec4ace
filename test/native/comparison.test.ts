import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { loadNative } from '../../src/engine/native.js';
import { labels, pairArrays, results, rows, scoreBins, search, share, tally } from '../support/comparison-arguments.js';

/** What the boundary does with comparisons beyond types and lengths (boundary.test.ts). */

const native = loadNative();

function faultOf(call: () => unknown): { code: unknown; message: string } {
  try {
    call();
  } catch (fault) {
    return fault as { code: unknown; message: string };
  }
  throw new Error('the call was accepted');
}

test('pairs are counted, placed and listed', () => {
  const counted = tally();
  native.compareShare(rows, labels, share, counted);
  native.sortListed(counted.listed, counted.listedState);
  expect([...counted.mated.scores, ...counted.mated.a, ...counted.mated.b]).toEqual([Math.fround(0.6), 0, 1]);
  expect([counted.nonMated[100_000], counted.nonMated[180_000]]).toEqual([1, 1]);
  expect(counted.nonMatedWithin[scoreBins + 180_000]).toBe(1);
  expect([...counted.listedState]).toEqual([1, 0]);
  expect([counted.listed.scores[0], counted.listed.a[0], counted.listed.b[0]]).toEqual([Math.fround(0.8), 1, 2]);
});

test('shared memory is compared without a copy', () => {
  const values = new Float32Array(new SharedArrayBuffer(rows.values.byteLength));
  values.set(rows.values);
  const found = results();
  native.searchShare({ ...rows, values }, search, share, found);
  expect([...found.rank]).toEqual([2, 0, 1]);
  expect([...found.mate]).toEqual([Math.fround(0.6), NaN, 1]);
  expect([...found.highestOther]).toEqual([Math.fround(0.8), Math.fround(0.8), 0]);
});

interface Spoilt {
  readonly rows?: object;
  readonly labels?: object;
  readonly share?: object;
  readonly tally?: object;
  readonly search?: object;
  readonly results?: object;
}

/** Fields without a type, as a caller could pass them. */
function spoil<Fields extends object>(fields: Fields, changes: object = {}): Fields {
  return { ...fields, ...changes };
}

const compareWith = (spoilt: Spoilt) => () =>
  native.compareShare(
    spoil(rows, spoilt.rows),
    spoil(labels, spoilt.labels),
    spoil(share, spoilt.share),
    spoil(tally(), spoilt.tally),
  );

const searchWith = (spoilt: Spoilt) => () =>
  native.searchShare(rows, spoil(search, spoilt.search), share, spoil(results(), spoilt.results));

test.each<[string, Spoilt]>([
  ['rows.dimension must be a whole number from 1 to 4096; it is 4097', { rows: { dimension: 4097 } }],
  ['rows.dimension must be', { rows: { dimension: 1.5 } }],
  ['rows.count must be', { rows: { count: -1 } }],
  ['rows.values must be 8 elements long', { rows: { count: 4 } }],
  ['labels.groupCount must be', { labels: { groupCount: -1 } }],
  ['identities[2] must be a whole number from 0', { labels: { identities: Int32Array.of(4, 4, -1) } }],
  ['corrected[2] must be a whole number from -1', { labels: { corrected: Int32Array.of(4, 4, -2) } }],
  ['groups[1] must be a whole number from -1 to 1', { labels: { groups: Int32Array.of(0, 2, 0) } }],
  ['share.first must be', { share: { first: 2 ** 31 } }],
  ['the range must be within 0 to 3', { share: { first: 0, last: 4 } }],
  ['the range must be within 0 to 3', { share: { first: 2, last: 1 } }],
  ['tally.listedMin must be a number; it is a string', { tally: { listedMin: '0' } }],
  ['tally.nonMated must be a Float64Array', { tally: { nonMated: new Float32Array(scoreBins) } }],
  ['disputed must be 200001 long', { tally: { disputed: new Float64Array(7) } }],
  ['nonMatedWithin must be 400002 long', { tally: { nonMatedWithin: new Float64Array(scoreBins) } }],
  ['matedStarts must be', { tally: { matedStarts: Int32Array.of(0, 0, 1, 1) } }],
  ['matedStarts[3] must be', { tally: { matedStarts: Int32Array.of(0, 1, 1, 2) } }],
  ['listed must be of an even length', { tally: { listed: pairArrays(3) } }],
])('a comparison is refused: %s', (message, spoilt) => {
  expect(faultOf(compareWith(spoilt))).toMatchObject({ code: 'BAD_ARGUMENT' });
  expect(faultOf(compareWith(spoilt)).message).toContain(message);
});

test.each<[string, Spoilt]>([
  ['gallery[1] must be a whole number from 0 to 2', { search: { gallery: Int32Array.of(0, 3) } }],
  ['probes[1] must be a whole number from 0 to 2', { search: { probes: Int32Array.of(1, -1, 2) } }],
  ['mates[2] must be a whole number from -1 to 1', { search: { mates: Int32Array.of(0, -1, 2) } }],
  ['results.rank must be an Int32Array', { results: { rank: new Float32Array(3) } }],
  ['mate must be 3 long; it is 2 long', { results: { mate: new Float32Array(2) } }],
])('a search is refused: %s', (message, spoilt) => {
  expect(faultOf(searchWith(spoilt))).toMatchObject({ code: 'BAD_ARGUMENT' });
  expect(faultOf(searchWith(spoilt)).message).toContain(message);
});

test('a getter that detaches what is counted into cannot make the addon write to freed memory', () => {
  const counted = tally();
  const hostile = {
    ...counted,
    get listedState() {
      structuredClone(counted.nonMated.buffer, { transfer: [counted.nonMated.buffer] });
      return new Int32Array(2);
    },
  };
  expect(faultOf(() => native.compareShare(rows, labels, share, hostile)).code).toBe('BAD_ARGUMENT');
});

test('threads that are ended in the middle of a call leave the process alive', () => {
  const thread = `
    const native = require(require('node:worker_threads').workerData);
    for (;;) try { native.compareShare(); } catch {}`;
  const program = `
    const { Worker } = require('node:worker_threads');
    const end = async (afterMs) => {
      const worker = new Worker(${JSON.stringify(thread)}, { eval: true, workerData: process.argv[1] });
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      await worker.terminate();
    };
    (async () => {
      for (let round = 0; round < 12; round += 1) await end(20 + 5 * round);
      console.log('alive');
    })();`;
  const addonPath = join(__dirname, '../../../build/Release/face_engine.node');
  expect(execFileSync(process.execPath, ['-e', program, addonPath], { encoding: 'utf8' }).trim()).toBe('alive');
}, 30_000);
