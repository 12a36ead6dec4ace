import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Common, Define } from './define.js';
import type { Doors } from './doors.js';
import { fusionOfClaims } from './evaluate-fusion.js';
import { padErrors, pairErrors, qualityOfPictures, searchErrors } from './evaluate.js';

/** Options of every evaluation. */
export interface EvaluateOptions extends Common {
  readonly data: string;
  readonly out?: string;
  readonly report?: string;
  readonly bootstrap: number;
  readonly seed: number;
  /** False with --no-cache. */
  readonly cache: boolean;
}

export interface PolicyOptions extends EvaluateOptions {
  readonly policy?: string;
}

export interface PairsOptions extends PolicyOptions {
  readonly pairs?: string;
  readonly groups?: string;
  readonly labelErrors?: string;
  readonly calibrate?: true;
  readonly fewerPairs?: true;
  readonly floorFmr: number;
  readonly acceptFmr: number;
  readonly withImages?: true;
}

export interface FusionOptions extends Pick<PolicyOptions, keyof Common | 'data' | 'cache' | 'policy'> {
  readonly fitFusion?: true;
}

const REPLICATES = 1000;
const SEED = 1;
/** FMR 1 % and 1:10,000 (NIST SP 800-63B). */
const FLOOR_FMR = 1e-2;
const ACCEPT_FMR = 1e-4;

const PEOPLE = 'a folder of pictures for each person: images/PERSON/*.jpg or PERSON/*.jpg';
const CAPTURES =
  'bona-fide/SESSION/*.jpg and SPECIES/SESSION/*.jpg, or stills directly below the labels; whom they show in sessions.csv';

const CAPTURES_OF_SUBJECTS =
  'sessions.csv (label,subject,session) beside bona-fide/SESSION/*.jpg and SPECIES/SESSION/*.jpg';

/** `face-engine evaluate …` */
export function evaluateCommands(program: Command, define: Define, doors: Doors): void {
  const group = program.command('evaluate').description('measure errors over labelled pictures').exitOverride();

  const pairs = define<PairsOptions>(group, 'pairs', 'FMR and FNMR of comparisons, one to one');
  pairOptions(shared(pairs.made, PEOPLE));
  pairs.does(() => (context) => pairErrors(doors, context));

  const search = define<EvaluateOptions>(group, 'search', 'FPIR and FNIR of searches, one to many');
  shared(search.made, PEOPLE);
  search.does(() => (context) => searchErrors(doors, context));

  const policy = new Option('--policy <name>', 'the active version of this policy; the built-in passive when left out');
  const pad = define<PolicyOptions>(group, 'pad', 'APCER and BPCER of presentation attack detection');
  shared(pad.made, CAPTURES).addOption(policy);
  pad.does(() => (context) => padErrors(doors, context));

  const fusion = define<FusionOptions>(group, 'fusion', 'how well fused scores tell genuine claims from all others');
  fusion.made
    .requiredOption('--data <folder>', CAPTURES_OF_SUBJECTS)
    .option('--fit-fusion', 'fit weights and slopes of attention, and cross-validate them by subject')
    .option('--no-cache', 'measure every picture again, and keep nothing')
    .addOption(policy);
  fusion.does(() => (context) => fusionOfClaims(doors, context));

  const quality = define<PolicyOptions>(group, 'quality', 'quality of pictures, and whether it foretells errors');
  shared(quality.made, PEOPLE).addOption(policy);
  quality.does(() => (context) => qualityOfPictures(doors, context));
}

function shared(made: Command, layout: string): Command {
  return made
    .requiredOption('--data <folder>', layout)
    .option('--out <folder>', 'write the result there as JSON')
    .option('--report <file>', 'write a report, one HTML file')
    .option('--bootstrap <number>', 'replicates behind the 95 % bounds', whole(1, 100_000), REPLICATES)
    .option('--seed <number>', 'seed of whatever is drawn', whole(0, 2 ** 32 - 1), SEED)
    .option('--no-cache', 'measure every picture again, and keep nothing');
}

function pairOptions(made: Command): Command {
  return made
    .addOption(new Option('--pairs <file>', 'compare this list: mated,a,b').conflicts('allPairs'))
    .option('--all-pairs', 'compare every picture with every other, as without --pairs')
    .option('--groups <file>', 'attributes of people, identity,attr1,…; groups.csv where there is one')
    .option('--label-errors <file>', 'leave out what this JSON file says is labelled wrongly')
    .option('--with-images', 'show the worst pairs in the report')
    .option('--calibrate', 'write a calibration table and a policy into --out; compares all pairs')
    .option('--fewer-pairs', 'calibrate with less than a million non-mated comparisons')
    .option('--policy <name>', 'policy whose similarity thresholds --calibrate sets', 'passive')
    .option('--floor-fmr <number>', 'FMR under whose similarity a claim is rejected', rate, FLOOR_FMR)
    .option('--accept-fmr <number>', 'FMR whose similarity an accepted claim reaches', rate, ACCEPT_FMR);
}

const whole =
  (min: number, max: number) =>
  (text: string): number => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
    if (!(value >= min && value <= max)) {
      throw new InvalidArgumentError(`a whole number from ${min} to ${max} is expected.`);
    }
    return value;
  };

function rate(text: string): number {
  const value = Number(text);
  if (!(value >= 1e-6 && value <= 0.1)) throw new InvalidArgumentError('a number from 1e-6 to 0.1 is expected.');
  return value;
}
