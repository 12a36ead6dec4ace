import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { FaceError } from '../errors.js';

/**
 * A sealed record that only one key opens (docs/template-record.md). Big-endian:
 *
 *   magic 4 · version 1 · suite 1 · flags 2 (zero) · KEK epoch 8 · DEK generation 4 · nonce 32 · commitment 32 · body · tag 16
 *
 * Plain AES-GCM does not commit to its key: one ciphertext can be built that opens under two. Here the key is derived
 * per record, and the commitment, derived beside it, is compared before anything is decrypted.
 */
export interface RecordHeader {
  /** Four ASCII characters; also separates the derived keys of different kinds of record. */
  readonly magic: 'FBE1' | 'FBK1' | 'FBS1';
  readonly suite: RecordSuite;
  /** 8 bytes: the key encryption key in use when the record was sealed. Authenticated, never looked up. */
  readonly kekEpoch: Uint8Array;
  readonly generation: number;
}

/** 1: AES-256-GCM. 2: readable, with an HMAC; for development only. */
export type RecordSuite = 1 | 2;

export interface SealInput {
  readonly header: RecordHeader;
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** Canonical bytes of everything the record is bound to. */
  readonly context: Uint8Array;
  readonly plaintext: Uint8Array;
  /** 32 bytes, never twice under one key; drawn when absent, given by the conformance vectors. */
  readonly nonce?: Uint8Array;
}

export interface OpenInput {
  readonly magic: RecordHeader['magic'];
  readonly suites: readonly RecordSuite[];
  readonly key: Uint8Array;
  readonly context: Uint8Array;
  readonly record: Uint8Array;
}

const VERSION = 1;
const NONCE_AT = 20;
const COMMITMENT_AT = 52;
const BODY_AT = 84;
const TAG_BYTES = 16;
export const RECORD_OVERHEAD_BYTES = BODY_AT + TAG_BYTES;
/** Zero is safe: the key is derived from a fresh nonce and used once. */
const ZERO_IV = new Uint8Array(12);

export function sealRecord({ header, key, context, plaintext, nonce = randomBytes(32) }: SealInput): Uint8Array {
  const head = Buffer.concat([headerBytes(header), nonce]);
  const aad = Buffer.concat([head, context]);
  const derived = derive(header.magic, { key, nonce, aad });
  const { body, tag } =
    header.suite === 1
      ? encrypt(derived.key, aad, plaintext)
      : { body: plaintext, tag: macOf(derived.key, aad, plaintext) };
  const record = Uint8Array.from(Buffer.concat([head, derived.commitment, body, tag]));
  derived.bytes.fill(0);
  return record;
}

/**
 * @returns the plaintext; the caller owns it and zeroes it
 * @throws FaceError TEMPLATE_INTEGRITY, the same for every reason
 */
export function openRecord({ magic, suites, key, context, record }: OpenInput): Buffer {
  const view = Buffer.from(record.buffer, record.byteOffset, record.byteLength);
  const suite = suites.find((allowed) => startsWell(view, magic, allowed));
  if (suite === undefined) throw integrityFault(new Error('not a record of this kind'));
  const nonce = view.subarray(NONCE_AT, COMMITMENT_AT);
  const aad = Buffer.concat([view.subarray(0, COMMITMENT_AT), context]);
  const derived = derive(magic, { key, nonce, aad });
  try {
    if (!timingSafeEqual(derived.commitment, view.subarray(COMMITMENT_AT, BODY_AT)))
      throw new Error('another key or context');
    const body = view.subarray(BODY_AT, -TAG_BYTES);
    const tag = view.subarray(-TAG_BYTES);
    return suite === 1 ? decrypt(derived.key, { aad, body, tag }) : verified(derived.key, { aad, body, tag });
  } catch (cause) {
    throw integrityFault(cause);
  } finally {
    derived.bytes.fill(0);
  }
}

/** Says nothing of which check failed: the answer to a forger is the same at every step. */
export function integrityFault(cause: unknown): FaceError {
  return new FaceError(
    'TEMPLATE_INTEGRITY',
    'A stored template is not what was sealed. Enrol the subject again, or restore a backup.',
    { cause },
  );
}

function headerBytes({ magic, suite, kekEpoch, generation }: RecordHeader): Buffer {
  const bytes = Buffer.alloc(NONCE_AT);
  bytes.write(magic, 0, 'latin1');
  bytes.writeUInt8(VERSION, 4);
  bytes.writeUInt8(suite, 5);
  bytes.set(kekEpoch, 8);
  bytes.writeUInt32BE(generation, 16);
  return bytes;
}

function startsWell(record: Buffer, magic: string, suite: RecordSuite): boolean {
  return (
    record.length >= RECORD_OVERHEAD_BYTES &&
    record.toString('latin1', 0, 4) === magic &&
    record.readUInt8(4) === VERSION &&
    record.readUInt8(5) === suite &&
    record.readUInt16BE(6) === 0
  );
}

interface Derived {
  /** Key and commitment together, to be zeroed. */
  readonly bytes: Buffer;
  readonly key: Buffer;
  readonly commitment: Buffer;
}

function derive(magic: string, { key, nonce, aad }: { key: Uint8Array; nonce: Uint8Array; aad: Uint8Array }): Derived {
  const info = Buffer.concat([Buffer.from(`${magic}\0`, 'latin1'), createHash('sha256').update(aad).digest()]);
  const bytes = hkdf64(key, nonce, info);
  return { bytes, key: bytes.subarray(0, 32), commitment: bytes.subarray(32) };
}

/**
 * HKDF-SHA512 (RFC 5869) of 64 bytes, which is one block: T(1) = HMAC(HMAC(salt, key), info ‖ 0x01). Written out because
 * `hkdfSync` takes several times as long.
 */
export function hkdf64(key: Uint8Array, salt: Uint8Array, info: Uint8Array): Buffer {
  const extracted = createHmac('sha512', salt).update(key).digest();
  const expanded = createHmac('sha512', extracted).update(info).update(Uint8Array.of(1)).digest();
  extracted.fill(0);
  return expanded;
}

interface Sealed {
  readonly aad: Uint8Array;
  readonly body: Uint8Array;
  readonly tag: Uint8Array;
}

function encrypt(key: Uint8Array, aad: Uint8Array, plaintext: Uint8Array): { body: Uint8Array; tag: Uint8Array } {
  const cipher = createCipheriv('aes-256-gcm', key, ZERO_IV, { authTagLength: TAG_BYTES });
  cipher.setAAD(aad);
  const body = cipher.update(plaintext);
  cipher.final();
  return { body, tag: cipher.getAuthTag() };
}

function decrypt(key: Uint8Array, { aad, body, tag }: Sealed): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, ZERO_IV, { authTagLength: TAG_BYTES });
  decipher.setAAD(aad);
  decipher.setAuthTag(tag);
  const plaintext = decipher.update(body);
  try {
    decipher.final();
  } catch (error) {
    plaintext.fill(0);
    throw error;
  }
  return plaintext;
}

function verified(key: Uint8Array, { aad, body, tag }: Sealed): Buffer {
  if (!timingSafeEqual(macOf(key, aad, body), tag)) throw new Error('another body');
  return Buffer.from(body);
}

/** The length keeps the border between the two parts where it is. */
function macOf(key: Uint8Array, aad: Uint8Array, plaintext: Uint8Array): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(aad.byteLength));
  return createHmac('sha256', key).update(length).update(aad).update(plaintext).digest().subarray(0, TAG_BYTES);
}
