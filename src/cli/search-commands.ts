import { InvalidArgumentError, Option, type Command } from 'commander';
import { FPIR_MAX, FPIR_MIN } from '../biometrics/identification.js';
import { DUPLICATE_SIMILARITY_MAX, DUPLICATE_SIMILARITY_MIN } from '../recognition/find-duplicates.js';
import { tagsOf } from '../recognition/ids.js';
import type { PolicyName } from '../recognition/requests.js';
import { opened, type Common, type Define } from './define.js';
import type { Doors } from './doors.js';
import { identifyPictures, showDuplicates } from './identify.js';

/** The commands that search among all. */

interface IdentifyOptions extends Common {
  readonly policy?: PolicyName;
  readonly fps?: number;
  readonly tags?: readonly string[];
  readonly max?: number;
  readonly fpir?: number;
}

interface DuplicatesOptions extends Common {
  readonly fpir?: number;
  readonly similarity?: number;
}

const CANDIDATES_MAX = 100;
const CANDIDATES_DEFAULT = 10;

/** What all commands that take pictures have. */
export interface CaptureFlags {
  readonly policy: Option;
  readonly fps: Option;
  /** Between two pictures, milliseconds. */
  readonly intervalOf: (options: { readonly fps?: number }) => number;
}

export function searchCommands(program: Command, define: Define, doors: Doors, flags: CaptureFlags): void {
  const fpir = () =>
    new Option('--fpir <rate>', 'how likely a stranger may be found').argParser(within(FPIR_MIN, FPIR_MAX));

  const identify = define<IdentifyOptions>(program, 'identify <pictures...>', 'find who pictures show');
  identify.made
    .addOption(flags.policy)
    .addOption(flags.fps)
    .addOption(fpir())
    .option('--tags <tags>', 'subjects with one of these tags alone, commas between them', tagList)
    .option('--max <number>', 'candidates to show', within(1, CANDIDATES_MAX));
  identify.does((paths) => ({ config, terminal, options }) => {
    const request = {
      // Stills have no permission for streams, nor streams for stills.
      kind: options.fps === undefined ? ('search-once' as const) : ('identify' as const),
      policy: options.policy ?? null,
      filter: { subjectIds: null, tagsAny: options.tags ?? null },
      candidatesMax: Math.floor(options.max ?? CANDIDATES_DEFAULT),
      fpirMax: options.fpir ?? null,
      // Whoever runs commands has the key, and is shown every score.
      scoresRevealed: true,
    };
    const how = { request, intervalMs: flags.intervalOf(options) };
    return opened(doors, config, (_, open) => identifyPictures(open, paths, how, terminal));
  });

  const duplicates = define<DuplicatesOptions>(program, 'duplicates', 'find subjects who look the same');
  duplicates.made
    .addOption(fpir().conflicts('similarity'))
    .option(
      '--similarity <number>',
      'similarity of a pair, in the place of a rate',
      within(DUPLICATE_SIMILARITY_MIN, DUPLICATE_SIMILARITY_MAX),
    );
  duplicates.does(() => ({ config, terminal, options }) => {
    const threshold = { fpirMax: options.fpir ?? null, similarityMin: options.similarity ?? null };
    const request = { ...threshold, scoresRevealed: true };
    return opened(doors, config, (_, open) => showDuplicates(open, request, terminal), 'store');
  });
}

const within =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!(value >= min && value <= max)) throw new InvalidArgumentError(`a number from ${min} to ${max} is expected.`);
    return value;
  };

/** @throws FaceError BAD_FIELD */
export function tagList(text: string): readonly string[] {
  return tagsOf([...new Set(text.split(','))], 'tags');
}
