import type { Connection, Submittable } from 'pg';
import { FaceError } from '../errors.js';

/**
 * Rows as PostgreSQL sends them for `COPY … TO STDOUT (FORMAT binary)`. The driver reads rows as text, in which bytes are
 * twice as long and take most of the time of a large page; what is copied it hands on as it came.
 */

const BYTES_AT_FIRST = 2 ** 20;

/** Statements for the driver to run, of which one copies out and none returns rows; what is copied is collected. */
export class CopyOut implements Submittable {
  readonly bytes: Promise<Buffer>;
  /** The driver's word for the end, which its timer listens to. */
  callback: (error: Error | null) => void = () => undefined;
  readonly #sql: string;
  #collected = Buffer.allocUnsafe(BYTES_AT_FIRST);
  #length = 0;

  constructor(sql: string) {
    this.#sql = sql;
    this.bytes = new Promise((resolve, reject) => {
      this.callback = (error) => {
        if (error) reject(error);
        else resolve(this.#collected.subarray(0, this.#length));
      };
    });
  }

  submit(connection: Connection): void {
    connection.query(this.#sql);
  }

  /** Copied, since the driver uses its memory again. */
  handleCopyData({ chunk }: { readonly chunk: Uint8Array }): void {
    const length = this.#length + chunk.byteLength;
    if (length > this.#collected.byteLength) {
      const larger = Buffer.allocUnsafe(2 * length);
      larger.set(this.#collected.subarray(0, this.#length));
      this.#collected = larger;
    }
    this.#collected.set(chunk, this.#length);
    this.#length = length;
  }

  handleCommandComplete(): void {
    // The last one is followed by the word that the connection is free.
  }

  handleReadyForQuery(): void {
    this.callback(null);
  }

  handleError(error: Error): void {
    this.callback(error);
  }
}

/** Signature, flags and length of the extension, which no version has yet. */
const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
/** PostgreSQL counts microseconds from the year 2000. */
const EPOCH_MS = Date.UTC(2000, 0, 1);

/** Walks the rows, field by field in the order in which they were asked for. */
export class CopiedRows {
  readonly #bytes: Buffer;
  #at = HEADER.byteLength;

  /** @throws FaceError INTERNAL, as every method does when the bytes are not such rows */
  constructor(bytes: Buffer) {
    if (!bytes.subarray(0, HEADER.byteLength).equals(HEADER)) throw malformed();
    this.#bytes = bytes;
  }

  /** Goes to the next row; false after the last. */
  next(fields: number): boolean {
    const count = this.#bytes.readInt16BE(this.#take(2));
    if (count !== -1 && count !== fields) throw malformed();
    return count !== -1;
  }

  text(): string {
    const length = this.#length();
    const at = this.#take(length);
    return this.#bytes.toString('utf8', at, at + length);
  }

  integer(): number {
    return this.#bytes.readInt32BE(this.#fixed(4));
  }

  real(): number {
    return this.#bytes.readDoubleBE(this.#fixed(8));
  }

  time(): Date {
    return new Date(EPOCH_MS + Number(this.#bytes.readBigInt64BE(this.#fixed(8))) / 1_000);
  }

  /** A view; null where the row has none. */
  bytes(): Uint8Array | null {
    const length = this.#bytes.readInt32BE(this.#take(4));
    if (length === -1) return null;
    const at = this.#take(length);
    return this.#bytes.subarray(at, at + length);
  }

  #fixed(length: number): number {
    if (this.#length() !== length) throw malformed();
    return this.#take(length);
  }

  #length(): number {
    return this.#bytes.readInt32BE(this.#take(4));
  }

  /** @returns where the bytes begin that are passed over */
  #take(length: number): number {
    const at = this.#at;
    if (length < 0 || at + length > this.#bytes.byteLength) throw malformed();
    this.#at = at + length;
    return at;
  }
}

function malformed(): FaceError {
  return new FaceError('INTERNAL', 'The database copied rows in another form than was asked for.');
}
