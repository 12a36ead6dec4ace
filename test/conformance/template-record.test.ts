import { createDecipheriv, createHash, hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { sealRecord } from '../../src/crypto/committed-record.js';
import { contextBytes, type RecordContext } from '../../src/crypto/context.js';
import { unwrapDataKey } from '../../src/crypto/envelope.js';
import { deriveKeyEncryptionKey } from '../../src/crypto/key-encryption-key.js';
import { openTemplate, sealTemplate } from '../../src/crypto/template-record.js';
import { isFaceError } from '../../src/errors.js';
import { forgeForTwoKeys } from '../support/gcm-forgery.js';

const contextVector = z.object({
  subjectReference: z.string(),
  modelId: z.string(),
  schema: z.string(),
  recordId: z.string(),
  purpose: z.string(),
  tenant: z.string(),
  version: z.number(),
  expiresAtMs: z.number().nullable(),
});

const sealedVector = {
  name: z.string(),
  kekEpoch: z.string(),
  generation: z.number(),
  nonce: z.string(),
  context: contextVector,
};

const vectorFile = z.object({
  templates: z.array(
    z.object({
      ...sealedVector,
      suite: z.union([z.literal(1), z.literal(2)]),
      dek: z.string(),
      contextBytes: z.string(),
      plaintext: z.string(),
      record: z.string(),
    }),
  ),
  keyEncryptionKeys: z.array(
    z.object({
      masterKey: z.string(),
      salt: z.string().nullable(),
      kek: z.string(),
      epoch: z.string(),
      serviceKey: z.string(),
    }),
  ),
  dataKeys: z.array(z.object({ ...sealedVector, kek: z.string(), dek: z.string(), wrapped: z.string() })),
  forgery: z.object({
    deks: z.array(z.string()),
    context: contextVector,
    recordWithFirstCommitment: z.string(),
    recordWithSecondCommitment: z.string(),
  }),
});

const file = path.resolve(__dirname, '../../../test/conformance/vectors/template-record.json');
const vectors = vectorFile.parse(JSON.parse(readFileSync(file, 'utf8')));

const hex = (digits: string): Buffer => Buffer.from(digits, 'hex');
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const contextOf = (vector: z.infer<typeof contextVector>): RecordContext => ({
  ...vector,
  subjectReference: hex(vector.subjectReference),
});

function floatsOf(bytes: Buffer): Float32Array {
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(i * 4));
}

/** What opening gives: the numbers, or the code of the fault. */
function opened(open: () => Float32Array | Buffer): string {
  try {
    return `opened ${toHex(Buffer.from(open().buffer))}`;
  } catch (error) {
    return isFaceError(error) ? error.code : `not a FaceError: ${String(error)}`;
  }
}

describe('vectors', () => {
  test.each(vectors.templates)('FBE1: $name', (vector) => {
    const context = contextOf(vector.context);
    const key = { dek: hex(vector.dek), generation: vector.generation, kekEpoch: hex(vector.kekEpoch) };
    const embedding = floatsOf(hex(vector.plaintext));
    expect(toHex(contextBytes(context))).toBe(vector.contextBytes);
    expect(toHex(sealTemplate({ embedding, context, key, suite: vector.suite, nonce: hex(vector.nonce) }))).toBe(
      vector.record,
    );
    expect(openTemplate({ record: hex(vector.record), context, dek: key.dek, suites: [vector.suite] })).toEqual(
      embedding,
    );
  });

  test.each(vectors.keyEncryptionKeys)('key encryption key, salt $salt', (vector) => {
    const kek = deriveKeyEncryptionKey(hex(vector.masterKey), vector.salt);
    expect({ kek: toHex(kek.key), epoch: toHex(kek.epoch), serviceKey: toHex(kek.serviceKey) }).toEqual({
      kek: vector.kek,
      epoch: vector.epoch,
      serviceKey: vector.serviceKey,
    });
  });

  test.each(vectors.dataKeys)('FBK1: $name', (vector) => {
    const context = contextOf(vector.context);
    const header = { magic: 'FBK1', suite: 1, kekEpoch: hex(vector.kekEpoch), generation: vector.generation } as const;
    const sealed = sealRecord({
      header,
      key: hex(vector.kek),
      context: contextBytes(context),
      plaintext: hex(vector.dek),
      nonce: hex(vector.nonce),
    });
    expect(toHex(sealed)).toBe(vector.wrapped);
    const kek = { epoch: hex(vector.kekEpoch), key: hex(vector.kek), serviceKey: new Uint8Array(32) };
    const unwrapped = unwrapDataKey(kek, hex(vector.wrapped), {
      subjectReference: context.subjectReference,
      generation: vector.generation,
    });
    expect(toHex(unwrapped)).toBe(vector.dek);
  });
});

test('a ciphertext that plain AES-GCM opens under two keys opens as a record under one at most', () => {
  const { deks, context, recordWithFirstCommitment, recordWithSecondCommitment } = vectors.forgery;
  const records = [hex(recordWithFirstCommitment), hex(recordWithSecondCommitment)];
  const context_ = contextOf(context);
  for (const [i, record] of records.entries()) {
    const aad = Buffer.concat([record.subarray(0, 52), contextBytes(context_)]);
    const keys = deks.map((dek) => recordKey(hex(dek), record, aad));
    // The control: without the commitment both keys open it.
    for (const key of keys) expect(plainGcm(key, aad, record)).toHaveLength(2048);
    for (const [j, dek] of deks.entries()) {
      const result = opened(() => openTemplate({ record, context: context_, dek: hex(dek), suites: [1] }));
      expect(result.startsWith('opened')).toBe(i === j);
      if (i !== j) expect(result).toBe('TEMPLATE_INTEGRITY');
    }
    const forged = forgeForTwoKeys({
      keys: [keys[0]!, keys[1]!],
      iv: Buffer.alloc(12),
      aad,
      filler: record.subarray(84, -16),
    });
    expect(toHex(Buffer.concat([forged.ciphertext, forged.tag]))).toBe(toHex(record.subarray(84)));
  }
});

function recordKey(dek: Buffer, record: Buffer, aad: Buffer): Buffer {
  const info = Buffer.concat([Buffer.from('FBE1\0'), createHash('sha256').update(aad).digest()]);
  return Buffer.from(hkdfSync('sha512', dek, record.subarray(20, 52), info, 64)).subarray(0, 32);
}

function plainGcm(key: Buffer, aad: Buffer, record: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.alloc(12));
  decipher.setAAD(aad);
  decipher.setAuthTag(record.subarray(-16));
  return Buffer.concat([decipher.update(record.subarray(84, -16)), decipher.final()]);
}
