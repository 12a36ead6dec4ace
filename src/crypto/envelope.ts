import { openRecord, sealRecord } from './committed-record.js';
import { contextBytes } from './context.js';
import type { KeyEncryptionKey } from './key-encryption-key.js';

/**
 * The wrapping of a subject's data key: an `FBK1` record of 132 bytes, built like a template record, with the same
 * commitment. Its context holds the subject, so that one subject's key put into another's row does not unwrap.
 */
export interface WrapContext {
  /** Keyed digest of the subject id, 32 bytes. */
  readonly subjectReference: Uint8Array;
  readonly generation: number;
}

export const DATA_KEY_BYTES = 32;

export function wrapDataKey(kek: KeyEncryptionKey, dek: Uint8Array, context: WrapContext): Uint8Array {
  return sealRecord({
    header: { magic: 'FBK1', suite: 1, kekEpoch: kek.epoch, generation: context.generation },
    key: kek.key,
    context: wrapContextBytes(context),
    plaintext: dek,
  });
}

/**
 * @returns the data key; the caller owns it and zeroes it
 * @throws FaceError TEMPLATE_INTEGRITY
 */
export function unwrapDataKey(kek: KeyEncryptionKey, wrapped: Uint8Array, context: WrapContext): Buffer {
  return openRecord({ magic: 'FBK1', suites: [1], key: kek.key, context: wrapContextBytes(context), record: wrapped });
}

function wrapContextBytes({ subjectReference, generation }: WrapContext): Buffer {
  return contextBytes({
    subjectReference,
    modelId: '',
    schema: 'aes256',
    recordId: '',
    purpose: 'subject data key',
    tenant: '',
    version: generation,
    expiresAtMs: null,
  });
}
