import {
  balancedWeights,
  fitLogistic,
  logitOf,
  type LogisticModel,
} from '../../../src/evaluation/logistic-regression.js';
import { randomFrom } from '../../support/seeded.js';

const logistic = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** Labels drawn with the odds that a known model gives; the third feature says nothing. */
function drawn(seed: number, count: number) {
  const random = randomFrom(seed);
  const rows = Array.from({ length: count }, () =>
    Float64Array.of(random.between(-1, 1), random.between(90, 110), random.between(0, 1)),
  );
  const truth = (row: Float64Array): number => 0.5 + 2 * row[0]! - 0.3 * (row[1]! - 100);
  const labels = rows.map((row): 0 | 1 => (random.uniform() < logistic(truth(row)) ? 1 : 0));
  return { rows, labels, truth };
}

/** The slope of the objective along one parameter, from its definition. */
function slopes(model: LogisticModel, rows: readonly Float64Array[], labels: readonly (0 | 1)[], l2: number): number[] {
  const errors = rows.map((row, i) => (logistic(logitOf(model, row)) - labels[i]!) / rows.length);
  const along = model.coefficients.map((coefficient, feature) =>
    rows.reduce(
      (sum, row, i) => sum + (errors[i]! * (row[feature]! - model.mean[feature]!)) / model.scale[feature]!,
      l2 * coefficient,
    ),
  );
  return [...along, errors.reduce((sum, error) => sum + error, 0)];
}

test('odds that rows were drawn with are found again, whatever the units', () => {
  const { rows, labels, truth } = drawn(1, 20_000);
  const model = fitLogistic(rows, labels, { l2: 1e-6 });
  for (const row of rows.slice(0, 200)) expect(Math.abs(logitOf(model, row) - truth(row))).toBeLessThan(0.3);
  expect(Math.abs(model.coefficients[2]!)).toBeLessThan(0.05);
  const inOtherUnits = rows.map((row) => row.map((value, i) => (i === 1 ? value * 1e6 + 7 : value)));
  const other = fitLogistic(inOtherUnits, labels, { l2: 1e-6 });
  for (const [i, row] of inOtherUnits.slice(0, 200).entries()) {
    expect(logitOf(other, row)).toBeCloseTo(logitOf(model, rows[i]!), 6);
  }
});

test('what comes back is a minimum: the objective is flat there', () => {
  const { rows, labels } = drawn(2, 300);
  for (const l2 of [1e-3, 0.1, 10]) {
    const model = fitLogistic(rows, labels, { l2 });
    for (const slope of slopes(model, rows, labels, l2)) expect(Math.abs(slope)).toBeLessThan(1e-6);
  }
});

test('a larger penalty gives smaller coefficients, and a very large one the odds of the labels', () => {
  const { rows, labels } = drawn(3, 400);
  const sizes = [1e-4, 1e-2, 1, 100].map((l2) =>
    fitLogistic(rows, labels, { l2 }).coefficients.reduce((sum, value) => sum + value * value, 0),
  );
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  const ones = labels.filter((label) => label === 1).length;
  const flat = fitLogistic(rows, labels, { l2: 1e9 });
  expect(flat.intercept).toBeCloseTo(Math.log(ones / (labels.length - ones)), 5);
});

test('rows that a line parts do not run away', () => {
  const rows = [-2, -1, 1, 2].map((value) => [value]);
  const model = fitLogistic(rows, [0, 0, 1, 1], { l2: 0.01 });
  expect(model.coefficients[0]).toBeGreaterThan(1);
  expect(model.coefficients[0]).toBeLessThan(10);
  expect(model.logLoss).toBeLessThan(0.1);
});

test('a weight of two is the row given twice', () => {
  const { rows, labels } = drawn(4, 60);
  const weights = rows.map((_, i) => (i % 3 === 0 ? 2 : 1));
  const twice = (index: number): number[] => (index % 3 === 0 ? [index, index] : [index]);
  const order = [...rows.keys()].flatMap(twice);
  const weighted = fitLogistic(rows, labels, { l2: 0.05, weights });
  const repeated = fitLogistic(
    order.map((i) => rows[i]!),
    order.map((i) => labels[i]!),
    { l2: 0.05 },
  );
  expect(weighted.intercept).toBeCloseTo(repeated.intercept, 8);
  weighted.coefficients.forEach((value, i) => expect(value).toBeCloseTo(repeated.coefficients[i]!, 8));
});

test('balanced weights give both labels, and each group within one, the same say', () => {
  const labels = [1, 1, 1, 1, 0, 0] as const;
  const weights = balancedWeights(labels, ['a', 'a', 'a', 'b', 'a', 'a']);
  expect(weights).toEqual([1 / 6, 1 / 6, 1 / 6, 1 / 2, 1 / 2, 1 / 2]);
});

test('a feature that never varies has no say', () => {
  const rows = [-2, -1, 0, 1, 2, 3].map((value) => [0.1, value]);
  const model = fitLogistic(rows, [0, 0, 1, 0, 1, 1], { l2: 0.1 });
  expect(model.coefficients[0]).toBeCloseTo(0, 12);
  expect(model.scale[0]).toBe(1);
});

test('rows that nothing can be fitted to are refused with what was expected', () => {
  const fitting = (rows: number[][], labels: (0 | 1)[], weights?: number[]) => () =>
    fitLogistic(rows, labels, { l2: 0.1, ...(weights && { weights }) });
  expect(fitting([[1], [2]], [1, 1])).toThrow('needs rows of both labels; all 2 have the label 1');
  expect(fitting([[1], [2, 3]], [0, 1])).toThrow('needs rows of one length; row 1 has 2 features, row 0 1');
  expect(fitting([[1], [NaN]], [0, 1])).toThrow('needs finite features; row 1 holds NaN or infinity');
  expect(fitting([[1], [2]], [0])).toThrow('needs a label for each of 2 rows; there are 1');
  expect(fitting([[1], [2]], [0, 1], [1, 0])).toThrow('needs weights above 0');
  expect(() => fitLogistic([[1], [2]], [0, 1], { l2: 0 })).toThrow('needs a penalty above 0; it is 0');
});
