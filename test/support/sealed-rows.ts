import { createHmac, randomBytes } from 'node:crypto';
import { type RecordSuite, sealRecord } from '../../src/crypto/committed-record.js';
import { contextBytes, joined, type RecordContext } from '../../src/crypto/context.js';
import { deriveKeyEncryptionKey, type KeyEncryptionKey } from '../../src/crypto/key-encryption-key.js';
import { sealTemplate } from '../../src/crypto/template-record.js';
import type { SealedBatch, SealedKeys } from '../../src/engine/native-gallery.js';

/** One template row with the wrapped data key of its subject. */
export interface SealedRow {
  readonly subjectId: string;
  readonly templateId: string;
  readonly version: number;
  readonly keyGeneration: number;
  readonly record: Uint8Array;
  readonly wrappedKey: Uint8Array;
}

export const sealedModelId = 'embedding@0123456789ab';

export function anyKek(): KeyEncryptionKey {
  return deriveKeyEncryptionKey(randomBytes(32), null);
}

export function keysOf(kek: KeyEncryptionKey, readable = false): SealedKeys {
  return { key: kek.key, epoch: kek.epoch, serviceKey: kek.serviceKey, modelId: sealedModelId, readable };
}

export interface RowToSeal {
  readonly subjectId: string;
  readonly embedding: Float32Array;
  readonly templateId?: string;
  readonly version?: number;
  readonly keyGeneration?: number;
  readonly suite?: RecordSuite;
  /** The vault wraps data keys with suite 1 alone. */
  readonly keySuite?: RecordSuite;
}

/** Seals a row as the vault does. */
export function sealedRow(kek: KeyEncryptionKey, row: RowToSeal): SealedRow {
  const { subjectId, embedding, templateId = `t-${subjectId}`, version = 1, keyGeneration = 1 } = row;
  const dek = randomBytes(32);
  const subjectReference = referenceOf(kek, subjectId);
  const bound = { subjectReference, tenant: '', expiresAtMs: null };
  return {
    subjectId,
    templateId,
    version,
    keyGeneration,
    record: sealTemplate({
      embedding,
      context: { ...bound, ...templateContext, modelId: sealedModelId, recordId: templateId, version },
      key: { dek, generation: keyGeneration, kekEpoch: kek.epoch },
      suite: row.suite ?? 1,
    }),
    wrappedKey: sealRecord({
      header: { magic: 'FBK1', suite: row.keySuite ?? 1, kekEpoch: kek.epoch, generation: keyGeneration },
      key: kek.key,
      context: contextBytes({ ...bound, ...keyContext, version: keyGeneration }),
      plaintext: dek,
    }),
  };
}

const templateContext: Pick<RecordContext, 'schema' | 'purpose'> = { schema: 'float32le', purpose: 'template' };
const keyContext = { schema: 'aes256', purpose: 'subject data key', modelId: '', recordId: '' };

function referenceOf(kek: KeyEncryptionKey, subjectId: string): Uint8Array {
  const parts = ['subject reference', subjectId].map((part) => Buffer.from(part));
  return createHmac('sha256', kek.serviceKey).update(joined(parts)).digest();
}

export function batchOf(rows: readonly SealedRow[]): SealedBatch {
  return {
    subjectIds: rows.map((row) => row.subjectId),
    tags: rows.map(() => []),
    templateIds: rows.map((row) => row.templateId),
    versions: Int32Array.from(rows, (row) => row.version),
    keyGenerations: Int32Array.from(rows, (row) => row.keyGeneration),
    records: rows.map((row) => row.record),
    wrappedKeys: rows.map((row) => row.wrappedKey),
  };
}
