import type { Bounded, GroupRates } from '../results.js';
import { logarithmic, lowestDecade, rows } from './axes.js';
import { type Figure, plots, type Section, table } from './blocks.js';
import { count, oneIn, percent } from './numbers.js';
import type { Point } from './plot.js';

/** False matches among people of one group, where the data name groups. */

const SIMILARITIES = ['0.60', '0.70', '0.80'] as const;
/** The stricter ones: at 0.60 hardly any policy accepts. */
const DRAWN = ['0.70', '0.80'] as const;
/** More rows do not fit into a plot: it shows those with the most comparisons, the table all. */
const PLOTTED_MAX = 24;

export function groupsSection(groups: readonly GroupRates[]): Section {
  return {
    heading: 'Groups of people',
    body: [
      plots(...DRAWN.flatMap((similarity) => figuresOf(groups, similarity))),
      table({
        caption: 'Comparisons within a group only. FNMR at similarity 0.80.',
        stacks: true,
        columns: [
          { name: 'Group' },
          { name: 'People', figures: true },
          { name: 'Mated', figures: true },
          { name: 'Non-mated', figures: true },
          ...SIMILARITIES.map((similarity) => ({ name: `FMR at ${similarity}`, figures: true })),
          { name: 'FNMR', figures: true },
        ],
        rows: groups.map(({ group, identities, mated, nonMated, similarityFmr, fnmr }) => [
          group,
          count(identities),
          count(mated),
          count(nonMated),
          ...SIMILARITIES.map((similarity) => rateOf(similarityFmr[similarity] ?? null)),
          fnmr === null ? '–' : percent(fnmr.rate),
        ]),
      }),
    ],
  };
}

const rateOf = (rates: { readonly fmr: number } | null) => (rates === null ? 'too few' : oneIn(rates.fmr));

function figuresOf(groups: readonly GroupRates[], similarity: string): Figure[] {
  const measured = groups.flatMap(({ group, nonMated, similarityFmr }) => {
    const rates = similarityFmr[similarity];
    return rates ? [{ group, nonMated, rates }] : [];
  });
  const least = measured.map(({ nonMated }) => nonMated).sort((a, b) => b - a)[PLOTTED_MAX - 1] ?? 0;
  const shown = measured.filter(({ nonMated }) => nonMated >= least).slice(0, PLOTTED_MAX);
  const promised = shown[0]?.rates.promised;
  if (promised === undefined) return [];
  return [
    {
      title: `False matches at similarity ${similarity}`,
      caption: `Within each group. Promised is ${oneIn(promised)} among everybody; among people alike it is more.`,
      plot: intervalPlot(
        `False match rate at similarity ${similarity} within each group, with bounds`,
        'FMR',
        shown.map(({ group, rates }) => ({
          name: group,
          bounded: { rate: rates.fmr, low: rates.low, high: rates.high },
        })),
        { x: promised, text: 'promised' },
      ),
      keys: [
        { text: 'measured', tone: 'first', mark: 'dot', shape: 'circle' },
        { text: '95 % bounds', tone: 'first', mark: 'span' },
      ],
    },
  ];
}

function intervalPlot(
  label: string,
  name: string,
  named: readonly { name: string; bounded: Bounded }[],
  line: { x: number; text: string },
) {
  const ends = named.flatMap(({ bounded }) => [bounded.rate, bounded.low, bounded.high]);
  const at = (x: number, index: number): Point => ({ x, y: -index });
  const top = Math.min(0, Math.ceil(Math.log10(Math.max(...ends, line.x, 1e-6))));
  return {
    label,
    height: 90 + 27 * named.length,
    x: logarithmic(name, lowestDecade([...ends, line.x], top), top),
    y: rows(named.map((one) => one.name)),
    layers: [
      { kind: 'uprights', lines: [line] },
      {
        kind: 'spans',
        spans: named.map(({ bounded }, index) => [at(bounded.low, index), at(bounded.high, index)] as const),
        tone: 'first',
      },
      {
        kind: 'dots',
        points: named.flatMap(({ bounded }, index) => (bounded.rate > 0 ? [at(bounded.rate, index)] : [])),
        tone: 'first',
        shape: 'circle',
      },
    ] as const,
  };
}
