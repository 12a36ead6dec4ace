import { createHmac } from 'node:crypto';
import type { IndexEntry } from './gallery-index.js';

/** What the collection holds of things it need not read, all under the key of the rotation. */
export class Marks {
  readonly #key: Uint8Array;

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** A tag as it is stored: equal tags are equal, and that is all there is to see. 32 hexadecimal digits. */
  tag(tag: string): string {
    return this.#digest('tag', tag).slice(0, 32);
  }

  /** Changes with the embedding and with the tags. 32 hexadecimal digits. */
  revision({ embedding, tags }: IndexEntry): string {
    const bytes = Buffer.from(embedding.buffer, embedding.byteOffset, embedding.byteLength);
    return this.#digest('revision', bytes, JSON.stringify(tags)).slice(0, 32);
  }

  /** One for each model and key: vectors of another rotation never meet. */
  collection(modelId: string): string {
    const name = modelId.replaceAll(/[^A-Za-z0-9]/g, '_').slice(0, 100);
    return `face_engine_${name}_${this.#digest('collection', modelId).slice(0, 16)}`;
  }

  #digest(purpose: string, ...parts: readonly (string | Uint8Array)[]): string {
    const digest = createHmac('sha256', this.#key).update(`gallery ${purpose} 1\0`);
    for (const part of parts) digest.update(part);
    return digest.digest('hex');
  }
}
