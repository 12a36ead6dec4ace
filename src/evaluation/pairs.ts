import type { ComparisonOptions } from './comparison/all-pairs.js';
import { boundedShare } from './rates/bootstrap.js';
import { type CalibrationOptions, calibrationFrom, NON_MATED_ADVISED, refuseTooFew } from './rates/calibrate.js';
import { compareAllPictures } from './rates/compare-all.js';
import { compareListed } from './rates/compare-list.js';
import type { PicturePair, Subjects } from './rates/compared.js';
import type { Dataset, ListedPair } from './data/dataset.js';
import { type Embedded, embedAll, NO_ROW } from './measuring/embed.js';
import { bestAccuracy, errorRates } from './rates/error-rates.js';
import type { Attribute } from './data/groups.js';
import { correctedIdentities, type LabelErrors } from './data/label-errors.js';
import { figuresOf, groupRates } from './rates/pair-figures.js';
import type { PictureObserver, Progress } from './ports.js';
import { provenanceOf } from './provenance.js';
import type { Bounded, PairsResult, Resampling, WorstPair } from './results.js';
import { calibration } from '../biometrics/calibration.js';

export interface PairsInput {
  readonly dataset: Dataset;
  /** `all-pairs`: everything with everything; `accuracy` is over the list all the same, where there is one. */
  readonly mode: PairsResult['mode'];
  readonly list: readonly ListedPair[] | null;
  readonly attributes: readonly Attribute[];
  readonly labelErrors: LabelErrors;
  /** Null: no table is made. */
  readonly calibrate: CalibrationOptions | null;
}

export interface EvaluationOptions {
  readonly resampling: Resampling;
  readonly threads: number;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** A sentence for whoever waits. */
  readonly note: (line: string) => void;
}

/** Verification, one to one (ISO/IEC 19795-1, technology evaluation). */
export async function evaluatePairs(
  observer: PictureObserver,
  input: PairsInput,
  options: EvaluationOptions,
): Promise<PairsResult> {
  const { dataset, list, labelErrors, attributes } = input;
  // What cannot become enough is refused before hours go into it.
  if (input.calibrate) refuseTooFew(nonMatedAtMost(input), input.calibrate);
  const embedded = await embedDataset(observer, dataset, options);
  const subjects: Subjects = { dataset, attributes, corrected: correctedIdentities(dataset, labelErrors) };
  const listed = list === null ? null : compareListed(subjects, embedded, list);
  const compared =
    input.mode === 'list' && listed !== null
      ? listed
      : await comparing(options, (how) => compareAllPictures(subjects, embedded, observer.calibration, how));
  const { mated, nonMated } = compared.comparisons;
  const rated = (listed ?? compared).comparisons;
  const table = observer.calibration;
  const made = input.calibrate && calibrationFrom(nonMated.counts, dataset.name, input.calibrate);
  if (made && made.nonMatedPairs < NON_MATED_ADVISED) {
    options.note(
      `the calibration stands on ${made.nonMatedPairs} non-mated comparisons; from ${NON_MATED_ADVISED} on it reaches FMR 1e-6`,
    );
  }
  return {
    ...provenanceOf(observer, dataset.name),
    kind: 'pairs',
    mode: input.mode,
    pairs: mated.bins.length + nonMated.total,
    mated: mated.bins.length,
    nonMated: nonMated.total,
    disputed: compared.disputed,
    identities: dataset.names.length,
    pictures: dataset.pictures.length,
    failureToAcquire: failureToAcquire(dataset, embedded, options.resampling),
    accuracy: bestAccuracy(errorRates(rated.mated.bins, rated.nonMated.counts)),
    similarityTable: { nonMatedPairs: table.nonMatedPairs, data: table.data, date: table.date },
    ...figuresOf(compared.comparisons, table, options.resampling),
    groups: compared.groups.map(({ group, comparisons }) => groupRates(group, comparisons, table, options.resampling)),
    worstMated: compared.worstMated.map(worstPairs(observer, dataset)),
    worstNonMated: compared.worstNonMated.map(worstPairs(observer, dataset)),
    ...(made ? { calibration: made } : {}),
    resampling: options.resampling,
    comparisonSeconds: compared.seconds,
  };
}

/** Non-mated comparisons when every picture shows a face. */
function nonMatedAtMost({ mode, list, dataset }: PairsInput): number {
  if (mode === 'list') return list?.filter(({ mated }) => !mated).length ?? 0;
  const pictures = new Array<number>(dataset.names.length).fill(0);
  for (const identity of dataset.identities) pictures[identity] = (pictures[identity] ?? 0) + 1;
  const mated = pictures.reduce((sum, count) => sum + count * (count - 1), 0);
  return (dataset.pictures.length * (dataset.pictures.length - 1) - mated) / 2;
}

/** @throws what the observer throws; a picture that cannot be read is a failure to acquire and is noted */
export async function embedDataset(
  observer: PictureObserver,
  dataset: Dataset,
  options: Pick<EvaluationOptions, 'progress' | 'signal' | 'note'>,
): Promise<Embedded> {
  const paths = dataset.pictures.map((_, picture) => dataset.path(picture));
  const embedded = await embedAll(observer, paths, options);
  const [first] = embedded.unreadable;
  if (first !== undefined) {
    const count = embedded.unreadable.length;
    options.note(
      `${count} files cannot be read as pictures and count as failures to acquire; the first is ${dataset.below(first)}`,
    );
  }
  return embedded;
}

const PROGRESS_STEPS = 100;

/** Runs a comparison with a bar in hundredths. */
export async function comparing<T>(
  { threads, signal, progress }: EvaluationOptions,
  work: (how: ComparisonOptions) => Promise<T>,
): Promise<T> {
  let shown = 0;
  progress.start(PROGRESS_STEPS, '% of comparisons');
  try {
    return await work({
      threads,
      signal,
      onProgress: (done, total) => {
        for (; shown < Math.floor((done / total) * PROGRESS_STEPS); shown++) progress.step();
      },
    });
  } finally {
    progress.end();
  }
}

/** Share of pictures without a face. */
export function failureToAcquire(dataset: Dataset, { rowOf }: Embedded, resampling: Resampling): Bounded {
  const [failed, all] = [new Float64Array(dataset.names.length), new Float64Array(dataset.names.length)];
  for (const [picture, identity] of dataset.identities.entries()) {
    all[identity] = (all[identity] ?? 0) + 1;
    if (rowOf[picture] === NO_ROW) failed[identity] = (failed[identity] ?? 0) + 1;
  }
  return boundedShare(failed, all, resampling);
}

function worstPairs({ calibration: table }: PictureObserver, dataset: Dataset): (pair: PicturePair) => WorstPair {
  const scale = calibration(table);
  return ({ score, a, b }) => ({
    score,
    similarity: scale.similarity(score),
    a: dataset.below(a),
    b: dataset.below(b),
  });
}
