import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, mkdirSync, openSync, readdirSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Measurements, Observation } from '../../biometrics/observation.js';
import type { Vault } from '../../recognition/ports.js';

/**
 * What was measured of pictures, kept so that a run that was stopped goes on where it was.
 *
 * Every process appends to a file of its own, made with its first record, and reads those of all others; so none can
 * tear another's. A record is
 *
 *   length of the sealed bytes, uint32 big-endian · 32 bytes of key · sealed bytes (FBS1, docs/template-record.md)
 *
 * The key is a keyed digest over the picture, the measurements and `fingerprint`: a changed picture, network or program
 * is another key, and a reader of the folder cannot tell which pictures were looked at. A record that was torn by the
 * end of its process ends its file.
 */
export interface MeasurementCache {
  /** What was measured of the picture with this SHA-256, if all of `wanted` was. */
  find(picture: Uint8Array, wanted: Measurements): Observation | null;
  keep(picture: Uint8Array, wanted: Measurements, observation: Observation): void;
  close(): void;
}

/** Keeps nothing. */
export const noCache: MeasurementCache = { find: () => null, keep: () => undefined, close: () => undefined };

export type BytesVault = Pick<Vault, 'sealBytes' | 'openBytes' | 'keyedDigest'>;

export interface CacheOptions {
  /** Made with mode 0700. */
  readonly folder: string;
  readonly vault: BytesVault;
  /** Names everything but the picture that an observation depends on, hexadecimal. */
  readonly fingerprint: string;
  /** Told once of each kind of trouble; the run goes on. */
  readonly note: (text: string) => void;
}

const PURPOSE = 'evaluation measurement';
const KEY_BYTES = 32;
const HEAD_BYTES = 4 + KEY_BYTES;
/** An observation takes some ten kilobytes. */
const SEALED_BYTES_MAX = 1 << 20;
const READ_AHEAD_BYTES = 1 << 20;
const DAY_MS = 86_400_000;
/** Files of other networks or programs are removed when they were not written for so long. */
const FOREIGN_KEPT_DAYS = 30;

interface Place {
  readonly file: number;
  readonly at: number;
  readonly length: number;
}

export class SealedCache implements MeasurementCache {
  readonly #options: CacheOptions;
  readonly #places = new Map<string, Place>();
  readonly #readers: number[] = [];
  readonly #told = new Set<string>();
  #own: { readonly file: number; at: number } | 'not made' | 'given up' = 'not made';

  /** Reads the keys of every record; none is opened but the first of each file. */
  constructor(options: CacheOptions) {
    this.#options = options;
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(options.folder)) {
      const path = join(options.folder, name);
      if (name.startsWith(this.#prefix())) this.#readKeys(path);
      else removeForgotten(path);
    }
  }

  find(picture: Uint8Array, wanted: Measurements): Observation | null {
    for (const measured of atLeast(wanted)) {
      const id = this.#idOf(picture, measured);
      const place = this.#places.get(id);
      const observation = place && this.#opened(id, place);
      if (observation) return only(wanted, observation);
    }
    return null;
  }

  keep(picture: Uint8Array, wanted: Measurements, observation: Observation): void {
    const id = this.#idOf(picture, wanted);
    const plain = serialize(observation);
    const sealed = this.#options.vault.sealBytes(plain, { purpose: PURPOSE, id });
    plain.fill(0);
    this.#append(id, sealed);
  }

  close(): void {
    for (const file of this.#readers.splice(0)) closeSync(file);
    if (typeof this.#own === 'object') closeSync(this.#own.file);
    this.#own = 'given up';
    this.#places.clear();
  }

  #prefix(): string {
    return `${this.#options.fingerprint.slice(0, 32)}-`;
  }

  #idOf(picture: Uint8Array, { embedding, formerEmbedding, liveness, eyes }: Measurements): string {
    const flags = Uint8Array.from([embedding, formerEmbedding, liveness, eyes], Number);
    const fingerprint = Buffer.from(this.#options.fingerprint, 'hex');
    return Buffer.from(this.#options.vault.keyedDigest(PURPOSE, [fingerprint, picture, flags])).toString('hex');
  }

  #readKeys(path: string): void {
    const file = openSync(path, 'r');
    this.#readers.push(file);
    let isFirst = true;
    for (const [id, place] of recordsOf(file)) {
      // A file is written under one key: when its first record does not open, none will.
      if (isFirst && !this.#opened(id, place)) return;
      isFirst = false;
      this.#places.set(id, place);
    }
  }

  #opened(id: string, { file, at, length }: Place): Observation | null {
    const sealed = Buffer.alloc(length);
    try {
      readFully(file, sealed, at);
      // Authentic, and the fingerprint says that this very program wrote it.
      return deserialize(this.#options.vault.openBytes(sealed, { purpose: PURPOSE, id })) as Observation;
    } catch {
      this.#places.delete(id);
      this.#tell('Some kept measurements do not open: they are damaged or of another key, and are made again.');
      return null;
    }
  }

  /** One write a record, so that a process that ends leaves at most its last one torn. */
  #append(id: string, sealed: Uint8Array): void {
    try {
      const own = this.#ownFile();
      if (!own) return;
      const head = Buffer.alloc(HEAD_BYTES);
      head.writeUInt32BE(sealed.length);
      head.write(id, 4, 'hex');
      const record = Buffer.concat([head, sealed]);
      for (let done = 0; done < record.length;) done += writeSync(own.file, record, done);
      this.#places.set(id, { file: own.file, at: own.at + HEAD_BYTES, length: sealed.length });
      own.at += record.length;
    } catch {
      // What was written of the record ends the file for every reader.
      if (typeof this.#own === 'object') this.#readers.push(this.#own.file);
      this.#own = 'given up';
      this.#tell(`Measurements cannot be kept in ${this.#options.folder}: the next run makes them again.`);
    }
  }

  #ownFile(): { readonly file: number; at: number } | null {
    if (this.#own === 'given up') return null;
    if (this.#own === 'not made') {
      const name = `${this.#prefix()}${randomBytes(8).toString('hex')}.sealed`;
      this.#own = { file: openSync(join(this.#options.folder, name), 'ax+', 0o600), at: 0 };
    }
    return this.#own;
  }

  #tell(text: string): void {
    if (this.#told.has(text)) return;
    this.#told.add(text);
    this.#options.note(text);
  }
}

/** Every whole record of a file, up to the first that is torn or senseless. */
function* recordsOf(file: number): Generator<[id: string, place: Place], void> {
  const window = Buffer.alloc(READ_AHEAD_BYTES);
  let [start, end] = [0, 0];
  const { size } = fstatSync(file);
  for (let at = 0; at + HEAD_BYTES <= size;) {
    if (at < start || at + HEAD_BYTES > end) {
      start = at;
      end = at + readSync(file, window, 0, window.length, at);
      if (at + HEAD_BYTES > end) return;
    }
    const head = window.subarray(at - start, at - start + HEAD_BYTES);
    const length = head.readUInt32BE();
    if (length === 0 || length > SEALED_BYTES_MAX || at + HEAD_BYTES + length > size) return;
    yield [head.toString('hex', 4), { file, at: at + HEAD_BYTES, length }];
    at += HEAD_BYTES + length;
  }
}

function readFully(file: number, into: Buffer, at: number): void {
  for (let done = 0; done < into.length;) {
    const count = readSync(file, into, done, into.length - done, at + done);
    if (count === 0) throw new RangeError('the file is shorter than it was');
    done += count;
  }
}

/** All sets of measurements with everything in `wanted`, the set itself first. */
function atLeast(wanted: Measurements): Measurements[] {
  const both = (asked: boolean): readonly boolean[] => (asked ? [true] : [false, true]);
  return both(wanted.embedding).flatMap((embedding) =>
    both(wanted.formerEmbedding).flatMap((formerEmbedding) =>
      both(wanted.liveness).flatMap((liveness) =>
        both(wanted.eyes).map((eyes) => ({ embedding, formerEmbedding, liveness, eyes, motion: null })),
      ),
    ),
  );
}

/** As if nothing else had been measured. */
function only(wanted: Measurements, observation: Observation): Observation {
  const { face } = observation;
  if (!face) return observation;
  return {
    ...observation,
    face: {
      ...face,
      // Copied, since those of the record are parts of all its bytes, which would stay as long as they do.
      embedding: wanted.embedding ? (face.embedding?.slice() ?? null) : null,
      formerEmbedding: wanted.formerEmbedding ? (face.formerEmbedding?.slice() ?? null) : null,
      liveness: wanted.liveness ? face.liveness : null,
      cues: wanted.liveness ? face.cues : [],
      eyeOpening: wanted.eyes ? face.eyeOpening : null,
    },
  };
}

function removeForgotten(path: string): void {
  if (!path.endsWith('.sealed')) return;
  // Another process may have removed it just now.
  const found = statSync(path, { throwIfNoEntry: false });
  if (found && Date.now() - found.mtimeMs > FOREIGN_KEPT_DAYS * DAY_MS) rmSync(path, { force: true });
}
