import type { QualityResult } from '../results.js';
import { linear, rows } from './axes.js';
import { type Figure, plots, type Report, table } from './blocks.js';
import { outlineOf } from './distributions.js';
import { type Html, markup } from './markup.js';
import { count, counted, decimal, level, percent, withBounds } from './numbers.js';

/** The page of a quality experiment: what the pictures are like, and whether quality foretells errors. */
export function qualityReport(result: QualityResult): Report {
  return {
    title: 'Quality of the pictures',
    verdict: verdict(result),
    tiles: tiles(result),
    counts: [
      { name: 'Pictures', value: count(result.pictures) },
      { name: 'Failure to acquire', value: withBounds(result.failureToAcquire) },
    ],
    sections: [
      { heading: 'Does quality foretell errors?', body: [plots(...discardFigures(result), unifiedFigure(result))] },
      { heading: 'Components', body: componentBody(result) },
      { heading: 'Pictures that would be refused', body: [refusedTable(result)] },
    ],
    limits: [
      markup`Quality is the pictures’, not the people’s. A component may nevertheless rate one group of people lower than another.`,
      markup`The components have the names of ISO/IEC 29794-5; the unified score is this project’s own and not that of the standard’s reference software.`,
    ],
  };
}

/** The point nearest to leaving out a tenth: as much as a capture can well ask for again. */
function atTenth({ errorVersusDiscard }: QualityResult) {
  return [...errorVersusDiscard]
    .filter(({ discarded }) => discarded > 0)
    .sort((a, b) => Math.abs(a.discarded - 0.1) - Math.abs(b.discarded - 0.1))[0];
}

function verdict(result: QualityResult): Html {
  const { discardRatio, errorVersusDiscard } = result;
  const [tenth, none] = [atTenth(result), errorVersusDiscard.find(({ discarded }) => discarded === 0)];
  if (!tenth || !none || discardRatio === null) {
    return markup`There are too few mated comparisons to say whether quality foretells errors.`;
  }
  const judged =
    discardRatio < 1
      ? `the unified score foretells errors`
      : `the unified score does no better than leaving out comparisons at random`;
  return markup`Leaving out the ${level(tenth.discarded)} of comparisons with the lowest quality changes FNMR from ${percent(none.fnmr)} to ${percent(tenth.fnmr)}: over the whole curve ${judged} (ratio ${decimal(discardRatio, 2)}).`;
}

function tiles(result: QualityResult) {
  const tenth = atTenth(result);
  return [
    ...(tenth
      ? [{ name: 'FNMR after discarding', value: percent(tenth.fnmr), note: `the worst ${level(tenth.discarded)}` }]
      : []),
    ...(result.discardRatio === null
      ? []
      : [{ name: 'Discard ratio', value: decimal(result.discardRatio, 2), note: 'under 1 foretells errors' }]),
    {
      name: 'Failure to acquire',
      value: percent(result.failureToAcquire.rate),
      note: `of ${counted(result.pictures, 'picture')}`,
    },
  ];
}

function discardFigures({ errorVersusDiscard }: QualityResult): Figure[] {
  const points = errorVersusDiscard.map(({ discarded, fnmr }) => ({ x: discarded, y: fnmr }));
  const [start, last] = [points[0], points.at(-1)];
  if (!start || !last || last.x <= 0) return [];
  const x = linear('Comparisons left out', { from: 0, to: last.x, unit: 'percent' });
  const perfect = Array.from({ length: 41 }, (_, index) => (start.y * index) / 40).map((discarded) => ({
    x: discarded,
    y: (start.y - discarded) / (1 - discarded),
  }));
  return [
    {
      title: 'Error versus discard',
      caption:
        'FNMR of what is left, when comparisons of the lowest quality are left out first. A fall shows that quality foretells errors.',
      plot: {
        label: `FNMR over the share of comparisons left out: from ${percent(start.y)} to ${percent(last.y)} at ${percent(last.x)}`,
        x,
        y: linear('FNMR', { from: 0, to: Math.max(...points.map(({ y }) => y)), unit: 'percent' }),
        layers: [
          { kind: 'line', points: [start, { x: x.to, y: start.y }], tone: 'quiet', dash: 'dashed' },
          { kind: 'line', points: perfect.filter((point) => point.x <= x.to), tone: 'third', dash: 'dotted' },
          { kind: 'line', points, tone: 'first', dash: 'solid' },
        ],
      },
      keys: [
        { text: 'by the unified score', tone: 'first', mark: 'solid' },
        { text: 'at random', tone: 'quiet', mark: 'dashed' },
        { text: 'if it knew every error', tone: 'third', mark: 'dotted' },
      ],
    },
  ];
}

function unifiedFigure({ unified }: QualityResult): Figure {
  const points = outlineOf(unified, 50);
  return {
    title: 'Unified quality',
    caption: 'Share of pictures at each value; larger is better.',
    plot: {
      label: 'Distribution of the unified quality of all pictures',
      x: linear('Unified quality', { from: unified.from, to: unified.to }),
      y: linear('Share of pictures', { from: 0, to: Math.max(0.01, ...points.map(({ y }) => y)), unit: 'percent' }),
      layers: [{ kind: 'line', points, tone: 'first', dash: 'solid', filled: true, angular: true }],
    },
    keys: [],
  };
}

function componentBody(result: QualityResult): Html[] {
  if (result.components.length === 0) return [markup`<p>None was assessed.</p>`];
  return [plots(componentFigure(result), ...foretellingFigures(result)), componentTable(result)];
}

function componentFigure({ components }: QualityResult): Figure {
  return {
    title: 'Components over all pictures',
    caption: 'Values of 0–100; larger is better.',
    plot: {
      label: 'Median and the 5th to 95th percentile of each quality component',
      height: heightOf(components.length),
      x: linear('Value', { from: 0, to: 100 }),
      y: rows(components.map(({ name }) => name)),
      layers: [
        {
          kind: 'spans',
          tone: 'first',
          spans: components.map(({ percentiles: [low, , high] }, index) => [
            { x: low, y: -index },
            { x: high, y: -index },
          ]),
        },
        {
          kind: 'dots',
          tone: 'first',
          shape: 'circle',
          points: components.map(({ percentiles: [, median] }, index) => ({ x: median, y: -index })),
        },
      ],
    },
    keys: [
      { text: 'median', tone: 'first', mark: 'dot', shape: 'circle' },
      { text: '5th to 95th percentile', tone: 'first', mark: 'span' },
    ],
  };
}

function foretellingFigures({ components }: QualityResult): Figure[] {
  const judged = components.flatMap(({ name, discardRatio }) =>
    discardRatio === null ? [] : [{ name, discardRatio }],
  );
  if (judged.length === 0) return [];
  const ratios = judged.map(({ discardRatio }) => discardRatio);
  return [
    {
      title: 'What each component foretells',
      caption: 'Errors left when discarding by it, against discarding at random: left of 1 it foretells errors.',
      plot: {
        label: 'Discard ratio of each quality component',
        height: heightOf(judged.length),
        x: linear('Discard ratio', { from: Math.min(0.8, ...ratios), to: Math.max(1.1, ...ratios) }),
        y: rows(judged.map(({ name }) => name)),
        layers: [
          { kind: 'uprights', lines: [{ x: 1, text: 'at random' }] },
          {
            kind: 'dots',
            tone: 'third',
            shape: 'diamond',
            points: judged.map(({ discardRatio }, index) => ({ x: discardRatio, y: -index })),
          },
        ],
      },
      keys: [{ text: 'discard ratio', tone: 'third', mark: 'dot', shape: 'diamond' }],
    },
  ];
}

const heightOf = (components: number) => 90 + 24 * components;

function componentTable({ components }: QualityResult): Html {
  return table({
    caption:
      'Discard ratio: area under a component’s own error-versus-discard curve, divided by that of leaving out at random. Under 1 it foretells errors.',
    stacks: true,
    columns: [
      { name: 'Component' },
      { name: 'Assessed', figures: true },
      { name: '5th percentile', figures: true },
      { name: 'Median', figures: true },
      { name: '95th percentile', figures: true },
      { name: 'Discard ratio', figures: true },
    ],
    rows: components.map(({ name, assessed, percentiles, discardRatio }) => [
      name,
      count(assessed),
      ...percentiles.map((value) => decimal(value, 0)),
      discardRatio === null ? '–' : decimal(discardRatio, 2),
    ]),
  });
}

function refusedTable({ refused, pictures }: QualityResult): Html {
  const reasons = [...new Set([...Object.keys(refused.enrolment), ...Object.keys(refused.verification)])];
  if (reasons.length === 0) return markup`<p>None.</p>`;
  const sorted = reasons.sort((a, b) => (refused.enrolment[b] ?? 0) - (refused.enrolment[a] ?? 0));
  const share = (number: number) =>
    markup`${count(number)} <span class="aside">(${percent(pictures > 0 ? number / pictures : 0)})</span>`;
  return table({
    caption: `By reason, of ${counted(pictures, 'picture')}. Enrolment asks for more than verification.`,
    columns: [{ name: 'Reason' }, { name: 'At enrolment', figures: true }, { name: 'At verification', figures: true }],
    rows: sorted.map((reason) => [
      markup`<code>${reason}</code>`,
      share(refused.enrolment[reason] ?? 0),
      share(refused.verification[reason] ?? 0),
    ]),
  });
}
