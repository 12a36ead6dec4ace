import { existsSync } from 'node:fs';
import { access, constants, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import type { Config } from '../config/config.js';
import { FaceError } from '../errors.js';
import { pairsFileOf, readDataset, readPairs } from '../evaluation/data/dataset.js';
import { groupsFileOf, readGroups } from '../evaluation/data/groups.js';
import { noLabelErrors, readLabelErrors } from '../evaluation/data/label-errors.js';
import { evaluatePad } from '../evaluation/pad.js';
import { evaluatePairs, type EvaluationOptions, type PairsInput } from '../evaluation/pairs.js';
import type { PictureObserver, Progress } from '../evaluation/ports.js';
import { evaluateQuality } from '../evaluation/quality-report.js';
import { worstPictures } from '../evaluation/report-images.js';
import { renderReport } from '../evaluation/report/page.js';
import type { EvaluationResult } from '../evaluation/results.js';
import { evaluateSearch } from '../evaluation/search.js';
import { documentOf } from '../recognition/policy-documents.js';
import type { Doors } from './doors.js';
import type { Common } from './define.js';
import type { EvaluateOptions, PairsOptions, PolicyOptions } from './evaluate-commands.js';
import { linesOf } from './evaluation-lines.js';
import { exitCodes, type Terminal } from './terminal.js';

export interface Context<O> {
  readonly config: Config;
  readonly terminal: Terminal;
  readonly options: O;
}

export async function pairErrors(doors: Doors, context: Context<PairsOptions>): Promise<number> {
  const { config, options, terminal } = context;
  const input = pairsInput(options);
  // Asked for before the long part, so that a name that is wrong is found at once.
  const policy = options.calibrate ? await doors.policy(config, options.policy ?? null) : null;
  const { result, embeddingName } = await observing(doors, context, async (observer, how) => ({
    result: await evaluatePairs(observer, input, how),
    embeddingName: observer.embeddingName,
  }));
  const images = options.withImages ? await worstPictures(result, options.data) : new Map<string, string>();
  const written = await write(result, images, options);
  if (policy !== null && result.calibration) {
    const { calibration, modelId } = result;
    const document = {
      ...documentOf(policy),
      similarityFloor: similarityAt(options.floorFmr),
      similarityAcceptMin: similarityAt(options.acceptFmr),
    };
    const folder = options.out ?? '.';
    written.push(
      await writeJson(folder, `calibration-${embeddingName}.json`, { embedding: embeddingName, modelId, calibration }),
      await writeJson(folder, `policy-${policy.name}.json`, document),
    );
  }
  return told(result, written, terminal);
}

/** The calibrated scale, rounded against the noise of a logarithm. */
const similarityAt = (fmr: number): number => Math.round((0.4 - 0.1 * Math.log10(fmr)) * 1e6) / 1e6;

function pairsInput(options: PairsOptions): PairsInput {
  const { data, pairs, calibrate, groups, labelErrors } = options;
  if (options.withImages && options.report === undefined) {
    throw new FaceError('BAD_FIELD', '--with-images needs --report FILE.html');
  }
  const dataset = readDataset(data);
  const inFolder = pairsFileOf(dataset);
  const list = pairs === undefined ? inFolder : hereOrIn(data, pairs);
  const groupsFile = groups === undefined ? groupsFileOf(dataset) : hereOrIn(data, groups);
  return {
    dataset,
    mode: pairs === undefined ? 'all-pairs' : 'list',
    list: list === null ? null : readPairs(list, dataset),
    attributes: groupsFile === null ? [] : readGroups(groupsFile, dataset),
    labelErrors: labelErrors === undefined ? noLabelErrors : readLabelErrors(hereOrIn(data, labelErrors)),
    calibrate: calibrate ? { fewerPairs: options.fewerPairs === true } : null,
  };
}

/** A file that is named without saying where: in the current folder or, when it is not there, in that of the data. */
function hereOrIn(folder: string, file: string): string {
  const inFolder = resolve(folder, file);
  return !existsSync(file) && existsSync(inFolder) ? inFolder : file;
}

export async function searchErrors(doors: Doors, context: Context<EvaluateOptions>): Promise<number> {
  const dataset = readDataset(context.options.data);
  const result = await observing(doors, context, (observer, how) => evaluateSearch(observer, dataset, how));
  return told(result, await write(result, new Map(), context.options), context.terminal);
}

export async function padErrors(doors: Doors, context: Context<PolicyOptions>): Promise<number> {
  const { config, options, terminal } = context;
  const policy = await doors.policy(config, options.policy ?? null);
  const result = await observing(doors, context, (observer, how) =>
    evaluatePad(observer, options.data, { ...how, policy }),
  );
  return told(result, await write(result, new Map(), options), terminal);
}

export async function qualityOfPictures(doors: Doors, context: Context<PolicyOptions>): Promise<number> {
  const { config, options, terminal } = context;
  const dataset = readDataset(options.data);
  const policy = await doors.policy(config, options.policy ?? null);
  const result = await observing(doors, context, (observer, how) =>
    evaluateQuality(observer, dataset, { ...how, policy }),
  );
  return told(result, await write(result, new Map(), options), terminal);
}

export async function observing<T>(
  doors: Doors,
  {
    config,
    terminal,
    options,
  }: Context<Pick<EvaluateOptions, 'cache'> & Partial<Omit<EvaluateOptions, keyof Common | 'cache'>>>,
  work: (observer: PictureObserver, how: EvaluationOptions) => Promise<T>,
): Promise<T> {
  await refuseUnwritable(options);
  const open = await doors.evaluation(config, { keep: options.cache });
  try {
    return await work(open.observer, {
      resampling: { replicates: options.bootstrap ?? 1, seed: options.seed ?? 1 },
      threads: config.engine.workers,
      signal: new AbortController().signal,
      progress: progressOn(terminal),
      note: (line) => terminal.note(line),
    });
  } finally {
    await open.close();
  }
}

/** Before the long part: what cannot be written in the end would be lost. @throws FaceError BAD_FIELD */
async function refuseUnwritable({ out, report }: Partial<Pick<EvaluateOptions, 'out' | 'report'>>): Promise<void> {
  for (const folder of [...(out === undefined ? [] : [out]), ...(report === undefined ? [] : [dirname(report)])]) {
    let there = resolve(folder);
    while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
    try {
      // A file in the place of a folder is found out by the separator.
      await access(there + sep, constants.W_OK);
    } catch (cause) {
      throw new FaceError('BAD_FIELD', `nothing can be written into the folder ${folder}`, { cause });
    }
  }
}

/** One bar after the other. */
function progressOn(terminal: Terminal): Progress {
  let bar: ReturnType<Terminal['progress']> | null = null;
  return {
    start: (total, what) => (bar = terminal.progress(total, what)),
    step: () => bar?.step(),
    end: () => bar?.end(),
  };
}

function told(result: EvaluationResult, written: readonly string[], terminal: Terminal): number {
  terminal.result(result, linesOf(result));
  for (const path of written) terminal.note(`written: ${path}`);
  return exitCodes.ok;
}

/** @returns the paths of what was written */
async function write(
  result: EvaluationResult,
  images: ReadonlyMap<string, string>,
  { out, report }: EvaluateOptions,
): Promise<string[]> {
  const written: string[] = [];
  if (out !== undefined) written.push(await writeJson(out, `evaluation-${result.kind}.json`, result));
  if (report !== undefined) {
    const path = resolve(report);
    await mkdir(dirname(path), { recursive: true });
    await writeWhole(path, renderReport(result, images));
    written.push(path);
  }
  return written;
}

async function writeJson(folder: string, name: string, value: EvaluationResult | object): Promise<string> {
  const path = resolve(join(folder, name));
  await mkdir(folder, { recursive: true });
  await writeWhole(path, `${JSON.stringify(value, null, 2)}\n`);
  return path;
}

/** Under its name a file is whole or as it was, whatever ends the process. */
async function writeWhole(path: string, text: string): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  try {
    await writeFile(part, text);
    await rename(part, path);
  } catch (cause) {
    await rm(part, { force: true });
    throw new FaceError('BAD_FIELD', `${path} cannot be written`, { cause });
  }
}
