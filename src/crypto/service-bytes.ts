import { FaceError } from '../errors.js';
import type { BytesContext } from '../recognition/ports.js';
import { hkdf64, openRecord, type RecordSuite, sealRecord } from './committed-record.js';
import { contextBytes } from './context.js';

/**
 * The `FBS1` record: bytes that belong to no subject, such as what a capture showed, sealed under a service key and
 * bound to what they are for and to their id (docs/template-record.md).
 */

export const BYTES_KEY_BYTES = 32;

export interface BytesKey {
  /** 32 bytes from `deriveBytesKey`. Borrowed. */
  readonly key: Uint8Array;
  readonly kekEpoch: Uint8Array;
}

/** A key for nothing but these records, so that no digest under the service key can ever be a key of theirs. */
export function deriveBytesKey(serviceKey: Uint8Array): Uint8Array {
  const block = hkdf64(serviceKey, new Uint8Array(0), Buffer.from('face-engine service bytes v1', 'utf8'));
  const key = Uint8Array.from(block.subarray(0, BYTES_KEY_BYTES));
  block.fill(0);
  return key;
}

export interface SealBytesInput {
  readonly bytes: Uint8Array;
  readonly context: BytesContext;
  readonly key: BytesKey;
  readonly suite: RecordSuite;
  /** Given by the conformance vectors only. */
  readonly nonce?: Uint8Array;
}

export function sealBytes({ bytes, context, key, suite, nonce }: SealBytesInput): Uint8Array {
  return sealRecord({
    header: { magic: 'FBS1', suite, kekEpoch: key.kekEpoch, generation: NO_GENERATION },
    key: key.key,
    context: boundTo(context),
    plaintext: bytes,
    ...(nonce && { nonce }),
  });
}

export interface OpenBytesInput {
  readonly sealed: Uint8Array;
  readonly context: BytesContext;
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly suites: readonly RecordSuite[];
}

/** @returns bytes the caller owns and zeroes @throws FaceError TEMPLATE_INTEGRITY, the same for every reason */
export function openBytes({ sealed, context, key, suites }: OpenBytesInput): Uint8Array {
  try {
    return openRecord({ magic: 'FBS1', suites, key, context: boundTo(context), record: sealed });
  } catch (cause) {
    throw new FaceError(
      'TEMPLATE_INTEGRITY',
      'A sealed record is not what was sealed under this key, for this purpose and with this id.',
      { cause },
    );
  }
}

/** There is one service key; data keys of subjects count from 1. */
const NO_GENERATION = 0;

function boundTo({ purpose, id }: BytesContext): Buffer {
  return contextBytes({
    subjectReference: new Uint8Array(0),
    modelId: '',
    schema: 'bytes',
    recordId: id,
    purpose,
    tenant: '',
    version: 0,
    expiresAtMs: null,
  });
}
