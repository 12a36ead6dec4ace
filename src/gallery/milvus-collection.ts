import { setTimeout as delay } from 'node:timers/promises';
import type { MilvusClient } from '@zilliz/milvus2-sdk-node';
import { FaceError } from '../errors.js';
import type { Call } from '../recognition/ports.js';
import { type MilvusConnection, accepted, cancelled, isRefusal, milvusSdk, untilAborted } from './milvus-connection.js';
import { fields } from './milvus-expressions.js';

/** How Milvus finds vectors. FLAT compares with all of them; every other index may miss some. */
export interface MilvusIndexing {
  readonly type: 'FLAT' | 'IVF_FLAT' | 'HNSW' | 'DISKANN';
  /** Such as M and efConstruction. */
  readonly build: Readonly<Record<string, number>>;
  /** Such as ef or nprobe. */
  readonly search: Readonly<Record<string, number>>;
}

export interface CollectionShape {
  readonly name: string;
  readonly dimension: number;
  readonly indexing: MilvusIndexing;
}

const POLL_MS = 200;
const MADE_LOOKS = 10;

/** The code of a collection that is there and not in memory. */
const NOT_LOADED = 101;

/** One row of a condition: its fields by name. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * The collection of one model. It is made once, before anything is put; later it is only opened: one that vanished is a
 * fault, since a search in a new, empty one would find nobody.
 */
export class MilvusCollection {
  readonly name: string;
  readonly searchParameters: Readonly<Record<string, number>>;
  readonly #connection: MilvusConnection;
  readonly #shape: CollectionShape;
  /** Opening is for all who ask; it ends with the index and not with whoever asked first. */
  readonly #life = new AbortController();
  #opening: Promise<void> | null = null;
  #made = false;

  constructor(connection: MilvusConnection, shape: CollectionShape) {
    this.name = shape.name;
    this.searchParameters = shape.indexing.search;
    this.#connection = connection;
    this.#shape = shape;
  }

  /** Runs `work` on the opened collection. @throws FaceError as `MilvusConnection.ask` */
  async ask<T>(what: string, call: Call, work: (client: MilvusClient) => Promise<T>): Promise<T> {
    try {
      return await this.#askOnce(what, call, work);
    } catch (error) {
      // A server that was started again may have forgotten that the collection is loaded.
      if (!isRefusal(error, NOT_LOADED)) throw error;
      return await this.#askOnce(what, call, work);
    }
  }

  async #askOnce<T>(what: string, call: Call, work: (client: MilvusClient) => Promise<T>): Promise<T> {
    const opening = (this.#opening ??= this.#open());
    const openAnew = (): void => {
      if (this.#opening === opening) this.#opening = null;
    };
    // Heard here too, since whoever asked may have gone by then.
    opening.catch(openAnew);
    try {
      await untilAborted(opening, call.signal);
      return await this.#connection.ask(what, call, work);
    } catch (error) {
      if (call.signal.aborted) throw cancelled();
      openAnew();
      throw error;
    }
  }

  /** Rows of a condition, at most `limit` of them, in no order. */
  query(
    expression: string,
    { names, limit }: { names: readonly string[]; limit: number },
    call: Call,
  ): Promise<readonly Row[]> {
    return this.ask('query', call, async (client) => {
      const answer = await client.query({
        collection_name: this.name,
        filter: expression,
        output_fields: [...names],
        limit,
        consistency_level: milvusSdk().ConsistencyLevelEnum.Strong,
      });
      accepted(answer.status);
      return answer.data;
    });
  }

  /** Rows of a condition; an empty one: all. */
  count(expression: string, call: Call): Promise<number> {
    return this.ask('count', call, async (client) => {
      const answer = await client.query({
        collection_name: this.name,
        filter: expression,
        output_fields: ['count(*)'],
        consistency_level: milvusSdk().ConsistencyLevelEnum.Strong,
      });
      accepted(answer.status);
      return Number(answer.data[0]?.['count(*)']);
    });
  }

  close(): void {
    this.#life.abort();
  }

  async #open(): Promise<void> {
    const call = { signal: this.#life.signal };
    if (!(await this.#exists(call))) {
      if (this.#made) {
        const gone = `The collection ${this.name} is gone from the vector engine; start the server again.`;
        throw new FaceError('STORE_DOWN', gone);
      }
      await this.#unlessMade(this.#make(call), () => this.#exists(call));
    }
    await this.#checkShape(call);
    if (!(await this.#hasIndex(call))) await this.#unlessMade(this.#makeIndex(call), () => this.#hasIndex(call));
    this.#made = true;
    await this.#load(call);
  }

  /** Another server may be making it at the same time: what counts is what is there soon afterwards. */
  async #unlessMade(making: Promise<void>, isMade: () => Promise<boolean>): Promise<void> {
    try {
      await making;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      for (let looks = 1; !(await isMade()); looks++) {
        if (looks === MADE_LOOKS) throw error;
        await delay(POLL_MS, undefined, { signal: this.#life.signal });
      }
    }
  }

  #exists(call: Call): Promise<boolean> {
    return this.#connection.ask('look for the collection', call, async (client) => {
      const answer = await client.hasCollection({ collection_name: this.name });
      accepted(answer.status);
      return Boolean(answer.value);
    });
  }

  #make(call: Call): Promise<void> {
    return this.#connection.ask('make the collection', call, async (client) => {
      accepted(
        await client.createCollection({
          collection_name: this.name,
          consistency_level: 'Strong',
          fields: fieldsOf(this.#shape.dimension),
        }),
      );
    });
  }

  async #hasIndex(call: Call): Promise<boolean> {
    try {
      return await this.#connection.ask('look for the index', call, async (client) => {
        const answer = await client.describeIndex({ collection_name: this.name, field_name: fields.vector });
        accepted(answer.status);
        return true;
      });
    } catch (error) {
      if (isRefusal(error)) return false;
      throw error;
    }
  }

  #makeIndex(call: Call): Promise<void> {
    const { type, build } = this.#shape.indexing;
    return this.#connection.ask('make the index', call, async (client) => {
      accepted(
        await client.createIndex({
          collection_name: this.name,
          field_name: fields.vector,
          index_type: type,
          metric_type: 'IP',
          params: { ...build },
        }),
      );
    });
  }

  async #checkShape(call: Call): Promise<void> {
    const { name, dimension } = this.#shape;
    const found = await this.#connection.ask('describe the collection', call, async (client) => {
      const answer = await client.describeCollection({ collection_name: name });
      accepted(answer.status);
      return answer.schema.fields.map((field) => `${field.name}:${field.data_type}:${dimensionOf(field)}`);
    });
    const expected = [
      `${fields.subjectId}:VarChar:`,
      `${fields.vector}:FloatVector:${dimension}`,
      `${fields.tags}:Array:`,
      `${fields.revision}:VarChar:`,
    ];
    if (expected.every((field) => found.includes(field))) return;
    throw new FaceError(
      'STORE_DOWN',
      `The collection ${name} of the vector engine must have ${expected.join(', ')}; it has ${found.join(', ')}. Drop it, and it is made anew.`,
    );
  }

  async #load(call: Call): Promise<void> {
    await this.#connection.ask('load the collection', call, async (client) => {
      accepted(await client.loadCollectionAsync({ collection_name: this.name }));
    });
    for (;;) {
      const progress = await this.#connection.ask('load the collection', call, async (client) => {
        const answer = await client.getLoadingProgress({ collection_name: this.name });
        accepted(answer.status);
        return Number(answer.progress);
      });
      if (progress >= 100) return;
      await delay(POLL_MS, undefined, call);
    }
  }
}

function fieldsOf(dimension: number) {
  const { DataType } = milvusSdk();
  return [
    { name: fields.subjectId, data_type: DataType.VarChar, max_length: 128, is_primary_key: true, autoID: false },
    { name: fields.vector, data_type: DataType.FloatVector, dim: dimension },
    { name: fields.tags, data_type: DataType.Array, element_type: DataType.VarChar, max_length: 32, max_capacity: 16 },
    { name: fields.revision, data_type: DataType.VarChar, max_length: 32 },
  ];
}

/** The SDK tells it as a number or as digits. */
function dimensionOf({ dim }: { readonly dim?: unknown }): string {
  return typeof dim === 'number' || typeof dim === 'string' ? String(dim) : '';
}
