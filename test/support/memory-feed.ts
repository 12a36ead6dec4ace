import { randomUUID } from 'node:crypto';
import { FaceError } from '../../src/errors.js';
import type {
  ChangePoint,
  Changes,
  Listening,
  ReferenceOpener,
  ReferenceRow,
  TemplateFeed,
} from '../../src/gallery/ports.js';

/** A store of references with its changes, in memory. Records are the numbers themselves. */
export class MemoryFeed implements TemplateFeed, ReferenceOpener {
  #rows = new Map<string, ReferenceRow>();
  #changes: { sequence: number; token: string; subjectId: string }[] = [];
  #sequence = 0;
  readonly #listeners = new Set<() => void>();
  sealed = false;
  /** Out of reach. */
  down = false;
  /** Whether listeners hear of changes. */
  notifies = true;
  /** Runs once, before the next page of references is answered. */
  beforeNextPage: (() => void) | null = null;
  pagesRead = 0;

  put(subjectId: string, embedding: Float32Array, tags: readonly string[] = []): void {
    const version = (this.#rows.get(subjectId)?.template.version ?? 0) + 1;
    this.#rows.set(subjectId, rowOf(subjectId, version, embedding, tags));
    this.#note(subjectId);
  }

  /** A template that does not open. */
  putBroken(subjectId: string): void {
    this.put(subjectId, Float32Array.of(NaN));
  }

  /** A template that another key sealed. */
  putForeign(subjectId: string): void {
    this.put(subjectId, Float32Array.of(Infinity));
  }

  delete(subjectId: string): void {
    if (this.#rows.delete(subjectId)) this.#note(subjectId);
  }

  /** Gone without a change that says so, which no store does. */
  loseSilently(subjectId: string): void {
    this.#rows.delete(subjectId);
  }

  /** Forgets all changes but the last `count`. */
  purge(count = 1): void {
    this.#changes = this.#changes.slice(-count);
  }

  /** Restored from a backup: the same numbers, another life. */
  restore(): void {
    this.#changes = this.#changes.map((change) => ({ ...change, token: randomUUID() }));
  }

  /** What it is now, as a replica has it. */
  copy(): MemoryFeed {
    const copy = new MemoryFeed();
    copy.become(this);
    return copy;
  }

  /** Another one takes its place. */
  become(other: MemoryFeed): void {
    this.#rows = new Map(other.#rows);
    this.#changes = [...other.#changes];
    this.#sequence = other.#sequence;
  }

  head(): Promise<ChangePoint> {
    return this.#answer(() => this.#head());
  }

  changesAfter(point: ChangePoint, limit: number): Promise<Changes> {
    return this.#answer(() => {
      const later = this.#changes.filter(({ sequence }) => sequence > point.sequence).slice(0, limit);
      const known =
        point.token === null
          ? (this.#changes[0]?.sequence ?? 1) === 1
          : this.#changes.some(({ sequence, token }) => sequence === point.sequence && token === point.token);
      const last = later.at(-1);
      return {
        known,
        subjectIds: [...new Set(later.map(({ subjectId }) => subjectId))],
        through: last ? { sequence: last.sequence, token: last.token } : point,
        more: later.length === limit,
      };
    });
  }

  references(subjectIds: readonly string[]): Promise<readonly ReferenceRow[]> {
    return this.#answer(() => subjectIds.flatMap((subjectId) => this.#rows.get(subjectId) ?? []));
  }

  async page(after: string | null, limit: number): Promise<readonly ReferenceRow[]> {
    const page = await this.#answer(() =>
      [...this.#rows.values()]
        .sort((a, b) => (a.template.subjectId < b.template.subjectId ? -1 : 1))
        .filter(({ template }) => after === null || template.subjectId > after)
        .slice(0, limit),
    );
    this.pagesRead += 1;
    this.beforeNextPage?.();
    this.beforeNextPage = null;
    return page;
  }

  count(): Promise<{ readonly references: number; readonly head: ChangePoint }> {
    return this.#answer(() => ({ references: this.#rows.size, head: this.#head() }));
  }

  listen(onChange: () => void): Listening {
    this.#listeners.add(onChange);
    return {
      close: () => {
        this.#listeners.delete(onChange);
        return Promise.resolve();
      },
    };
  }

  open({ template }: ReferenceRow): Promise<Float32Array> {
    const { buffer, byteOffset, byteLength } = template.record;
    const embedding = new Float32Array(buffer, byteOffset, byteLength / 4).slice();
    if (embedding[0] === Infinity)
      return Promise.reject(
        new FaceError('KEYS_SEALED', 'The key configured is not the key that sealed this template.'),
      );
    return Number.isNaN(embedding[0])
      ? Promise.reject(new FaceError('TEMPLATE_INTEGRITY', 'A stored template is not what was sealed.'))
      : Promise.resolve(embedding);
  }

  #head(): ChangePoint {
    const last = this.#changes.at(-1);
    return last ? { sequence: last.sequence, token: last.token } : { sequence: 0, token: null };
  }

  #note(subjectId: string): void {
    this.#changes.push({ sequence: ++this.#sequence, token: randomUUID(), subjectId });
    if (this.notifies) for (const listener of this.#listeners) listener();
  }

  async #answer<T>(read: () => T): Promise<T> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.down) throw new FaceError('STORE_DOWN', 'The database is out of reach.');
    return read();
  }
}

function rowOf(subjectId: string, version: number, embedding: Float32Array, tags: readonly string[]): ReferenceRow {
  return {
    template: {
      templateId: `${subjectId}-${version}`,
      subjectId,
      modelId: 'm@1',
      version,
      keyGeneration: 1,
      record: new Uint8Array(embedding.slice().buffer),
      framesUsed: 5,
      quality: 70,
      createdAt: new Date(0),
    },
    tags,
    key: { subjectId, generation: 1, kekEpoch: new Uint8Array(8), wrapped: Uint8Array.of(1) },
  };
}
