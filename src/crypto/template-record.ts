import { integrityFault, openRecord, type RecordSuite, sealRecord } from './committed-record.js';
import { contextBytes, type RecordContext } from './context.js';

/** The `FBE1` record: one embedding, sealed under its subject's data key (docs/template-record.md). */

/** float32, little-endian, as many as the record is long. */
export const TEMPLATE_SCHEMA = 'float32le';
export const TEMPLATE_PURPOSE = 'template';

export interface TemplateKey {
  /** The subject's data key, 32 bytes. Borrowed. */
  readonly dek: Uint8Array;
  readonly generation: number;
  readonly kekEpoch: Uint8Array;
}

export interface SealTemplateInput {
  readonly embedding: Float32Array;
  readonly context: RecordContext;
  readonly key: TemplateKey;
  readonly suite: RecordSuite;
  /** Given by the conformance vectors only. */
  readonly nonce?: Uint8Array;
}

export function sealTemplate({ embedding, context, key, suite, nonce }: SealTemplateInput): Uint8Array {
  const plaintext = toBytes(embedding);
  try {
    return sealRecord({
      header: { magic: 'FBE1', suite, kekEpoch: key.kekEpoch, generation: key.generation },
      key: key.dek,
      context: contextBytes(context),
      plaintext,
      ...(nonce && { nonce }),
    });
  } finally {
    plaintext.fill(0);
  }
}

export interface OpenTemplateInput {
  readonly record: Uint8Array;
  readonly context: RecordContext;
  readonly dek: Uint8Array;
  readonly suites: readonly RecordSuite[];
}

/** @throws FaceError TEMPLATE_INTEGRITY */
export function openTemplate({ record, context, dek, suites }: OpenTemplateInput): Float32Array {
  const plaintext = openRecord({ magic: 'FBE1', suites, key: dek, context: contextBytes(context), record });
  try {
    return fromBytes(plaintext);
  } finally {
    plaintext.fill(0);
  }
}

function toBytes(embedding: Float32Array): Buffer {
  const bytes = Buffer.alloc(embedding.length * 4);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const [i, value] of embedding.entries()) view.setFloat32(i * 4, value, true);
  return bytes;
}

function fromBytes(bytes: Buffer): Float32Array {
  if (bytes.length % 4 !== 0) throw integrityFault(new Error('not a whole number of float32'));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(i * 4, true));
}
