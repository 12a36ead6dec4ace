import { randomBytes, randomUUID } from 'node:crypto';
import { DATA_KEY_BYTES, wrapDataKey } from '../../src/crypto/envelope.js';
import type { KeyEncryptionKey } from '../../src/crypto/key-encryption-key.js';
import { sealTemplate, TEMPLATE_PURPOSE, TEMPLATE_SCHEMA } from '../../src/crypto/template-record.js';
import { EnvelopeVault } from '../../src/crypto/vault.js';

/** Subjects that a number makes, the same in every process. */

/** Subjects whose vectors have one centre: neighbours of a likeness that strangers have at most. */
const CLUSTER = 100;

/** Ids in an order that says nothing of when they were enrolled, as callers' ids are: 16 characters, each number another. */
export function subjectIdOf(number: number): string {
  return `subject-${mixed(number).toString(16).padStart(8, '0')}`;
}

/** Unit vectors; two of one cluster have a cosine of about 0.5. */
export function vectorOf(number: number, dimension: number): Float32Array {
  const centre = centreOf(Math.floor(number / CLUSTER), dimension);
  const vector = noise(mixed(number), dimension).map((value, i) => value + (centre[i] ?? 0));
  let square = 0;
  for (const value of vector) square += value * value;
  const scale = 1 / Math.sqrt(square);
  return vector.map((value) => value * scale);
}

let lastCentre: { readonly cluster: number; readonly values: Float32Array } = {
  cluster: -1,
  values: new Float32Array(),
};

function centreOf(cluster: number, dimension: number): Float32Array {
  if (lastCentre.cluster !== cluster || lastCentre.values.length !== dimension) {
    lastCentre = { cluster, values: noise(mixed(cluster ^ 0x5bd1e995), dimension) };
  }
  return lastCentre.values;
}

/** Numbers of −1 … 1 by xorshift32. */
function noise(seed: number, dimension: number): Float32Array {
  let state = seed | 1;
  const values = new Float32Array(dimension);
  for (let i = 0; i < dimension; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    values[i] = state / 2 ** 31;
  }
  return values;
}

/** Another number for each number (the last step of MurmurHash3). */
function mixed(number: number): number {
  let x = number | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** What an enrolment leaves in the store. */
export interface EnrolledRows {
  readonly subjectId: string;
  readonly templateId: string;
  readonly record: Uint8Array;
  readonly wrapped: Uint8Array;
}

export interface Sealing {
  readonly kek: KeyEncryptionKey;
  readonly modelId: string;
  readonly dimension: number;
  readonly referenceOf: (subjectId: string) => Uint8Array;
}

/** @param kek lent for as long as anything is sealed */
export function sealingOf(
  kek: KeyEncryptionKey,
  { modelId, dimension }: { readonly modelId: string; readonly dimension: number },
): Sealing {
  const vault = new EnvelopeVault({ kek, encryptTemplates: true, dev: false, dataKeysMax: 1 });
  const referenceOf = (id: string): Uint8Array => vault.keyedDigest('subject reference', [Buffer.from(id)]);
  return { kek, modelId, dimension, referenceOf };
}

/** The rows of a first enrolment, as the vault seals them. */
export function enrolledRows(number: number, { kek, modelId, dimension, referenceOf }: Sealing): EnrolledRows {
  const subjectId = subjectIdOf(number);
  const templateId = randomUUID();
  const subjectReference = referenceOf(subjectId);
  const dek = randomBytes(DATA_KEY_BYTES);
  const bound = { subjectReference, modelId, recordId: templateId, version: 1, tenant: '', expiresAtMs: null };
  const record = sealTemplate({
    embedding: vectorOf(number, dimension),
    context: { ...bound, schema: TEMPLATE_SCHEMA, purpose: TEMPLATE_PURPOSE },
    key: { dek, generation: 1, kekEpoch: kek.epoch },
    suite: 1,
  });
  return { subjectId, templateId, record, wrapped: wrapDataKey(kek, dek, { subjectReference, generation: 1 }) };
}
