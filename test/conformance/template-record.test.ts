import { createDecipheriv, createHash, hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { hkdf64, openRecord, RECORD_OVERHEAD_BYTES, sealRecord } from '../../src/crypto/committed-record.js';
import { contextBytes, type RecordContext } from '../../src/crypto/context.js';
import { unwrapDataKey, wrapDataKey } from '../../src/crypto/envelope.js';
import { deriveKeyEncryptionKey } from '../../src/crypto/key-encryption-key.js';
import { openTemplate, sealTemplate } from '../../src/crypto/template-record.js';
import { isFaceError } from '../../src/errors.js';
import { forgeForTwoKeys } from '../support/gcm-forgery.js';

interface ContextVector extends Omit<RecordContext, 'subjectReference'> {
  subjectReference: string;
}

interface Vectors {
  templates: {
    name: string;
    suite: 1 | 2;
    dek: string;
    kekEpoch: string;
    generation: number;
    nonce: string;
    context: ContextVector;
    contextBytes: string;
    plaintext: string;
    record: string;
  }[];
  keyEncryptionKeys: { masterKey: string; salt: string | null; kek: string; epoch: string; serviceKey: string }[];
  dataKeys: {
    name: string;
    kek: string;
    kekEpoch: string;
    generation: number;
    nonce: string;
    context: ContextVector;
    dek: string;
    wrapped: string;
  }[];
  forgery: {
    deks: string[];
    context: ContextVector;
    recordWithFirstCommitment: string;
    recordWithSecondCommitment: string;
  };
}

const file = path.resolve(__dirname, '../../../test/conformance/vectors/template-record.json');
const vectors: Vectors = JSON.parse(readFileSync(file, 'utf8'));

const hex = (digits: string): Buffer => Buffer.from(digits, 'hex');
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const contextOf = (vector: ContextVector): RecordContext => ({
  ...vector,
  subjectReference: hex(vector.subjectReference),
});
const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
const runs = { seed, numRuns: 500 };

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

describe(`properties (FC_SEED=${seed})`, () => {
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
  const anyContext: fc.Arbitrary<RecordContext> = fc.record({
    subjectReference: bytes(32),
    modelId: fc.string({ maxLength: 40 }),
    schema: fc.constant('float32le'),
    recordId: fc.string({ maxLength: 40 }),
    purpose: fc.constantFrom('template', 'audit'),
    tenant: fc.string({ maxLength: 10 }),
    version: fc.integer({ min: 0, max: 0xffffffff }),
    expiresAtMs: fc.option(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })),
  });
  const anyKey = fc.record({ dek: bytes(32), generation: fc.integer({ min: 0, max: 0xffffffff }), kekEpoch: bytes(8) });
  const anyEmbedding = fc.float32Array({ minLength: 1, maxLength: 64 });
  const suite = fc.constantFrom(1 as const, 2 as const);
  const sealed = fc.record({ embedding: anyEmbedding, context: anyContext, key: anyKey, suite });

  test('what was sealed is what opens, bit for bit', () => {
    fc.assert(
      fc.property(sealed, (input) => {
        const record = sealTemplate(input);
        expect(record).toHaveLength(RECORD_OVERHEAD_BYTES + 4 * input.embedding.length);
        const back = openTemplate({ record, context: input.context, dek: input.key.dek, suites: [input.suite] });
        expect(toHex(Buffer.from(back.buffer))).toBe(
          toHex(Buffer.from(input.embedding.buffer, input.embedding.byteOffset, input.embedding.byteLength)),
        );
      }),
      runs,
    );
  });

  test('a cut record does not open', () => {
    fc.assert(
      fc.property(sealed, fc.nat(), (input, cut) => {
        const record = sealTemplate(input);
        const part = record.subarray(0, cut % record.length);
        expect(
          opened(() => openTemplate({ record: part, context: input.context, dek: input.key.dek, suites: [1, 2] })),
        ).toBe('TEMPLATE_INTEGRITY');
      }),
      runs,
    );
  });

  test('another context does not open', () => {
    fc.assert(
      fc.property(
        sealed,
        anyContext,
        fc.constantFrom<keyof RecordContext>(
          'subjectReference',
          'modelId',
          'recordId',
          'tenant',
          'version',
          'expiresAtMs',
        ),
        (input, other, field) => {
          fc.pre(JSON.stringify(other[field]) !== JSON.stringify(input.context[field]));
          const context = { ...input.context, [field]: other[field] };
          expect(
            opened(() => openTemplate({ record: sealTemplate(input), context, dek: input.key.dek, suites: [1, 2] })),
          ).toBe('TEMPLATE_INTEGRITY');
        },
      ),
      runs,
    );
  });

  test('another key does not open', () => {
    fc.assert(
      fc.property(sealed, fc.integer({ min: 0, max: 255 }), (input, bit) => {
        const dek = flipped(input.key.dek, bit);
        expect(
          opened(() => openTemplate({ record: sealTemplate(input), context: input.context, dek, suites: [1, 2] })),
        ).toBe('TEMPLATE_INTEGRITY');
      }),
      runs,
    );
  });

  test('no two contexts have the same bytes', () => {
    fc.assert(
      fc.property(anyContext, anyContext, (a, b) => {
        const same = JSON.stringify(a) === JSON.stringify(b);
        expect(contextBytes(a).equals(contextBytes(b))).toBe(same);
      }),
      runs,
    );
  });

  test('arbitrary bytes never open and never fail otherwise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), anyKey, anyContext, (record, key, context) => {
        expect(opened(() => openTemplate({ record, context, dek: key.dek, suites: [1, 2] }))).toBe(
          'TEMPLATE_INTEGRITY',
        );
      }),
      runs,
    );
  });

  test('hkdf64 is HKDF-SHA512', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.uint8Array({ maxLength: 200 }),
        fc.uint8Array({ maxLength: 200 }),
        (key, salt, info) => {
          expect(toHex(hkdf64(key, salt, info))).toBe(toHex(Buffer.from(hkdfSync('sha512', key, salt, info, 64))));
        },
      ),
      runs,
    );
  });
});

describe.each([
  ['FBE1', 1],
  ['FBE1', 2],
  ['FBK1', 1],
] as const)('%s suite %s', (magic, suite) => {
  test('no flipped bit goes unseen', () => {
    const key = new Uint8Array(32).fill(7);
    const context = Buffer.from('context');
    const record = sealRecord({
      header: { magic, suite, kekEpoch: new Uint8Array(8), generation: 1 },
      key,
      context,
      plaintext: new Uint8Array(256),
    });
    expect(openRecord({ magic, suites: [1, 2], key, context, record })).toHaveLength(256);
    for (let bit = 0; bit < record.length * 8; bit++) {
      expect(opened(() => openRecord({ magic, suites: [1, 2], key, context, record: flipped(record, bit) }))).toBe(
        'TEMPLATE_INTEGRITY',
      );
    }
  });
});

test('a wrapped data key of one subject or generation is none of another', () => {
  const kek = { epoch: new Uint8Array(8), key: new Uint8Array(32).fill(3), serviceKey: new Uint8Array(32) };
  const context = { subjectReference: new Uint8Array(32).fill(1), generation: 1 };
  const wrapped = wrapDataKey(kek, new Uint8Array(32).fill(9), context);
  expect(unwrapDataKey(kek, wrapped, context)).toEqual(Buffer.alloc(32, 9));
  for (const other of [
    { ...context, generation: 2 },
    { ...context, subjectReference: new Uint8Array(32) },
  ]) {
    expect(opened(() => unwrapDataKey(kek, wrapped, other))).toBe('TEMPLATE_INTEGRITY');
  }
  expect(opened(() => unwrapDataKey({ ...kek, key: new Uint8Array(32) }, wrapped, context))).toBe('TEMPLATE_INTEGRITY');
});

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
}
