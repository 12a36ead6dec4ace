import type {
  Bounded,
  CueResult,
  DetPoint,
  Distribution,
  FmrAtSimilarity,
  PadEvaluation,
  PairsResult,
  Provenance,
  QualityResult,
  SearchResult,
  ThresholdRow,
} from '../../src/evaluation/results.js';
import { type Random, randomFrom } from './seeded.js';

/** Results as an evaluation could give them: scores are of two normal distributions, and nobody is behind them. */

const provenance: Provenance = {
  data: 'made-up-people',
  pack: 'default',
  modelId: 'fr-feature@0123456789ab',
  at: '2026-03-14T15:09:26.535Z',
  machine: { cpu: 'Imaginary Processor 3000', cores: 8, node: 'v22.0.0' },
};

const MATED = { mean: 0.62, deviation: 0.13 };
const NON_MATED = { mean: 0.03, deviation: 0.095 };
const NON_MATED_COUNT = 11_458_324;
const MATED_COUNT = 14_208;

/** Share of a normal distribution past a score (Abramowitz and Stegun, 26.2.17, within 7.5e-8). */
function past(score: number, { mean, deviation }: typeof MATED): number {
  const x = (score - mean) / deviation;
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const polynomial = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
  return x >= 0 ? tail : 1 - tail;
}

const fmrAt = (score: number) => past(score, NON_MATED);
const fnmrAt = (score: number) => 1 - past(score, MATED);
const similarityAt = (score: number) => Math.min(1, 0.4 - 0.1 * Math.log10(Math.max(fmrAt(score), 1e-6)));

function scoreWhere(rate: (score: number) => number, wanted: number): number {
  let [low, high] = [-1, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (rate(middle) > wanted) low = middle;
    else high = middle;
  }
  return high;
}

function bounded(rate: number, random: Random, spread = 0.12): Bounded {
  return {
    rate,
    low: rate * (1 - spread * random.between(0.7, 1)),
    high: Math.min(1, rate * (1 + spread * random.between(0.7, 1))),
  };
}

function distribution(
  samples: readonly number[],
  { from, to, bins }: { from: number; to: number; bins: number },
): Distribution {
  const shares = new Array<number>(bins).fill(0);
  for (const sample of samples) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(((sample - from) / (to - from)) * bins)));
    shares[bin]! += 1 / samples.length;
  }
  return { from, to, shares };
}

/** Shares of counts so large that drawing them one by one would take a minute. */
function tailedDistribution(kind: typeof MATED, total: number, random: Random): Distribution {
  const shares = Array.from({ length: 200 }, (_, bin) => {
    const expected = (past(-1 + bin / 100, kind) - past(-1 + (bin + 1) / 100, kind)) * total;
    return Math.max(0, Math.round(expected + Math.sqrt(Math.max(0, expected)) * random.gaussian())) / total;
  });
  return { from: -1, to: 1, shares };
}

function atSimilarity(similarity: number, ratio: number, spread: number): FmrAtSimilarity {
  const promised = 10 ** -Math.round((similarity - 0.4) * 10);
  return {
    promised,
    fmr: promised * ratio,
    low: promised * ratio * (1 - spread),
    high: promised * ratio * (1 + spread),
  };
}

function thresholdRows(random: Random): ThresholdRow[] {
  return [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6].map((fmr) => {
    if (fmr < 5e-6) return { fmr, score: null, similarity: null, fnmr: null };
    const score = scoreWhere(fmrAt, fmr);
    return { fmr, score, similarity: similarityAt(score), fnmr: bounded(fnmrAt(score), random) };
  });
}

function det(): DetPoint[] {
  return Array.from({ length: 1500 }, (_, index) => -0.5 + index / 1000).map((threshold) => ({
    threshold,
    fmr: Math.round(fmrAt(threshold) * NON_MATED_COUNT) / NON_MATED_COUNT,
    fnmr: Math.round(fnmrAt(threshold) * MATED_COUNT) / MATED_COUNT,
  }));
}

export function madeUpPairs(seed: number): PairsResult {
  const random = randomFrom(seed);
  const thresholds = thresholdRows(random);
  const picture = (person: number, number: number) =>
    `images/person-${String(person).padStart(4, '0')}/picture-${number}.jpg`;
  const someone = () => Math.floor(random.uniform() * 1680);
  const named = <T>(of: (fnmr: Bounded) => T) =>
    Object.fromEntries(thresholds.slice(1).map(({ fmr, fnmr }) => [fmr.toExponential(), fnmr && of(fnmr)]));
  const eer = bounded(fmrAt(scoreWhere((score) => fmrAt(score) - fnmrAt(score), 0)), random);
  return {
    ...provenance,
    kind: 'pairs',
    mode: 'all-pairs',
    pairs: NON_MATED_COUNT + MATED_COUNT,
    mated: MATED_COUNT,
    nonMated: NON_MATED_COUNT,
    disputed: 212,
    similarityTable: { nonMatedPairs: 11_431_933, data: 'other made-up people', date: '2026-02-01' },
    identities: 1680,
    pictures: 4788,
    failureToAcquire: bounded(0.0021, random),
    accuracy: 0.99417,
    eer: eer.rate,
    fnmrAtFmr: named(({ rate }) => rate),
    tarAtFmr: named(({ rate }) => 1 - rate),
    bounds: {
      eer: { low: eer.low, high: eer.high },
      fnmrAtFmr: named(({ low, high }) => ({ low, high })),
      tarAtFmr: named(({ low, high }) => ({ low: 1 - high, high: 1 - low })),
    },
    similarityFmr: {
      '0.60': atSimilarity(0.6, 1.03, 0.06),
      '0.70': atSimilarity(0.7, 0.96, 0.12),
      '0.80': atSimilarity(0.8, 1.11, 0.24),
      '0.90': atSimilarity(0.9, 1.35, 0.6),
    },
    thresholds,
    groups: [
      'sex=female',
      'sex=male',
      'age=under 30',
      'age=30 to 60',
      'age=over 60',
      'camera=telephone of a very old make',
    ].map((group, index) => ({
      group,
      identities: Math.round(random.between(120, 900)),
      nonMated: Math.round(random.between(5e4, 4e6)),
      mated: Math.round(random.between(700, 9000)),
      similarityFmr: {
        '0.60': atSimilarity(0.6, random.between(0.9, 2.2), 0.1),
        '0.70': atSimilarity(0.7, random.between(0.8, 2.8), 0.2),
        '0.80': index === 4 ? null : atSimilarity(0.8, random.between(0.7, 4), 0.45),
      },
      fnmr: index === 4 ? null : bounded(random.between(0.005, 0.04), random, 0.3),
    })),
    det: det(),
    distributions: {
      mated: tailedDistribution(MATED, MATED_COUNT, random),
      nonMated: tailedDistribution(NON_MATED, NON_MATED_COUNT, random),
    },
    worstMated: Array.from({ length: 6 }, (_, index) => {
      const [person, score] = [someone(), -0.04 + 0.031 * index];
      return { score, similarity: similarityAt(score), a: picture(person, 1), b: picture(person, 2 + index) };
    }),
    worstNonMated: Array.from({ length: 6 }, (_, index) => {
      const score = 0.561 - 0.014 * index;
      return { score, similarity: similarityAt(score), a: picture(someone(), 1), b: picture(someone(), 3) };
    }),
    resampling: { replicates: 200, seed: 1 },
    comparisonSeconds: 1.37,
  };
}

export function madeUpSearch(seed: number): SearchResult {
  const random = randomFrom(seed);
  const gallery = 1680;
  const fpirAt = (score: number) => 1 - (1 - fmrAt(score)) ** gallery;
  return {
    ...provenance,
    kind: 'search',
    identities: 2480,
    pictures: 4788,
    failureToAcquire: bounded(0.0021, random),
    gallerySize: gallery,
    matedSearches: 2308,
    nonMatedSearches: 800,
    rank1: bounded(0.9823, random, 0.006),
    fnirAtFpir: [0.1, 0.03, 0.01, 0.003, 0.001].map((fpir) => {
      if (fpir < 0.002) return { fpir, threshold: null, similarity: null, fnir: null };
      const threshold = scoreWhere(fpirAt, fpir);
      return { fpir, threshold, similarity: similarityAt(threshold), fnir: bounded(fnmrAt(threshold), random) };
    }),
    cmc: Array.from({ length: 20 }, (_, index) => 1 - 0.0177 / (index + 1) ** 0.6),
    trade: Array.from({ length: 600 }, (_, index) => 0.15 + index / 1200).map((threshold) => ({
      threshold,
      fpir: Math.round(fpirAt(threshold) * 800) / 800,
      fnir: Math.round(fnmrAt(threshold) * 2308) / 2308,
    })),
    resampling: { replicates: 200, seed: 1 },
    comparisonSeconds: 0.42,
  };
}

export function madeUpPad(seed: number): PadEvaluation {
  const random = randomFrom(seed);
  const cue = (bonaFide: number, attack: number, deviation: number): CueResult => {
    const drawn = (mean: number, number: number) =>
      distribution(
        Array.from({ length: number }, () => Math.max(0, Math.min(1, mean + deviation * random.gaussian()))),
        { from: 0, to: 1, bins: 50 },
      );
    return {
      auc: past(0, { mean: bonaFide - attack, deviation: deviation * Math.SQRT2 }),
      measured: 940,
      bpcer: 0.04,
      apcer: { print: 0.02, screen: 0.11, mask: null },
      bonaFide: drawn(bonaFide, 540),
      attacks: { print: drawn(attack, 400), screen: drawn((attack * 2 + bonaFide) / 3, 300) },
    };
  };
  const nothing: Distribution = { from: 0, to: 1, shares: [] };
  const unmeasured = { auc: null, measured: 0, bpcer: null, apcer: { print: null, screen: null, mask: null } };
  return {
    ...provenance,
    data: 'made-up-captures',
    kind: 'pad',
    policyVersion: 'passive@3',
    apcer: {
      print: bounded(0.031, random, 0.4),
      screen: bounded(0.074, random, 0.3),
      mask: { rate: 0, low: 0, high: 0.05 },
    },
    bpcer: bounded(0.048, random, 0.3),
    bonaFideInconclusive: bounded(0.019, random, 0.5),
    auc: 0.9874,
    cues: {
      texture: cue(0.82, 0.25, 0.14),
      'fr-liveness': cue(0.86, 0.22, 0.13),
      frames: cue(0.9, 0.18, 0.1),
      motion: cue(0.6, 0.35, 0.15),
      'shared-motion': cue(0.5, 0.42, 0.12),
      blink: { ...unmeasured, bonaFide: nothing, attacks: { print: nothing } },
    },
    streams: 940,
    frames: 28_200,
    stills: false,
    subjects: 47,
  };
}

export function madeUpQuality(seed: number): QualityResult {
  const random = randomFrom(seed);
  const names = [
    'Sharpness',
    'UnderExposurePrevention',
    'OverExposurePrevention',
    'DynamicRange',
    'InterEyeDistance',
    'HeadPoseYaw',
    'HeadPosePitch',
    'HeadPoseRoll',
    'EyesOpen',
    'MouthClosed',
  ];
  const unified = Array.from({ length: 4788 }, () => Math.max(0, Math.min(100, 71 + 13 * random.gaussian())));
  return {
    ...provenance,
    kind: 'quality',
    pictures: 4788,
    failureToAcquire: bounded(0.0021, random),
    components: names.map((name, index) => {
      const median = random.between(45, 96);
      return {
        name,
        assessed: 4788 - 10 * index,
        percentiles: [median * random.between(0.3, 0.8), median, Math.min(100, median * 1.2)] as const,
        discardRatio: index === 9 ? null : random.between(0.62, 1.08),
      };
    }),
    unified: distribution(unified, { from: 0, to: 100, bins: 50 }),
    errorVersusDiscard: Array.from({ length: 31 }, (_, index) => index / 100).map((discarded) => ({
      discarded,
      fnmr: 0.05 * Math.exp(-4 * discarded) * (1 + (discarded > 0 ? 0.01 * random.gaussian() : 0)),
    })),
    discardRatio: 0.61,
    refused: {
      enrolment: { BLURRED: 412, FACE_TOO_SMALL: 96, HEAD_TURNED: 331, TOO_DARK: 57 },
      verification: { BLURRED: 103, HEAD_TURNED: 88, TOO_DARK: 12 },
    },
  };
}
