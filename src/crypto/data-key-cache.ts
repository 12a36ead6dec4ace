import type { SubjectKeyRow } from '../recognition/ports.js';

/**
 * Unwrapped data keys, the least recently used one given up first and zeroed.
 *
 * The whole row is the name: the key of a subject that was deleted and enrolled again, a key made in a transaction that
 * was rolled back, and a wrapped key put into another subject's row are never mistaken for one that was unwrapped.
 */
export class DataKeyCache {
  readonly #keysMax: number;
  readonly #keys = new Map<string, Uint8Array>();

  constructor(keysMax: number) {
    this.#keysMax = Math.max(1, keysMax);
  }

  get size(): number {
    return this.#keys.size;
  }

  /** The key is borrowed: use it before the next await. */
  get(row: SubjectKeyRow): Uint8Array | null {
    const name = nameOf(row);
    const key = this.#keys.get(name);
    if (!key) return null;
    this.#keys.delete(name);
    this.#keys.set(name, key);
    return key;
  }

  /** Takes the key over. */
  add(row: SubjectKeyRow, key: Uint8Array): void {
    const name = nameOf(row);
    this.#drop(name);
    this.#keys.set(name, key);
    const [oldest] = this.#keys.keys();
    if (this.#keys.size > this.#keysMax && oldest !== undefined) this.#drop(oldest);
  }

  clear(): void {
    for (const name of [...this.#keys.keys()]) this.#drop(name);
  }

  #drop(name: string): void {
    this.#keys.get(name)?.fill(0);
    this.#keys.delete(name);
  }
}

function nameOf({ subjectId, generation, wrapped }: SubjectKeyRow): string {
  const bytes = Buffer.from(wrapped.buffer, wrapped.byteOffset, wrapped.byteLength);
  return `${subjectId} ${generation} ${bytes.toString('latin1')}`;
}
