import type {
  Bounded,
  EvaluationResult,
  FmrAtSimilarity,
  PadEvaluation,
  PairsResult,
  Provenance,
  QualityResult,
  SearchResult,
} from '../evaluation/results.js';
import { table } from './terminal.js';

/** An evaluation for people; the JSON says more. */
export function linesOf(result: EvaluationResult): string[] {
  switch (result.kind) {
    case 'pairs':
      return pairLines(result);
    case 'search':
      return searchLines(result);
    case 'pad':
      return padLines(result);
    case 'quality':
      return qualityLines(result);
    default: {
      const impossible: never = result;
      return impossible;
    }
  }
}

const TOO_FEW = 'too few';

function pairLines(result: PairsResult): string[] {
  const { mated, nonMated, accuracy, eer, bounds: between, thresholds, similarityFmr, groups } = result;
  const disputed = result.disputed > 0 ? `, ${result.disputed} disputed ones left out` : '';
  return [
    ...headLines(result, `${result.pictures} pictures of ${result.identities} people`),
    `${mated} mated and ${nonMated} non-mated comparisons${disputed}, in ${result.comparisonSeconds.toFixed(2)} s`,
    `accuracy ${accuracy === null ? TOO_FEW : percent(accuracy)}, equal error rate ${eer === null || between.eer === null ? TOO_FEW : withBounds({ rate: eer, ...between.eer })}, failure to acquire ${withBounds(result.failureToAcquire)}`,
    '',
    ...table(
      ['FMR', 'score', 'similarity', 'FNMR', '95 % bounds'],
      thresholds.map(({ fmr, score, similarity, fnmr }) => [
        scientific(fmr),
        score?.toFixed(4) ?? TOO_FEW,
        similarity?.toFixed(3) ?? '',
        fnmr === null ? '' : percent(fnmr.rate),
        fnmr === null ? '' : bounds(fnmr),
      ]),
    ),
    '',
    ...table(
      ['similarity', 'promised FMR', 'measured FMR', '95 % bounds'],
      Object.entries(similarityFmr).map(([similarity, at]) => [similarity, ...fmrCells(at)]),
    ),
    ...(groups.length > 0 ? ['', ...groupLines(result)] : []),
  ];
}

const fmrCells = (at: FmrAtSimilarity): string[] => [
  scientific(at.promised),
  scientific(at.fmr),
  `${scientific(at.low)} – ${scientific(at.high)}`,
];

function groupLines({ groups }: PairsResult): string[] {
  const similarities = Object.keys(groups[0]?.similarityFmr ?? {});
  return table(
    ['group', 'people', 'non-mated', ...similarities.map((name) => `FMR at ${name}`), 'FNMR at 0.80'],
    groups.map((group) => [
      group.group,
      String(group.identities),
      String(group.nonMated),
      ...similarities.map((name) => {
        const at = group.similarityFmr[name];
        return at ? `${scientific(at.fmr)} (${scientific(at.low)} – ${scientific(at.high)})` : TOO_FEW;
      }),
      group.fnmr === null ? TOO_FEW : withBounds(group.fnmr),
    ]),
  );
}

function searchLines(result: SearchResult): string[] {
  return [
    ...headLines(result, `${result.pictures} pictures of ${result.identities} people`),
    `${result.gallerySize} enrolled, ${result.matedSearches} mated and ${result.nonMatedSearches} non-mated searches`,
    `mate in first place ${withBounds(result.rank1)}, failure to acquire ${withBounds(result.failureToAcquire)}`,
    '',
    ...table(
      ['FPIR', 'score', 'similarity', 'FNIR', '95 % bounds'],
      result.fnirAtFpir.map(({ fpir, threshold, similarity, fnir }) => [
        String(fpir),
        threshold?.toFixed(4) ?? TOO_FEW,
        similarity?.toFixed(3) ?? '',
        fnir === null ? '' : percent(fnir.rate),
        fnir === null ? '' : bounds(fnir),
      ]),
    ),
  ];
}

function padLines(result: PadEvaluation): string[] {
  const what = result.stills ? 'pictures' : 'streams';
  const whose = result.subjects === null ? '' : ` of ${result.subjects} people`;
  return [
    ...headLines(result, `${result.streams} ${what}${whose}, ${result.frames} frames, policy ${result.policyVersion}`),
    '',
    ...table(
      ['presentation', 'error', 'rate', '95 % bounds'],
      [
        ...Object.entries(result.apcer).map(([species, rate]) => [species, 'APCER', percent(rate.rate), bounds(rate)]),
        ['bona fide', 'BPCER', percent(result.bpcer.rate), bounds(result.bpcer)],
        ['', 'asked again', percent(result.bonaFideInconclusive.rate), bounds(result.bonaFideInconclusive)],
      ],
    ),
    '',
    ...cueLines(result),
  ];
}

/** Each cue as if it were the only one, at even odds. */
function cueLines({ cues, apcer, bpcer, auc, streams }: PadEvaluation): string[] {
  const species = Object.keys(apcer);
  const rate = (value: number | null | undefined): string => (typeof value === 'number' ? percent(value) : '–');
  return table(
    ['cue', 'area under ROC', 'BPCER', ...species.map((name) => `APCER ${name}`), 'measured'],
    [
      ...Object.entries(cues).map(([cue, of]) => [
        cue,
        area(of.auc),
        rate(of.bpcer),
        ...species.map((name) => rate(of.apcer[name])),
        String(of.measured),
      ]),
      ['decision', area(auc), rate(bpcer.rate), ...species.map((name) => rate(apcer[name]?.rate)), String(streams)],
    ],
  );
}

function qualityLines(result: QualityResult): string[] {
  return [
    ...headLines(result, `${result.pictures} pictures`),
    `failure to acquire ${withBounds(result.failureToAcquire)}`,
    `error versus discard by unified quality: ${ratio(result.discardRatio)} of discarding at random`,
    '',
    ...table(
      ['component', 'assessed', '5 %', '50 %', '95 %', 'discard ratio'],
      result.components.map(({ name, assessed, percentiles, discardRatio }) => [
        name,
        String(assessed),
        ...percentiles.map((value) => value.toFixed(0)),
        ratio(discardRatio),
      ]),
    ),
    '',
    ...table(
      ['passed over at', 'reason', 'pictures'],
      (['enrolment', 'verification'] as const).flatMap((purpose) =>
        Object.entries(result.refused[purpose]).map(([reason, count]) => [purpose, reason, String(count)]),
      ),
    ),
  ];
}

const headLines = ({ data, pack, modelId }: Provenance, what: string): string[] => [
  `${data}: ${what}`,
  `pack ${pack}, embedding ${modelId}`,
];

const percent = (rate: number): string => `${(rate * 100).toFixed(2)} %`;
const scientific = (rate: number): string => (rate === 0 ? '0' : rate.toExponential(2));
const bounds = ({ low, high }: Bounded): string => `${(low * 100).toFixed(2)} – ${percent(high)}`;
const withBounds = (rate: Bounded): string => `${percent(rate.rate)} (${bounds(rate)})`;
const area = (auc: number | null): string => auc?.toFixed(4) ?? '–';
const ratio = (value: number | null): string => value?.toFixed(2) ?? '–';
