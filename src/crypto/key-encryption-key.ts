import { createHmac } from 'node:crypto';
import { FaceError } from '../errors.js';
import { hkdf64 } from './committed-record.js';

/** The root of all keys. Its owner zeroes `key` and `serviceKey`. */
export interface KeyEncryptionKey {
  /** Names the key in rows and records without saying anything about it; 8 bytes. */
  readonly epoch: Uint8Array;
  /** Wraps data keys; 32 bytes. */
  readonly key: Uint8Array;
  /** For keyed digests; 32 bytes. Derived, so it changes with the key: a rotation must carry it over. */
  readonly serviceKey: Uint8Array;
}

const KEY_BYTES = 32;
const SALT_BYTES_MIN = 16;

/**
 * Makes the key encryption key of a master key, which it zeroes.
 *
 * @param masterKey 32 bytes from a provider
 * @param salt BIOMETRIC_TEMPLATE_SALT, any text of at least 16 bytes, or null. It is no secret, but belongs to the key:
 * another salt gives another key
 * @throws FaceError BAD_FIELD for a salt that is too short
 */
export function deriveKeyEncryptionKey(masterKey: Uint8Array, salt: string | null): KeyEncryptionKey {
  const saltBytes = Buffer.from(salt ?? '', 'utf8');
  if (salt !== null && saltBytes.length < SALT_BYTES_MIN) {
    throw new FaceError(
      'BAD_FIELD',
      `BIOMETRIC_TEMPLATE_SALT must have at least ${SALT_BYTES_MIN} bytes; it has ${saltBytes.length}.`,
      {
        field: 'BIOMETRIC_TEMPLATE_SALT',
      },
    );
  }
  const key = derive(masterKey, saltBytes, 'face-engine KEK v1');
  masterKey.fill(0);
  const epoch = createHmac('sha512', key).update('epoch').digest();
  return {
    epoch: Uint8Array.from(epoch.subarray(0, 8)),
    key,
    serviceKey: derive(key, new Uint8Array(0), 'face-engine service digest v1'),
  };
}

function derive(key: Uint8Array, salt: Uint8Array, label: string): Uint8Array {
  const block = hkdf64(key, salt, Buffer.from(label, 'utf8'));
  // HKDF of 32 bytes is the first half of the one block.
  const derived = Uint8Array.from(block.subarray(0, KEY_BYTES));
  block.fill(0);
  return derived;
}
