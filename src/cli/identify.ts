import { setTimeout as delay } from 'node:timers/promises';
import type { IdentificationOutcome } from '../biometrics/identification.js';
import type { DuplicatePairRow, JobRow } from '../recognition/job-ports.js';
import type { Recognition } from '../recognition/recognition.js';
import type { DuplicatesRequest, IdentificationRequest } from '../recognition/requests.js';
import type { Opened } from './doors.js';
import { galleryLoaded } from './gallery-loaded.js';
import { framesOf, picturesAt } from './pictures.js';
import { resultOf } from './steps.js';
import { exitCodes, shown, table, type Terminal } from './terminal.js';

export const exitCodeOf = {
  CANDIDATES: exitCodes.ok,
  NO_CANDIDATE: exitCodes.rejected,
  RE_VERIFY: exitCodes.reVerify,
  REJECT: exitCodes.rejected,
} as const satisfies Record<IdentificationOutcome, number>;

const POLL_MS = 200;
const PAGE = 1000;
const call = () => ({ signal: new AbortController().signal });

export interface IdentifyOptions {
  readonly request: IdentificationRequest;
  readonly intervalMs: number;
}

export async function identifyPictures(
  open: Opened,
  paths: readonly string[],
  { request, intervalMs }: IdentifyOptions,
  terminal: Terminal,
): Promise<number> {
  const pictures = await picturesAt(paths);
  await galleryLoaded(open, terminal);
  const capture = open.recognition.identify(request, framesOf(pictures, intervalMs), call());
  const found = await resultOf(capture, terminal);
  const { outcome, reasons, hint, candidates, candidatesFound, gallerySize, threshold, policyVersion } = found;
  const rows = candidates.map(({ rank, subjectId, similarity }) => [String(rank), subjectId, shown(similarity)]);
  terminal.result(found, [
    `${outcome}  ${reasons.join(', ')}${hint ? `  (${hint})` : ''}`,
    `${candidatesFound} of ${gallerySize} subjects reach ${shown(threshold?.similarity ?? null)}, ${policyVersion}`,
    ...(rows.length === 0 ? [] : table(['rank', 'subject', 'similarity'], rows)),
  ]);
  return exitCodeOf[outcome];
}

/** Runs a job to its end, and tells all of its pairs. */
export async function showDuplicates(open: Opened, request: DuplicatesRequest, terminal: Terminal): Promise<number> {
  const { recognition } = open;
  await galleryLoaded(open, terminal);
  const job = await ended(recognition, await recognition.findDuplicates(request, null, call()), terminal);
  const pairs = await allPairs(recognition, job.jobId);
  const { state, fault, pairsFound } = job;
  const told = pairs.map(({ subjectId, otherSubjectId, similarity }) => ({ subjectId, otherSubjectId, similarity }));
  const rows = told.map((pair) => [pair.subjectId, pair.otherSubjectId, shown(pair.similarity)]);
  terminal.result({ job, pairs: told }, [
    `${state}${fault ? `: ${fault}` : ''}, ${pairsFound} pairs`,
    ...(rows.length === 0 ? [] : table(['subject', 'and', 'similarity'], rows)),
  ]);
  return state === 'SUCCEEDED' ? exitCodes.ok : exitCodes.unavailable;
}

async function ended(recognition: Recognition, started: JobRow, terminal: Terminal): Promise<JobRow> {
  const bar = terminal.progress(100, 'comparing');
  try {
    let job = started;
    for (let percent = 0; job.state === 'PENDING' || job.state === 'RUNNING';) {
      await delay(POLL_MS);
      job = await recognition.getJob(job.jobId, call());
      for (; percent < Math.floor(100 * job.progress); percent++) bar.step();
    }
    return job;
  } finally {
    bar.end();
  }
}

async function allPairs(recognition: Recognition, jobId: string): Promise<DuplicatePairRow[]> {
  const pairs: DuplicatePairRow[] = [];
  for (let after: number | null = null; ;) {
    const page = await recognition.listDuplicates(jobId, { after, limit: PAGE }, call());
    pairs.push(...page);
    after = page.at(-1)?.place ?? null;
    if (page.length < PAGE) return pairs;
  }
}
