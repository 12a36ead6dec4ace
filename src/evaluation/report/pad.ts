import { TEXTURE } from '../../biometrics/cue-fusion.js';
import type { CaptureCue } from '../pad-cues.js';
import type { Bounded, CueResult, PadEvaluation } from '../results.js';
import { linear, rows } from './axes.js';
import { beside, type Figure, plots, type Report, table, whole } from './blocks.js';
import { keysOf, type Kind, sharesPlot, styleOf } from './distributions.js';
import { type Html, markup } from './markup.js';
import { bounds, count, counted, decimal, people, percent } from './numbers.js';
import type { Layer } from './plot.js';

/** The page of a presentation attack experiment (ISO/IEC 30107-3). */
export function padReport(result: PadEvaluation): Report {
  const cues = Object.entries(result.cues);
  return {
    title: 'Presentation attack detection',
    verdict: verdict(result),
    tiles: tiles(result),
    counts: counts(result),
    sections: [
      { heading: 'Errors', body: [beside(ratesFigure(result), ratesTable(result))] },
      ...(cues.length > 0 ? [{ heading: 'What each cue tells', body: [cueTable(result), cuePlots(result)] }] : []),
    ],
    limits: [
      markup`Only the kinds of attack in these data were tried. About others, such as masks, better screens or pictures handed over without a camera, the figures say nothing.`,
      markup`A rate is that of one kind of instrument. ISO/IEC 30107-3 looks at each kind by itself, since who attacks picks the one that works best.`,
      ...(result.subjects === null
        ? [
            markup`Nobody said whom the presentations show, so that bounds take each of them for another person's. Where one person or one sheet was shown often, they are too narrow.`,
          ]
        : []),
      ...(result.stills
        ? [markup`These are single pictures. What needs a sequence – motion, blinks – was not measured.`]
        : []),
    ],
  };
}

function worstSpecies({ apcer }: PadEvaluation) {
  return Object.entries(apcer).sort(([, a], [, b]) => b.rate - a.rate)[0];
}

function verdict(result: PadEvaluation): Html {
  const { bpcer, bonaFideInconclusive } = result;
  const worst = worstSpecies(result);
  const attacks = worst
    ? markup`${percent(worst[1].rate)} of attacks by “${worst[0]}” are taken for bona fide (95 % bounds ${whole(bounds(worst[1]))})${Object.keys(result.apcer).length > 1 ? ', the most of any kind' : ''}`
    : markup`The data hold no attack`;
  return markup`${attacks}; ${percent(bpcer.rate)} (${whole(bounds(bpcer))}) of bona fide presentations are not recognised as such, counting ${percent(bonaFideInconclusive.rate)} that would be asked again.`;
}

function tiles(result: PadEvaluation) {
  const worst = worstSpecies(result);
  return [
    ...(worst
      ? [{ name: `APCER, ${worst[0]}`, value: percent(worst[1].rate), note: `bounds ${bounds(worst[1])}` }]
      : []),
    { name: 'BPCER', value: percent(result.bpcer.rate), note: `bounds ${bounds(result.bpcer)}` },
    {
      name: 'Bona fide inconclusive',
      value: percent(result.bonaFideInconclusive.rate),
      note: `bounds ${bounds(result.bonaFideInconclusive)}`,
    },
    ...(result.auc === null
      ? []
      : [{ name: 'AUC', value: decimal(result.auc, 4), note: 'bona fide against all attacks' }]),
  ];
}

function counts({ streams, frames, stills, subjects, policyVersion }: PadEvaluation) {
  return [
    stills
      ? { name: 'Presentations', value: counted(frames, 'picture') }
      : { name: 'Presentations', value: `${counted(streams, 'stream')} of ${counted(frames, 'frame')} in all` },
    { name: 'Policy', value: policyVersion },
    subjects === null
      ? { name: 'Bounds', value: '95 %, presentations drawn anew' }
      : { name: 'Bounds', value: `95 %, ${people(subjects)} drawn anew` },
  ];
}

interface Rate {
  readonly name: string;
  readonly bounded: Bounded;
}

function ratesOf({ apcer, bpcer }: PadEvaluation): Rate[] {
  return [
    ...Object.entries(apcer).map(([species, bounded]) => ({ name: `APCER ${species}`, bounded })),
    { name: 'BPCER', bounded: bpcer },
  ];
}

function ratesFigure(result: PadEvaluation): Figure {
  const rates = ratesOf(result);
  const last = rates.length - 1;
  const spans = (from: number, to: number, tone: 'first' | 'second'): Layer[] => [
    {
      kind: 'spans',
      tone,
      spans: rates.slice(from, to).map(({ bounded }, index) => [
        { x: bounded.low, y: -(from + index) },
        { x: bounded.high, y: -(from + index) },
      ]),
    },
    {
      kind: 'dots',
      tone,
      shape: tone === 'first' ? 'circle' : 'diamond',
      points: rates.slice(from, to).map(({ bounded }, index) => ({ x: bounded.rate, y: -(from + index) })),
    },
  ];
  return {
    title: 'Attacks that pass, and people who do not',
    caption: 'Further left is better.',
    plot: {
      label: 'APCER of each kind of attack, and BPCER, with bounds',
      height: 90 + 30 * rates.length,
      x: linear('Share of presentations', {
        from: 0,
        to: Math.max(0.05, ...rates.map(({ bounded }) => bounded.high)),
        unit: 'percent',
      }),
      y: rows(rates.map(({ name }) => name)),
      layers: [...spans(0, last, 'second'), ...spans(last, last + 1, 'first')],
    },
    keys: [
      { text: 'attacks taken for bona fide', tone: 'second', mark: 'dot', shape: 'diamond' },
      { text: 'bona fide not recognised', tone: 'first', mark: 'dot', shape: 'circle' },
      { text: '95 % bounds', tone: 'quiet', mark: 'span' },
    ],
  };
}

function ratesTable(result: PadEvaluation): Html {
  return table({
    caption: 'Classification errors. A presentation counts as one, however many frames it has.',
    columns: [{ name: 'Rate' }, { name: 'Measured', figures: true }, { name: '95 % bounds', figures: true }],
    rows: [...ratesOf(result), { name: 'of BPCER, inconclusive', bounded: result.bonaFideInconclusive }].map(
      ({ name, bounded }) => [name, percent(bounded.rate), bounds(bounded)],
    ),
  });
}

/** What a cue looks at; any other is a network, under its own name. */
const meanings: Readonly<Record<string, string>> = {
  [TEXTURE]: 'surface of the face and of what is around it',
  frames: 'texture and networks together, over all frames',
  motion: 'motion that no flat picture has; 0.5 at the minimum of the policy',
  'shared-motion': 'the part of motion in which neighbouring frames agree',
  blink: '1 with a blink, 0 without',
} satisfies Record<CaptureCue | typeof TEXTURE, string>;

const meaningOf = (name: string): string =>
  Object.hasOwn(meanings, name) ? (meanings[name] ?? '') : 'a network, over single frames';

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function cueTable({ cues }: PadEvaluation): Html {
  const share = (rate: number | null): string => (rate === null ? '–' : percent(rate));
  return table({
    caption:
      'How well a cue alone tells bona fide presentations from attacks. AUC 0.5 is a guess, 1 is always right. BPCER and APCER are those of whoever would trust this cue alone, at 0.5, where both are equally likely; the policy asks for more.',
    columns: [
      { name: 'Cue' },
      { name: 'Looks at' },
      { name: 'AUC', figures: true },
      { name: 'BPCER', figures: true },
      { name: 'APCER' },
      { name: 'Measured', figures: true },
    ],
    stacks: true,
    rows: Object.entries(cues).map(([name, { auc, measured, bpcer, apcer }]) => [
      name,
      meaningOf(name),
      auc === null ? 'never measured' : decimal(auc, 4),
      share(bpcer),
      markup`${Object.entries(apcer).map(([species, rate]) => markup`<div>${species} ${whole(share(rate))}</div>`)}`,
      count(measured),
    ]),
  });
}

function cuePlots({ cues }: PadEvaluation): Html {
  return plots(
    ...Object.entries(cues)
      .filter(([, cue]) => cue.auc !== null)
      .map(([name, cue]) => cueFigure(name, cue)),
  );
}

function cueFigure(name: string, { auc, bonaFide, attacks }: CueResult): Figure {
  const kinds: Kind[] = [
    { text: 'bona fide', tone: 'first', dash: 'solid', distribution: bonaFide },
    ...Object.entries(attacks).map(([species, distribution], index) => ({
      text: species,
      ...styleOf(index),
      distribution,
    })),
  ];
  return {
    title: name,
    caption: `${capitalised(meaningOf(name))}. Further right is more alive${auc === null ? '' : `; AUC ${decimal(auc, 4)}`}.`,
    plot: sharesPlot({
      label: `Shares of bona fide presentations and of attacks over ${name}`,
      name,
      kinds,
      scale: 'linear',
    }),
    keys: keysOf(kinds),
  };
}
