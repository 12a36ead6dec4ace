import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { comparisonScore } from '../../src/biometrics/embedding.js';
import type {
  NativeFilter,
  NativeGallery,
  NativeGalleryOptions,
  NativeGalleryStatus,
  NativePairsSearch,
  NativeQuery,
  NativeSearch,
  SealedBatch,
} from '../../src/engine/native-gallery.js';

/** As the addon throws: with a code. */
function fault(code: string): Error {
  return Object.assign(new Error(`native: ${code}`), { code });
}

interface Kept {
  readonly header: string;
  readonly keyDigest: string;
  readonly references: Record<string, { readonly tags: readonly string[]; readonly vector: readonly number[] } | null>;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const digestOf = (key: Uint8Array) => createHash('sha256').update(key).digest('hex');

/** The addon's promises over a map; its snapshot is a readable file. Sealed records are those of MemoryFeed. */
export class FakeNativeGallery implements NativeGallery {
  readonly #options: NativeGalleryOptions;
  readonly #held = new Map<string, { tags: readonly string[]; vector: Float32Array }>();
  #path: string | null = null;
  #closed = false;
  /** Searches wait for this. */
  gate: Promise<unknown> = Promise.resolve();
  certified: boolean[] = [];

  constructor(options: NativeGalleryOptions) {
    if (options.seed.length !== 32) throw fault('BAD_ARGUMENT');
    this.#options = { ...options, seed: options.seed.slice() };
  }

  async put(names: readonly string[], tags: readonly (readonly string[])[], vectors: Float32Array): Promise<void> {
    const { dimension } = this.#options;
    const rows = names.map((name, i) => ({
      name,
      tags: tags[i] ?? [],
      vector: vectors.slice(i * dimension, (i + 1) * dimension),
    }));
    await turn();
    for (const { name, ...row } of rows) this.#put(name, row);
  }

  remove(names: readonly string[]): number {
    return names.filter((name) => this.#held.delete(name)).length;
  }

  count(filter: NativeFilter): number {
    return this.#filtered(filter).length;
  }

  search(probe: Float32Array, query: NativeQuery): NativeSearch {
    this.#open();
    this.certified.push(query.certified);
    const own = probe.slice();
    return this.#cancellable(() => {
      const searched = this.#filtered(query);
      const reached = searched
        .map(([name, { vector }]) => ({ name, score: Math.fround(comparisonScore(own, vector)) }))
        .filter(({ score }) => score >= query.scoreMin)
        .sort((a, b) => b.score - a.score);
      const told = reached.slice(0, query.limit);
      return {
        names: told.map(({ name }) => name),
        scores: Float32Array.from(told, ({ score }) => score),
        found: reached.length,
        searched: searched.length,
        scoreErrorMax: 0,
      };
    });
  }

  searchBatch(): never {
    throw new Error('nobody asks the fake for a batch');
  }

  pairs(first: number, count: number, scoreMin: number): NativePairsSearch {
    this.#open();
    return this.#cancellable(() => {
      const all = [...this.#held];
      const names: string[] = [];
      const scores: number[] = [];
      for (let i = first; i < Math.min(all.length, first + count); i++) {
        for (let j = i + 1; j < all.length; j++) {
          const [[one, a], [other, b]] = [all[i]!, all[j]!];
          const score = comparisonScore(a.vector, b.vector);
          if (score < scoreMin) continue;
          names.push(one, other);
          scores.push(score);
        }
      }
      return { names, scores: Float32Array.from(scores), scoreErrorMax: 0, cut: false };
    });
  }

  status(): NativeGalleryStatus {
    const { size } = this.#held;
    return {
      references: size,
      places: size,
      bytes: size * this.#bytes(),
      bytesMax: this.#options.bytesMax,
      searchesWaiting: 0,
    };
  }

  async putSealed(batch: SealedBatch): Promise<Int32Array> {
    await turn();
    const unopened: number[] = [];
    for (const [i, name] of batch.subjectIds.entries()) {
      const { buffer, byteOffset, byteLength } = batch.records[i]!;
      const vector = new Float32Array(buffer, byteOffset, byteLength / 4).slice();
      if (Number.isNaN(vector[0])) unopened.push(i);
      else this.#put(name, { tags: batch.tags[i] ?? [], vector });
    }
    return Int32Array.from(unopened);
  }

  async writeSnapshot(path: string, key: Uint8Array, header: Uint8Array) {
    const references = Object.fromEntries(
      [...this.#held].map(([name, { tags, vector }]) => [name, { tags, vector: [...vector] }]),
    );
    const kept: Kept = { header: Buffer.from(header).toString('base64'), keyDigest: digestOf(key), references };
    await this.gate;
    writeFileSync(`${path}.new`, JSON.stringify(kept));
    renameSync(`${path}.new`, path);
    this.#path = path;
    return { references: this.#held.size, bytes: 0 };
  }

  readSnapshotHeader(path: string): Uint8Array | null {
    return existsSync(path) ? Uint8Array.from(Buffer.from(keptIn(path).header, 'base64')) : null;
  }

  async readSnapshot(path: string, key: Uint8Array) {
    const kept = keptIn(path);
    await turn();
    if (kept.keyDigest !== digestOf(key)) throw fault('INTEGRITY');
    let erased = 0;
    for (const [name, row] of Object.entries(kept.references)) {
      if (row) this.#put(name, { tags: row.tags, vector: Float32Array.from(row.vector) });
      else erased += 1;
    }
    this.#path = path;
    return { references: this.#held.size, erased };
  }

  eraseFromSnapshot(names: readonly string[]): Promise<number> {
    if (this.#path === null) return Promise.resolve(0);
    const kept = keptIn(this.#path);
    const there = names.filter((name) => kept.references[name]);
    for (const name of there) kept.references[name] = null;
    writeFileSync(this.#path, JSON.stringify(kept));
    return Promise.resolve(there.length);
  }

  close(): void {
    this.#closed = true;
    this.#held.clear();
  }

  #bytes(): number {
    return 4 * this.#options.dimension;
  }

  #put(name: string, row: { tags: readonly string[]; vector: Float32Array }): void {
    this.#open();
    if (!this.#held.has(name) && (this.#held.size + 1) * this.#bytes() > this.#options.bytesMax)
      throw fault('GALLERY_FULL');
    this.#held.set(name, row);
  }

  #open(): void {
    if (this.#closed) throw fault('CLOSED');
  }

  #cancellable<T>(work: () => T): { readonly answer: Promise<T>; cancel(): void } {
    let isCancelled = false;
    const answer = this.gate.then(turn).then(() => {
      if (isCancelled) throw fault('CANCELLED');
      this.#open();
      return work();
    });
    return { answer, cancel: () => (isCancelled = true) };
  }

  #filtered({ names, tagsAny }: NativeFilter) {
    return [...this.#held].filter(
      ([name, { tags }]) =>
        (names === null || names.includes(name)) && (tagsAny === null || tags.some((tag) => tagsAny.includes(tag))),
    );
  }
}

export function keptIn(path: string): Kept {
  return JSON.parse(readFileSync(path, 'utf8')) as Kept;
}
