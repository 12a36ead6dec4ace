import type { NativeGallery, NativeQuery } from '../../src/engine/native-gallery.js';
import { quantile } from './rounds.js';

/** How long a search takes while references come and go, beside how long it takes while none does. */
export interface BesideInserts {
  readonly quietMs: number;
  readonly besideInsertsMs: number;
  /** Of the 99th percentiles. */
  readonly ratio: number;
  readonly quietP50Ms: number;
  readonly besideInsertsP50Ms: number;
  /** Searches that each percentile is of, about. */
  readonly searches: number;
  /** Achieved, a second; each with a removal. */
  readonly inserts: number;
}

export interface BesideOptions {
  readonly query: NativeQuery;
  /** Probes, one after the other round, `dimension` numbers each. */
  readonly probes: Float32Array;
  readonly dimension: number;
  /** Unit vectors that come and go. */
  readonly newcomers: Float32Array;
  readonly insertsPerSecond: number;
  /** Of each of the intervals that take turns. */
  readonly intervalMs: number;
  readonly intervals: number;
}

export async function measureBesideInserts(gallery: NativeGallery, options: BesideOptions): Promise<BesideInserts> {
  const quiet: number[] = [];
  const beside: number[] = [];
  const inserts = { done: 0, ms: 0 };
  for (let interval = 0; interval < options.intervals; interval++) {
    quiet.push(...(await searchFor(gallery, options)));
    const traffic = startInserts(gallery, options);
    beside.push(...(await searchFor(gallery, options)));
    const { done, ms } = await traffic.stop();
    inserts.done += done;
    inserts.ms += ms;
  }
  const [quietMs, besideInsertsMs] = [quantile(quiet, 0.99), quantile(beside, 0.99)];
  return {
    quietMs,
    besideInsertsMs,
    ratio: besideInsertsMs / quietMs,
    quietP50Ms: quantile(quiet, 0.5),
    besideInsertsP50Ms: quantile(beside, 0.5),
    searches: Math.min(quiet.length, beside.length),
    inserts: (inserts.done / inserts.ms) * 1000,
  };
}

/** One search after the other; milliseconds of each. */
async function searchFor(gallery: NativeGallery, { query, probes, dimension, intervalMs }: BesideOptions) {
  const ms: number[] = [];
  const end = performance.now() + intervalMs;
  for (let place = 0; performance.now() < end; place = (place + dimension) % probes.length) {
    const start = performance.now();
    await gallery.search(probes.subarray(place, place + dimension), query).answer;
    ms.push(performance.now() - start);
  }
  return ms;
}

/** References that are there at once; every insert beyond them takes the oldest out. */
const PRESENT_MAX = 500;
const TICK_MS = 2;

/** Single inserts, evenly over time, as enrolments come. Stopping waits for the last and leaves no newcomer behind. */
function startInserts(gallery: NativeGallery, { newcomers, dimension, insertsPerSecond }: BesideOptions) {
  const start = performance.now();
  const running = new Set<Promise<void>>();
  const name = (place: number) => `newcomer-${place}`;
  let done = 0;
  const tick = () => {
    const due = Math.floor(((performance.now() - start) / 1000) * insertsPerSecond);
    for (; done < due; done++) {
      const row = ((done * dimension) % newcomers.length) / dimension;
      const put = gallery.put([name(done)], [[]], newcomers.subarray(row * dimension, (row + 1) * dimension));
      running.add(put);
      void put.finally(() => running.delete(put));
      if (done >= PRESENT_MAX) gallery.remove([name(done - PRESENT_MAX)]);
    }
  };
  const timer = setInterval(tick, TICK_MS);
  return {
    async stop() {
      clearInterval(timer);
      const ms = performance.now() - start;
      await Promise.all(running);
      gallery.remove(Array.from({ length: Math.min(done, PRESENT_MAX) }, (_, i) => name(done - 1 - i)));
      return { done, ms };
    },
  };
}
