import { fuse, type ModalityQualities, type ModalityScores } from '../biometrics/fusion.js';
import type { FusionRule, FusionWeights } from '../biometrics/policy.js';
import { areaUnderRoc } from './rates/distribution.js';

/**
 * Fits the weights and slopes of attention to labelled transactions: a logistic regression on the fused score, whose
 * weights a quality may shift. Descent with a fixed number of steps and no random number: the same data give the same
 * rule.
 */

/** One claim, and whether it is the right person's, alive. */
export interface LabelledClaim {
  readonly genuine: boolean;
  readonly scores: ModalityScores;
  readonly qualities: ModalityQualities;
  /** Whoever took part: shown, claimed or both. */
  readonly subjects: readonly string[];
  /** Whom the frames show. */
  readonly subject: string;
}

/** How well fused scores tell genuine claims from all others. */
export interface Separation {
  /** Balanced between the classes, with the scale fitted on other subjects; ln 2 is a coin. */
  readonly logLoss: number;
  /** Area under the ROC curve; null without both classes. */
  readonly auc: number | null;
}

export interface FusionComparison {
  readonly claims: number;
  readonly genuine: number;
  readonly subjects: number;
  /** Each claim scored by what was fitted without the subject it shows. */
  readonly crossValidated: {
    readonly weighted: Separation;
    /** Other weights, fixed too: what is gained without looking at quality. */
    readonly refitted: Separation;
    readonly attention: Separation;
  };
  /** True when attention has a smaller loss in cross-validation than the fixed weights, and than refitted ones. */
  readonly better: { readonly thanWeighted: boolean; readonly thanRefitted: boolean };
  /** Fitted on everything. */
  readonly rule: FusionRule;
}

/** @param weighted the fixed weights, which are also where the fit starts from and is drawn back to */
export function fitFusion(claims: readonly LabelledClaim[], weighted: FusionWeights): FusionComparison {
  const subjects = [...new Set(claims.map(({ subject }) => subject))].sort();
  const folds = subjects.map((subject) => ({
    tested: claims.filter((claim) => claim.subject === subject),
    others: claims.filter((claim) => !claim.subjects.includes(subject)),
  }));
  const crossValidated = {
    weighted: separationOf(folds, (others) => fitted(others, weighted, freeParameters.weighted)),
    refitted: separationOf(folds, (others) => fitted(others, weighted, freeParameters.refitted)),
    attention: separationOf(folds, (others) => fitted(others, weighted, freeParameters.attention)),
  };
  const { logLoss } = crossValidated.attention;
  return {
    claims: claims.length,
    genuine: claims.filter(({ genuine }) => genuine).length,
    subjects: subjects.length,
    crossValidated,
    better: {
      thanWeighted: logLoss < crossValidated.weighted.logLoss,
      thanRefitted: logLoss < crossValidated.refitted.logLoss,
    },
    rule: rounded(ruleOf(fitted(claims, weighted, freeParameters.attention))),
  };
}

/** Taken out once: a fit looks at them millions of times. */
const { exp, log1p } = Math;

/** How well a given rule tells them apart, threshold aside. */
export function aucOf(claims: readonly LabelledClaim[], rule: FusionRule): number | null {
  const fusedOf = (kind: boolean): number[] =>
    claims
      .filter(({ genuine }) => genuine === kind)
      .map(({ scores, qualities }) => fuse(scores, qualities, rule).score ?? 0);
  return areaUnderRoc(fusedOf(true), fusedOf(false));
}

/** log weights of liveness and motion against rgb's 1, slopes of rgb, liveness and motion, log gain and offset. */
type Parameters = readonly number[];
const [LIVENESS, MOTION, RGB_SLOPE, LIVENESS_SLOPE, MOTION_SLOPE, GAIN, OFFSET] = [0, 1, 2, 3, 4, 5, 6] as const;
/** The scale of the logistic is fitted to each. */
const freeParameters = {
  weighted: [GAIN, OFFSET],
  refitted: [LIVENESS, MOTION, GAIN, OFFSET],
  attention: [LIVENESS, MOTION, RGB_SLOPE, LIVENESS_SLOPE, MOTION_SLOPE, GAIN, OFFSET],
} as const;

/** Penalty on the square of what departs from the fixed weights: a few subjects must not move them far. */
const PENALTY = 0.02;
const STEPS = 600;
const STEP_SIZE = 0.05;
const DIFFERENCE = 1e-4;

interface Fit {
  readonly parameters: Parameters;
  readonly start: Parameters;
  readonly weighted: FusionWeights;
}

function fitted(claims: readonly LabelledClaim[], weighted: FusionWeights, free: readonly number[]): Fit {
  const start = [logRatio(weighted.liveness, weighted.rgb), logRatio(weighted.motion, weighted.rgb), 0, 0, 0, 2, 0.6];
  const lossAt = (parameters: Parameters): number => {
    const fit = { parameters, start, weighted };
    return lossOf(claims, fit) + PENALTY * departure(fit);
  };
  let parameters: number[] = [...start];
  // Adam (Kingma and Ba 2015): steps of one size whatever the slope of each parameter.
  const [mean, square] = [start.map(() => 0), start.map(() => 0)];
  for (let step = 1; step <= STEPS; step++) {
    const before = parameters;
    parameters = [...before];
    for (const at of free) {
      const slope = (lossAt(moved(before, at, DIFFERENCE)) - lossAt(moved(before, at, -DIFFERENCE))) / (2 * DIFFERENCE);
      mean[at] = 0.9 * (mean[at] ?? 0) + 0.1 * slope;
      square[at] = 0.999 * (square[at] ?? 0) + 0.001 * slope * slope;
      const [m, v] = [mean[at] / (1 - 0.9 ** step), square[at] / (1 - 0.999 ** step)];
      parameters[at] = (before[at] ?? 0) - (STEP_SIZE * m) / (Math.sqrt(v) + 1e-8);
    }
  }
  return { parameters, start, weighted };
}

/** A weight of 0 stays one: nothing is learned about what the fixed weights leave out. */
function logRatio(weight: number, rgb: number): number {
  return weight > 0 ? Math.log(weight / rgb) : -Infinity;
}

function moved(parameters: Parameters, at: number, by: number): number[] {
  return parameters.map((value, index) => (index === at ? value + by : value));
}

function departure({ parameters, start }: Fit): number {
  return parameters.slice(0, GAIN).reduce((sum, value, i) => {
    const moved = value - (start[i] ?? 0);
    return sum + (Number.isFinite(moved) ? moved * moved : 0);
  }, 0);
}

function ruleOf({ parameters: p, weighted }: Fit): FusionRule {
  const [liveness, motion] = [exp(p[LIVENESS] ?? 0), exp(p[MOTION] ?? 0)];
  return {
    weights: {
      rgb: weighted.rgb,
      depth: weighted.depth,
      liveness: weighted.rgb * liveness,
      motion: weighted.rgb * motion,
    },
    attention: {
      rgb: p[RGB_SLOPE] ?? 0,
      depth: 0,
      liveness: p[LIVENESS_SLOPE] ?? 0,
      motion: p[MOTION_SLOPE] ?? 0,
    },
  };
}

function fusedBy(rule: FusionRule, { scores, qualities }: LabelledClaim): number {
  return fuse(scores, qualities, rule).score ?? 0;
}

/** Mean log loss of each class, and of both the mean: there are many more claims that are not genuine. */
function lossOf(claims: readonly LabelledClaim[], fit: Fit): number {
  const gain = exp(fit.parameters[GAIN] ?? 0);
  const offset = fit.parameters[OFFSET] ?? 0;
  const rule = ruleOf(fit);
  const sums = { genuine: 0, other: 0 };
  const counts = { genuine: 0, other: 0 };
  for (const claim of claims) {
    const logit = gain * (fusedBy(rule, claim) - offset);
    const kind = claim.genuine ? 'genuine' : 'other';
    sums[kind] += log1p(exp(claim.genuine ? -logit : logit));
    counts[kind] += 1;
  }
  const means = [sums.genuine / counts.genuine, sums.other / counts.other].filter(Number.isFinite);
  return means.reduce((sum, mean) => sum + mean, 0) / Math.max(1, means.length);
}

interface Fold {
  readonly tested: readonly LabelledClaim[];
  readonly others: readonly LabelledClaim[];
}

function separationOf(folds: readonly Fold[], fit: (others: readonly LabelledClaim[]) => Fit): Separation {
  const scored = folds.flatMap(({ tested, others }) => {
    const found = fit(others);
    const { parameters } = found;
    const [rule, gain] = [ruleOf(found), exp(parameters[GAIN] ?? 0)];
    return tested.map((claim) => {
      const fused = fusedBy(rule, claim);
      return { genuine: claim.genuine, logit: gain * (fused - (parameters[OFFSET] ?? 0)) };
    });
  });
  const [genuine, other] = [true, false].map((kind) => scored.filter((claim) => claim.genuine === kind));
  const meanLoss = (claims: typeof scored, sign: number): number =>
    claims.reduce((sum, { logit }) => sum + log1p(exp(sign * logit)), 0) / claims.length;
  const logits = (claims: typeof scored): number[] => claims.map(({ logit }) => logit);
  return {
    logLoss: (meanLoss(genuine ?? [], -1) + meanLoss(other ?? [], 1)) / 2,
    auc: areaUnderRoc(logits(genuine ?? []), logits(other ?? [])),
  };
}

/** Of weights that sum to one; two digits are more than the data know. */
function rounded({ weights, attention }: FusionRule): FusionRule {
  const sum = weights.rgb + weights.depth + weights.liveness + weights.motion;
  const each = (of: FusionWeights, scale: (value: number) => number): FusionWeights => ({
    rgb: scale(of.rgb),
    depth: scale(of.depth),
    liveness: scale(of.liveness),
    motion: scale(of.motion),
  });
  const twoDigits = (value: number): number => Math.round(100 * value) / 100;
  return {
    weights: each(weights, (value) => twoDigits(value / sum)),
    attention: attention && each(attention, twoDigits),
  };
}
