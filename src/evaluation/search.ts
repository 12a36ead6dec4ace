import { calibration, type CalibrationTable } from '../biometrics/calibration.js';
import { searchAll, type SearchScores } from './comparison/all-pairs.js';
import { bounded, boundedShare, resample } from './rates/bootstrap.js';
import { type Comparisons, type NonMatedComparisons, sortedBy, sortedMated } from './rates/comparisons.js';
import type { Dataset } from './data/dataset.js';
import { NO_ROW } from './measuring/embed.js';
import { detPoints, errorRates } from './rates/error-rates.js';
import { enough } from './rates/pair-figures.js';
import { comparing, embedDataset, type EvaluationOptions, failureToAcquire } from './pairs.js';
import type { PictureObserver } from './ports.js';
import { provenanceOf } from './provenance.js';
import { randomFrom, shuffled } from './rates/random.js';
import type { Bounded, Resampling, SearchResult, SearchRow } from './results.js';
import { BIN_NONE, binsOf, countsOf, scoreOf } from './comparison/score-bins.js';

/** Identification, one to many, in an open set (ISO/IEC 19795-1). */

const fpirs = [0.1, 0.03, 0.01, 0.003, 0.001] as const;
const CMC_RANKS = 20;

/** Who is enrolled and who searches; pictures. */
export interface SearchRoles {
  /** One picture of each enrolled identity. */
  readonly gallery: readonly number[];
  /** Of enrolled identities, with pictures that show no face: those searches fail. */
  readonly mated: readonly number[];
  /** Of the others, without pictures that show no face: a search that cannot be made finds nobody. */
  readonly nonMated: readonly number[];
}

/**
 * Half of the identities, drawn with the seed, are enrolled by their first picture that shows a face. Their other
 * pictures are mated searches, the pictures of the other half non-mated ones.
 *
 * FPIR(T) is the share of non-mated searches with any candidate at or past T, FNIR(T) the share of mated searches whose
 * mate is not returned at or past T, whatever its rank. Bounds resample the identities that search; the gallery stays.
 */
export async function evaluateSearch(
  observer: PictureObserver,
  dataset: Dataset,
  options: EvaluationOptions,
): Promise<SearchResult> {
  const embedded = await embedDataset(observer, dataset, options);
  const roles = drawRoles(dataset, embedded.rowOf, options.resampling.seed);
  const row = (picture: number): number => embedded.rowOf[picture] ?? NO_ROW;
  const shown = roles.mated.filter((picture) => row(picture) !== NO_ROW);
  const startedMs = performance.now();
  const scores = await comparing(options, (how) =>
    searchAll(
      {
        set: embedded.set,
        gallery: Int32Array.from(roles.gallery, row),
        probes: Int32Array.from([...shown, ...roles.nonMated], row),
        identities: Int32Array.from(embedded.pictureOf, (picture) => dataset.identities[picture] ?? 0),
      },
      how,
    ),
  );
  return {
    ...provenanceOf(observer, dataset.name),
    kind: 'search',
    identities: dataset.names.length,
    pictures: dataset.pictures.length,
    failureToAcquire: failureToAcquire(dataset, embedded, options.resampling),
    gallerySize: roles.gallery.length,
    matedSearches: roles.mated.length,
    nonMatedSearches: roles.nonMated.length,
    ...searchFigures(
      dataset,
      roles,
      { scores, shown, rowOf: embedded.rowOf },
      { table: observer.calibration, ...options },
    ),
    resampling: options.resampling,
    comparisonSeconds: (performance.now() - startedMs) / 1000,
  };
}

/** @param rowOf of each picture, NO_ROW where no face was found */
export function drawRoles(dataset: Dataset, rowOf: Int32Array, seed: number): SearchRoles {
  const count = dataset.names.length;
  const enrolled = new Set(shuffled(count, randomFrom(seed)).subarray(0, Math.floor(count / 2)));
  const reference = new Map<number, number>();
  for (const [picture, identity] of dataset.identities.entries()) {
    const first = enrolled.has(identity) && rowOf[picture] !== NO_ROW && !reference.has(identity);
    if (first) reference.set(identity, picture);
  }
  const all = Array.from(dataset.identities.keys());
  const identityOf = (picture: number): number => dataset.identities[picture] ?? -1;
  return {
    gallery: [...reference.values()],
    mated: all.filter((p) => reference.has(identityOf(p)) && reference.get(identityOf(p)) !== p),
    nonMated: all.filter((p) => !enrolled.has(identityOf(p)) && rowOf[p] !== NO_ROW),
  };
}

/** What was found, picture by picture. */
interface Found {
  readonly scores: SearchScores;
  /** The mated searches that have a face, in the order of the scores; non-mated ones follow them. */
  readonly shown: readonly number[];
  readonly rowOf: Int32Array;
}

export function searchFigures(
  dataset: Dataset,
  roles: SearchRoles,
  { scores, shown, rowOf }: Found,
  { table, resampling }: { readonly table: CalibrationTable; readonly resampling: Resampling },
): Pick<SearchResult, 'rank1' | 'fnirAtFpir' | 'cmc' | 'trade'> {
  const identityOf = (picture: number): number => dataset.identities[picture] ?? 0;
  const lost = roles.mated.filter((picture) => rowOf[picture] === NO_ROW);
  const ranks = [...scores.rank.subarray(0, shown.length), ...lost.map(() => Infinity)];
  const searchers = [...shown, ...lost].map(identityOf);
  const searches: Comparisons = {
    identities: Int32Array.from(dataset.names.keys()),
    mated: sortedMated([...binsOf(scores.mate.subarray(0, shown.length)), ...lost.map(() => BIN_NONE)], searchers),
    nonMated: nonMatedOf(binsOf(scores.highestOther.subarray(shown.length)), roles.nonMated.map(identityOf)),
  };
  // FPIR and FNIR have the form of FMR and FNMR: shares of searches at or past, and not at or past, a threshold.
  const rates = errorRates(searches.mated.bins, searches.nonMated.counts);
  const replicates = resample(searches, { bins: [], fmrs: fpirs }, resampling);
  const scale = calibration(table);
  return {
    rank1: rankOne(ranks, searchers, dataset.names.length, resampling),
    cmc: Array.from({ length: CMC_RANKS }, (_, k) => shareOf(ranks, k + 1)),
    fnirAtFpir: fpirs.map((fpir, i): SearchRow => {
      if (!enough(rates.nonMated, fpir)) return { fpir, threshold: null, similarity: null, fnir: null };
      const bin = rates.thresholdFor(fpir);
      const threshold = scoreOf(bin);
      const fnir = rates.mated > 0 ? bounded(rates.fnmr(bin), replicates.fnmrFor[i] ?? [], rates.mated) : null;
      return { fpir, threshold, similarity: scale.similarity(threshold), fnir };
    }),
    trade: detPoints(rates).map(({ threshold, fmr, fnmr }) => ({ threshold, fpir: fmr, fnir: fnmr })),
  };
}

const shareOf = (ranks: readonly number[], k: number): number =>
  ranks.length > 0 ? ranks.filter((rank) => rank <= k).length / ranks.length : 0;

function rankOne(
  ranks: readonly number[],
  searchers: readonly number[],
  identities: number,
  resampling: Resampling,
): Bounded {
  const [hits, all] = [new Float64Array(identities), new Float64Array(identities)];
  for (const [k, identity] of searchers.entries()) {
    all[identity] = (all[identity] ?? 0) + 1;
    if (ranks[k] === 1) hits[identity] = (hits[identity] ?? 0) + 1;
  }
  return boundedShare(hits, all, resampling);
}

function nonMatedOf(bins: Int32Array, identity: readonly number[]): NonMatedComparisons {
  const falling = sortedBy(bins.length, (k) => bins[k] ?? 0).reverse();
  const first = falling.map((k) => identity[k] ?? 0);
  return {
    total: bins.length,
    counts: countsOf(bins),
    listed: { bins: falling.map((k) => bins[k] ?? 0), first, second: null },
    weigh: (multiplicity) => first.reduce((sum, searcher) => sum + (multiplicity[searcher] ?? 0), 0),
  };
}
