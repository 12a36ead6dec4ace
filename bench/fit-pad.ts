import { parseArgs } from 'node:util';
import { fusedLlr } from '../src/biometrics/cue-fusion.js';
import type { PadCue } from '../src/biometrics/observation.js';
import { fitLogistic, type LogisticModel } from '../src/evaluation/logistic-regression.js';
import { areaUnderRoc } from '../src/evaluation/rates/distribution.js';
import { readManifest } from '../src/models/manifest.js';
import { resolvePack } from '../src/models/packs.js';
import { openObserver } from './support/open-observer.js';
import { judgedPictures, type JudgedPicture } from './support/judged-pictures.js';

/**
 * npm run fit:pad -- --data DIR --people DIR [--pack accurate] [--json]
 *
 * Calibrates the PAD networks of a pack: midpoint and slope for models/manifest.json, from recorded presentations (DIR as
 * for `face-engine evaluate pad`, subjects named by the first four digits of a session) and pictures of other people
 * (PERSON/*.jpg, bona fide). Every subject counts alike for each label; the other people count as four. Then it tells
 * what the fused ratio comes to for subjects the calibration has not seen: for each of them it is fitted to the others.
 */
const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    people: { type: 'string' },
    'people-max': { type: 'string', default: '1000' },
    pack: { type: 'string', default: 'accurate' },
    l2: { type: 'string', default: '0.05' },
    json: { type: 'boolean', default: false },
  },
});

/** Beyond this a log-odds says no more than that a network is sure. */
const RAW_MAX = 12;
const OTHER_PEOPLE_COUNT_AS = 4;
/** Past what a calibration on seven people can vouch for. */
const LIMIT = 4;

interface Line {
  readonly midpoint: number;
  readonly slope: number;
}

const held = (raw: number): number => Math.max(-RAW_MAX, Math.min(RAW_MAX, raw));
const rawOf = ({ cues }: JudgedPicture, name: string): number =>
  held(cues.find((cue) => cue.name === name)?.raw ?? NaN);

function weightsOf(pictures: readonly JudgedPicture[]): number[] {
  const groupOf = ({ subject, label }: JudgedPicture): string => (label === 'people' ? label : `${subject} ${label}`);
  const sizes = new Map<string, number>();
  for (const picture of pictures) sizes.set(groupOf(picture), (sizes.get(groupOf(picture)) ?? 0) + 1);
  return pictures.map((picture) => {
    const count = picture.label === 'people' ? OTHER_PEOPLE_COUNT_AS : 1;
    return count / (sizes.get(groupOf(picture)) ?? NaN);
  });
}

/** In units of the log-odds, from a fit over standardised ones. */
function lineOf({
  intercept,
  coefficients: [slope = NaN],
  mean: [mean = NaN],
  scale: [scale = NaN],
}: LogisticModel): Line {
  return { midpoint: mean - (intercept * scale) / slope, slope: slope / scale };
}

function lineFor(name: string, pictures: readonly JudgedPicture[]): Line {
  const rows = pictures.map((picture) => [rawOf(picture, name)]);
  const labels = pictures.map(({ bonaFide }) => (bonaFide ? 1 : 0));
  return lineOf(fitLogistic(rows, labels, { l2: Number(options.l2), weights: weightsOf(pictures) }));
}

function judgedBy(picture: JudgedPicture, lines: ReadonlyMap<string, Line>, names: readonly string[]): number {
  const cues = names.map((name): PadCue => {
    const { midpoint, slope } = lines.get(name) ?? { midpoint: NaN, slope: NaN };
    const raw = rawOf(picture, name);
    return { name, raw, llr: Math.max(-LIMIT, Math.min(LIMIT, slope * (raw - midpoint))) };
  });
  const texture = picture.cues.find((cue) => cue.name === 'texture');
  return fusedLlr(texture ? [texture, ...cues] : cues);
}

const share = (values: readonly number[], counted: (value: number) => boolean): number =>
  values.length === 0 ? NaN : values.filter(counted).length / values.length;

function figuresOf(llrs: readonly number[], pictures: readonly JudgedPicture[]) {
  const of = (label: string): number[] => llrs.filter((_, i) => pictures[i]?.label === label);
  const [bonaFide, attack, people] = [of('bona-fide'), of('attack'), of('people')];
  const at = (threshold: number) => ({
    apcer: share(attack, (llr) => llr >= threshold),
    bpcer: share(bonaFide, (llr) => llr < threshold),
    bpcerOtherPeople: share(people, (llr) => llr < threshold),
  });
  const sorted = bonaFide.toSorted((a, b) => a - b);
  return {
    auc: areaUnderRoc(bonaFide, attack),
    aucOtherPeople: areaUnderRoc(people, attack),
    'at 0': at(0),
    'at 0.7': at(0.7),
    'at 1.2': at(1.2),
    'at 2': at(2),
    leastBonaFide: sorted[0],
    largestAttack: Math.max(...attack),
  };
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const product = (x: readonly number[], mx: number, y: readonly number[], my: number): number =>
    x.reduce((sum, value, i) => sum + (value - mx) * ((y[i] ?? NaN) - my), 0);
  return product(a, ma, b, mb) / Math.sqrt(product(a, ma, a, ma) * product(b, mb, b, mb));
}

function meanCorrelation(names: readonly string[], pictures: readonly JudgedPicture[]): number {
  const columns = names.map((name) => pictures.map((picture) => rawOf(picture, name)));
  const pairs = columns.flatMap((a, i) => columns.slice(i + 1).map((b) => correlation(a, b)));
  return pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
}

const manifest = readManifest();
const networksOf = (pack: string): string[] => resolvePack(manifest, pack).pad.map(({ name }) => name);

async function main(): Promise<void> {
  const { data, people, pack } = options;
  if (data === undefined || people === undefined) throw new Error('--data DIR and --people DIR are needed');
  const open = await openObserver(pack, true);
  const { observer } = open;
  const pictures = await judgedPictures(observer, { data, people, peopleMax: Number(options['people-max']) }).finally(
    () => open.close(),
  );
  const names = networksOf(pack);
  const linesOf = (some: readonly JudgedPicture[]) => new Map(names.map((name) => [name, lineFor(name, some)]));
  const all = linesOf(pictures);
  const subjects = new Set(pictures.map(({ subject }) => subject));
  const unseen = new Map(
    [...subjects].map((subject) => [subject, linesOf(pictures.filter((p) => p.subject !== subject))]),
  );
  const packs = ['default', 'recommended', 'accurate', 'research'].filter((name) =>
    networksOf(name).every((network) => names.includes(network)),
  );
  const result = {
    pictures: pictures.length,
    subjects: subjects.size,
    calibrations: Object.fromEntries([...all].map(([name, line]) => [name, { ...line, limit: LIMIT }])),
    correlations: {
      bonaFide: meanCorrelation(
        names,
        pictures.filter(({ label }) => label === 'bona-fide'),
      ),
      attack: meanCorrelation(
        names,
        pictures.filter(({ label }) => label === 'attack'),
      ),
      people: meanCorrelation(
        names,
        pictures.filter(({ label }) => label === 'people'),
      ),
    },
    fused: Object.fromEntries(
      packs.map((name) => {
        const own = networksOf(name);
        const llrs = pictures.map((picture) => judgedBy(picture, unseen.get(picture.subject) ?? all, own));
        return [name, figuresOf(llrs, pictures)];
      }),
    ),
  };
  console.log(JSON.stringify(result, null, 2));
}

void main();
