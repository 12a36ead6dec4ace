import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../support/private-server.js';
import type { Stream } from './calls.js';
import { shotsIn } from './people.js';

/** Recorded streams of one person: two of the person, and one of a printed photograph of the person. */
export interface Sequences {
  readonly name: string;
  readonly enrolment: Stream;
  readonly bonaFide: Stream;
  readonly print: Stream;
}

/** Frames of the recordings are this far apart, milliseconds. */
const FRAME_MS = 200;
/** Twelve seconds are enough for any decision. */
const FRAMES_MAX = 60;
/** Digits that begin the name of a session and say whose it is. */
const SUBJECT_DIGITS = 4;

const besideCheckout = join(projectRoot, '../shared/data/nuaa-dev');

/**
 * @param folder with bona-fide/SESSION/*.jpg and print/SESSION/*.jpg; undefined: the recordings beside the checkout
 * @returns the first person in name order with all that is needed; null where no recordings lie beside the checkout
 */
export async function sequencesIn(folder = besideCheckout): Promise<Sequences | null> {
  if (folder === besideCheckout && !existsSync(folder)) return null;
  const [bonaFide, prints] = await Promise.all([
    sessionsIn(join(folder, 'bona-fide')),
    sessionsIn(join(folder, 'print')),
  ]);
  for (const session of bonaFide) {
    const subject = session.slice(0, SUBJECT_DIGITS);
    const other = bonaFide.find((name) => name !== session && name.startsWith(subject));
    const print = prints.find((name) => name.startsWith(subject));
    if (other === undefined || print === undefined) continue;
    return {
      name: `recorded-${subject}`,
      enrolment: await streamOf(join(folder, 'bona-fide', other)),
      bonaFide: await streamOf(join(folder, 'bona-fide', session)),
      print: await streamOf(join(folder, 'print', print)),
    };
  }
  throw new Error(
    `${folder} must hold two folders bona-fide/SESSION and one print/SESSION of one person: names with the same first four digits`,
  );
}

async function sessionsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

async function streamOf(folder: string): Promise<Stream> {
  return { shots: (await shotsIn(folder)).slice(0, FRAMES_MAX), intervalMs: FRAME_MS };
}
