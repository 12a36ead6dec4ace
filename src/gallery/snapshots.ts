import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isFaceError } from '../errors.js';
import type { SnapshotIndex } from './gallery-index.js';
import type { ChangePoint, GalleryJournal, SnapshotSeal } from './ports.js';
import { type GalleryMoment, openHeader, sealHeader, SnapshotRefused } from './snapshot-header.js';

/** With so many changes, or such a part of all references, a new snapshot saves enough of the next start. */
const CHANGES_MAX = 10_000;
const CHANGED_SHARE = 0.01;
/** Ids of templates that do not open are kept in the header, which has 1 MiB at most (docs/gallery-snapshot.md). */
const UNOPENED_MAX = 2_000;
const KEY_BYTES = 32;
const MINUTE_MS = 60_000;
/** The change a file is of is purged after a day, and the file is of no use from then on. */
const OLD_MS = 12 * 60 * MINUTE_MS;
const SUFFIX = '.snapshot';
/** What an interrupted writing left. */
const UNFINISHED = `${SUFFIX}.new`;

export interface SnapshotsOptions {
  readonly index: SnapshotIndex;
  readonly seal: SnapshotSeal;
  readonly journal: GalleryJournal;
  readonly nowMs: () => number;
  readonly folder: string;
  readonly modelId: string;
  /** Shortest time between two files, minutes. */
  readonly minutes: number;
}

/**
 * The gallery in a file, so that a restart reads instead of opening every template. Each file is sealed under a key of
 * its own, which the vault seals, so the next one makes what a disk may remember of this one unreadable. A subject
 * whose reference changes is erased from the file in the same step as from the index.
 */
export class Snapshots {
  readonly #options: SnapshotsOptions;
  readonly #path: string;
  /** Whether the index has a file to erase from. */
  #hasFile = false;
  #changes = 0;
  #writtenMs = -Infinity;
  /** The last change the file has, and since when there may have been later ones; −∞: nobody knows. */
  #asOf: { readonly sequence: number; readonly ms: number } = { sequence: 0, ms: -Infinity };
  /** Subjects that changed since the file that is being written was begun; null while none is. */
  #changedMeanwhile: Set<string> | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: SnapshotsOptions) {
    this.#options = options;
    this.#path = join(options.folder, `${options.modelId.replaceAll(/[^A-Za-z0-9.-]/g, '_')}${SUFFIX}`);
  }

  /** Resolves when no file is being written. */
  idle(): Promise<void> {
    return this.#writing;
  }

  /**
   * Reads the file into the index; null when there is none that is of use, and the index may be anything then.
   *
   * @throws FaceError STORE_DOWN, CANCELLED, and the file stays
   */
  async read(knows: (point: ChangePoint) => Promise<boolean>): Promise<GalleryMoment | null> {
    const { index, seal, journal, nowMs, modelId, folder } = this.#options;
    const beganMs = nowMs();
    await this.#writing;
    await removeSnapshots(folder, this.#path);
    try {
      const bytes = index.readSnapshotHeader(this.#path);
      if (bytes === null) return null;
      const { key, ...moment } = openHeader(bytes, { modelId, shape: index.shape(), seal });
      try {
        if (!(await knows(moment.point))) throw new SnapshotRefused('CHANGES_GONE');
        await index.readSnapshot(this.#path, key);
      } finally {
        key.fill(0);
      }
      this.#hasFile = true;
      this.#changes = 0;
      this.#writtenMs = nowMs();
      this.#asOf = { sequence: moment.point.sequence, ms: -Infinity };
      journal.snapshotRead(moment.references, nowMs() - beganMs);
      return moment;
    } catch (error) {
      // Says nothing of the file: the database was away for a moment, or the server ends.
      if (isFaceError(error) && (error.code === 'STORE_DOWN' || error.code === 'CANCELLED')) throw error;
      await this.discard(error);
      return null;
    }
  }

  /** Removes the file, which is not to be trusted. */
  async discard(cause: unknown): Promise<void> {
    this.#options.journal.snapshotRefused(cause);
    this.#hasFile = false;
    await rm(this.#path, { force: true });
  }

  /** Erases subjects whose reference is another one now, or none. Resolves when the disk has it. */
  async erase(subjectIds: readonly string[]): Promise<void> {
    this.#changes += subjectIds.length;
    for (const subjectId of subjectIds) this.#changedMeanwhile?.add(subjectId);
    await this.#eraseNow(subjectIds);
  }

  /** Begins to write the file when it is worth it. Precondition: nothing is at work on the index. */
  considerWriting(moment: GalleryMoment): void {
    const { journal, nowMs, minutes } = this.#options;
    const enough = Math.min(CHANGES_MAX, moment.references * CHANGED_SHARE);
    const isFirst = this.#writtenMs === -Infinity;
    if (this.#changedMeanwhile !== null) return;
    const isOld = nowMs() - this.#asOf.ms > OLD_MS && moment.point.sequence !== this.#asOf.sequence;
    if (!isFirst && !isOld && (this.#changes < enough || this.#changes === 0)) return;
    if (nowMs() - this.#writtenMs < minutes * MINUTE_MS) return;
    // Nobody waits for it: unheard, a file that can be neither erased from nor removed would end the process.
    this.#writing = this.#write(moment).catch((error: unknown) => journal.snapshotNotWritten(error));
  }

  /** Before a full load: the file, if there is one, is of another time, and nobody would erase from it. */
  async startAnew(): Promise<void> {
    await this.#writing;
    this.#writtenMs = -Infinity;
    this.#hasFile = false;
    await rm(this.#path, { force: true });
  }

  /** Writes what changed since the last file, within a time. Precondition: nothing is at work on the index. */
  async close(moment: GalleryMoment | null, longestMs: number): Promise<void> {
    const finish = async (): Promise<void> => {
      await this.#writing;
      if (moment !== null && (this.#changes > 0 || this.#writtenMs === -Infinity)) await this.#write(moment);
    };
    let timer: NodeJS.Timeout | undefined;
    const timeIsUp = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, longestMs);
    });
    await Promise.race([finish(), timeIsUp]);
    clearTimeout(timer);
  }

  async #write({ point, references, unopened }: GalleryMoment): Promise<void> {
    const { index, seal, journal, nowMs, folder, modelId } = this.#options;
    if (unopened.size > UNOPENED_MAX) return;
    const beganMs = nowMs();
    const changedMeanwhile = new Set<string>();
    this.#changedMeanwhile = changedMeanwhile;
    this.#changes = 0;
    // Also when it fails: a full disk is not asked again at every change.
    this.#writtenMs = beganMs;
    this.#asOf = { sequence: point.sequence, ms: beganMs };
    const key = new Uint8Array(randomBytes(KEY_BYTES));
    try {
      const header = sealHeader({ point, references, unopened, key }, { modelId, shape: index.shape(), seal });
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await index.writeSnapshot(this.#path, key, header);
      this.#hasFile = true;
      journal.snapshotWritten(references, nowMs() - beganMs);
    } catch (error) {
      // The file before it, if there is one, is whole and still the index's.
      journal.snapshotNotWritten(error);
      return;
    } finally {
      key.fill(0);
      this.#changedMeanwhile = null;
    }
    // They may be in it as they were.
    await this.#eraseNow([...changedMeanwhile]);
  }

  async #eraseNow(subjectIds: readonly string[]): Promise<void> {
    if (!this.#hasFile || subjectIds.length === 0) return;
    try {
      await this.#options.index.eraseFromSnapshot(subjectIds);
    } catch (error) {
      // Better no file than one that still tells of somebody.
      await this.discard(error);
    }
  }
}

/** Files of other models, or of a server that searches no more, would keep subjects that nobody erases from them. */
export async function removeSnapshots(folder: string, except: string | null = null): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const paths = names
    .filter((name) => name.endsWith(SUFFIX) || name.endsWith(UNFINISHED))
    .map((name) => join(folder, name));
  await Promise.all(paths.filter((path) => path !== except).map((path) => rm(path, { force: true })));
}
