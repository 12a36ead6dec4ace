import { FaceError } from '../errors.js';

/**
 * Logistic regression with a quadratic penalty, by Newton's method (iteratively reweighted least squares).
 *
 * Features are standardised first, so that one penalty means the same for each of them and a fit does not depend on
 * their units. There is no random number: the same rows give the same model.
 */

/** logit = intercept + Σ coefficient · (value − mean) ÷ scale */
export interface LogisticModel {
  readonly intercept: number;
  /** One for each feature, of its standardised value; 0 for a feature that never varies. */
  readonly coefficients: readonly number[];
  readonly mean: readonly number[];
  /** Standard deviation; 1 for a feature that never varies. */
  readonly scale: readonly number[];
  /** Weighted mean of the log loss over the rows that were fitted, without the penalty; natural logarithm. */
  readonly logLoss: number;
}

export interface LogisticOptions {
  /** Minimised is the mean log loss plus l2 ÷ 2 · Σ coefficient²; > 0, which keeps separable rows from running away. */
  readonly l2: number;
  /** One positive number a row; rows count alike without it. Only their ratios matter. */
  readonly weights?: readonly number[];
}

/**
 * @param rows features, one array a row, all of one length ≥ 1
 * @param labels 1 for what the logit shall be large for
 * @throws FaceError BAD_FIELD for rows that no model can be fitted to
 */
export function fitLogistic(
  rows: readonly ArrayLike<number>[],
  labels: readonly (0 | 1)[],
  { l2, weights }: LogisticOptions,
): LogisticModel {
  checkRows(rows, labels, { l2, ...(weights && { weights }) });
  const shares = sharesOf(rows.length, weights);
  const { mean, scale } = standardisation(rows, shares);
  const problem: Problem = { rows: rows.map((row) => standardised(row, mean, scale)), labels, shares, l2 };
  const parameters = minimised(problem, new Float64Array(mean.length + 1));
  return {
    intercept: at(parameters, mean.length),
    coefficients: [...parameters.subarray(0, mean.length)],
    mean,
    scale,
    logLoss: logLossAt(problem, parameters),
  };
}

/** The natural logarithm of the odds of label 1. */
export function logitOf({ intercept, coefficients, mean, scale }: LogisticModel, row: ArrayLike<number>): number {
  return coefficients.reduce(
    (sum, coefficient, i) => sum + (coefficient * (at(row, i) - at(mean, i))) / at(scale, i),
    intercept,
  );
}

/**
 * Weights under which both labels count alike, and within a label all groups: a fit then answers with a likelihood
 * ratio, and a person with many pictures does not outvote the others.
 */
export function balancedWeights(labels: readonly (0 | 1)[], groups: readonly string[]): number[] {
  const sizes = new Map<string, number>();
  const keyOf = (index: number): string => `${labels[index] ?? 0} ${groups[index] ?? ''}`;
  for (const index of labels.keys()) sizes.set(keyOf(index), (sizes.get(keyOf(index)) ?? 0) + 1);
  const groupsOf = [0, 1].map((label) => [...sizes.keys()].filter((key) => key.startsWith(`${label} `)).length);
  return labels.map((label, index) => 1 / (at(groupsOf, label) * (sizes.get(keyOf(index)) ?? 1)));
}

/** Newton's method doubles the right digits with each step near the minimum; far from it steps are halved. */
const STEPS_MAX = 100;
const HALVINGS_MAX = 40;
/** Of the objective: no step gains more than this at the end. */
const TOLERANCE = 1e-12;

/** The last parameter of a fit is the intercept, which bears no penalty. */
interface Problem {
  readonly rows: readonly Float64Array[];
  readonly labels: readonly (0 | 1)[];
  /** Weights that sum to 1. */
  readonly shares: readonly number[];
  readonly l2: number;
}

function minimised(problem: Problem, start: Float64Array): Float64Array {
  let parameters = start;
  let objective = objectiveAt(problem, parameters);
  for (let step = 0; step < STEPS_MAX; step++) {
    const direction = newtonStep(problem, parameters);
    let better: { parameters: Float64Array; objective: number } | null = null;
    for (let halving = 0; halving < HALVINGS_MAX && !better; halving++) {
      const tried = parameters.map((value, i) => value - at(direction, i) / 2 ** halving);
      const reached = objectiveAt(problem, tried);
      if (reached < objective) better = { parameters: tried, objective: reached };
    }
    if (!better) return parameters;
    const gain = objective - better.objective;
    ({ parameters, objective } = better);
    if (gain < TOLERANCE) return parameters;
  }
  return parameters;
}

/** The inverse of the matrix of second derivatives, times the gradient. */
function newtonStep({ rows, labels, shares, l2 }: Problem, parameters: Float64Array): Float64Array {
  const size = parameters.length;
  const last = size - 1;
  const gradient = parameters.map((value, i) => (i === last ? 0 : l2 * value));
  const curvature = Array.from({ length: size }, (_, i) => {
    const row = new Float64Array(size);
    // A trace on the intercept keeps the matrix invertible where every probability has reached 0 or 1.
    row[i] = i === last ? 1e-12 : l2;
    return row;
  });
  for (const [index, row] of rows.entries()) {
    const probability = 1 / (1 + Math.exp(-linear(row, parameters)));
    const share = at(shares, index);
    const slope = share * (probability - at(labels, index));
    const bend = share * probability * (1 - probability);
    for (let i = 0; i < size; i++) {
      const value = i === last ? 1 : at(row, i);
      gradient[i] = at(gradient, i) + slope * value;
      const into = curvature[i] ?? gradient;
      const bent = bend * value;
      for (let j = 0; j < i; j++) into[j] = at(into, j) + bent * at(row, j);
      into[i] = at(into, i) + bent * value;
    }
  }
  return solved(curvature, gradient);
}

/** Solves a symmetric positive definite system given by its lower triangle (Cholesky), in place. */
function solved(lower: readonly Float64Array[], right: Float64Array): Float64Array {
  const size = right.length;
  const element = (i: number, j: number): number => at(lower[i] ?? right, j);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = element(i, j);
      for (let k = 0; k < j; k++) sum -= element(i, k) * element(j, k);
      (lower[i] ?? right)[j] = i === j ? Math.sqrt(Math.max(sum, Number.MIN_VALUE)) : sum / element(j, j);
    }
  }
  for (let i = 0; i < size; i++) {
    let sum = at(right, i);
    for (let k = 0; k < i; k++) sum -= element(i, k) * at(right, k);
    right[i] = sum / element(i, i);
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = at(right, i);
    for (let k = i + 1; k < size; k++) sum -= element(k, i) * at(right, k);
    right[i] = sum / element(i, i);
  }
  return right;
}

function objectiveAt(problem: Problem, parameters: Float64Array): number {
  const slopes = parameters.subarray(0, -1);
  return logLossAt(problem, parameters) + (problem.l2 / 2) * slopes.reduce((sum, value) => sum + value * value, 0);
}

function logLossAt({ rows, labels, shares }: Problem, parameters: Float64Array): number {
  let sum = 0;
  for (const [index, row] of rows.entries()) {
    const logit = linear(row, parameters);
    const wrong = labels[index] === 1 ? -logit : logit;
    // log(1 + e^wrong), which must not overflow.
    sum += at(shares, index) * (Math.max(0, wrong) + Math.log1p(Math.exp(-Math.abs(wrong))));
  }
  return sum;
}

function linear(row: Float64Array, parameters: Float64Array): number {
  let sum = at(parameters, row.length);
  for (let i = 0; i < row.length; i++) sum += at(row, i) * at(parameters, i);
  return sum;
}

function standardisation(rows: readonly ArrayLike<number>[], shares: readonly number[]) {
  const mean = Array.from(rows[0] ?? [], (_, i) => rows.reduce((sum, row, r) => sum + at(shares, r) * at(row, i), 0));
  const scale = mean.map((middle, i) => {
    const variance = rows.reduce((sum, row, r) => sum + at(shares, r) * (at(row, i) - middle) ** 2, 0);
    // Less than this is rounding of a value that never varies.
    return Math.sqrt(variance) > 1e-9 * Math.max(1, Math.abs(middle)) ? Math.sqrt(variance) : 1;
  });
  return { mean, scale };
}

const standardised = (row: ArrayLike<number>, mean: readonly number[], scale: readonly number[]): Float64Array =>
  Float64Array.from(row, (value, i) => (value - at(mean, i)) / at(scale, i));

function sharesOf(count: number, weights: readonly number[] | undefined): number[] {
  const given = weights ?? new Array<number>(count).fill(1);
  const sum = given.reduce((total, weight) => total + weight, 0);
  return given.map((weight) => weight / sum);
}

function checkRows(
  rows: readonly ArrayLike<number>[],
  labels: readonly (0 | 1)[],
  { l2, weights }: LogisticOptions,
): void {
  const refuse = (what: string): never => {
    throw new FaceError('BAD_FIELD', `a logistic regression needs ${what}`);
  };
  const length = rows[0]?.length ?? 0;
  if (!(l2 > 0)) refuse(`a penalty above 0; it is ${l2}`);
  if (length === 0) refuse('rows of at least one feature');
  if (rows.length !== labels.length) refuse(`a label for each of ${rows.length} rows; there are ${labels.length}`);
  for (const [index, row] of rows.entries()) {
    if (row.length !== length) refuse(`rows of one length; row ${index} has ${row.length} features, row 0 ${length}`);
    if (!Array.from(row).every(Number.isFinite)) refuse(`finite features; row ${index} holds NaN or infinity`);
  }
  if (new Set(labels).size < 2) refuse(`rows of both labels; all ${labels.length} have the label ${labels[0] ?? ''}`);
  if (!weights) return;
  if (weights.length !== rows.length) refuse(`a weight for each of ${rows.length} rows; there are ${weights.length}`);
  if (!weights.every((weight) => weight > 0 && weight < Infinity)) refuse('weights above 0');
}

/** Reads an element that the loop's bounds, or the checks above, guarantee to exist. */
const at = (values: ArrayLike<number>, index: number): number => values[index] ?? NaN;
