import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { z } from 'zod';
import { openRecord } from '../../src/crypto/committed-record.js';
import { contextBytes } from '../../src/crypto/context.js';
import { deriveKeyEncryptionKey } from '../../src/crypto/key-encryption-key.js';
import { EnvelopeVault } from '../../src/crypto/vault.js';
import { loadNative, type RecordOpening } from '../../src/engine/native.js';
import { MemoryStore } from '../support/memory-store.js';
import { anyKek, batchOf, keysOf, sealedRow, type SealedRow } from '../support/sealed-rows.js';

/** The addon opens what TypeScript opens, to the same bits, and nothing else. */

const native = loadNative();
/** Repeat a run with FC_SEED. */
const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);

const hex = (digits: string): Buffer => Buffer.from(digits, 'hex');
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bitsOf = (numbers: Float32Array): string =>
  toHex(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
const vectorsOf = <T>(name: string, shape: z.ZodType<T>): T =>
  shape.parse(JSON.parse(readFileSync(path.resolve(__dirname, '../../../test/conformance/vectors', name), 'utf8')));

const text = z.string();
const suite = z.union([z.literal(1), z.literal(2)]);
const context = z.object({
  subjectReference: text,
  modelId: text,
  schema: text,
  recordId: text,
  purpose: text,
  tenant: text,
  version: z.number(),
  expiresAtMs: z.number().nullable(),
});

const { templates, dataKeys, forgery } = vectorsOf(
  'template-record.json',
  z.object({
    templates: z.array(z.object({ name: text, suite, dek: text, contextBytes: text, plaintext: text, record: text })),
    dataKeys: z.array(z.object({ name: text, kek: text, context, dek: text, wrapped: text })),
    forgery: z.object({
      deks: z.array(text),
      context,
      recordWithFirstCommitment: text,
      recordWithSecondCommitment: text,
    }),
  }),
);
const byteRecords = vectorsOf(
  'sealed-bytes.json',
  z.object({
    records: z.array(z.object({ name: text, suite, key: text, contextBytes: text, plaintext: text, record: text })),
    refused: z.array(
      z.object({ name: text, suites: z.array(suite), key: text, purpose: text, id: text, record: text }),
    ),
  }),
);
const whole = vectorsOf(
  'template-rows.json',
  z.object({
    masterKey: text,
    salt: text,
    rows: z.array(
      z.object({
        name: text,
        subjectId: text,
        templateId: text,
        version: z.number(),
        keyGeneration: z.number(),
        suite,
        plaintext: text,
        record: text,
        wrappedKey: text,
      }),
    ),
  }),
);

const contextOf = (fields: z.infer<typeof context>): Buffer =>
  contextBytes({ ...fields, subjectReference: hex(fields.subjectReference) });

/** What opening gives: the plaintext in hexadecimal, or null. */
function opened(opening: RecordOpening, record: Uint8Array): string | null {
  const out = new Uint8Array(Math.max(0, record.length - 100)).fill(0xaa);
  const intact = native.openRecord(opening, record, out);
  if (!intact) expect(out.every((byte) => byte === 0)).toBe(true);
  return intact ? toHex(out) : null;
}

function openedInTypeScript({ magic, readable, key, context }: RecordOpening, record: Uint8Array): string | null {
  try {
    return toHex(openRecord({ magic, suites: readable ? [1, 2] : [1], key, context, record }));
  } catch {
    return null;
  }
}

describe('vectors', () => {
  test.each(templates)('FBE1: $name', ({ dek, contextBytes, suite, plaintext, record }) => {
    const opening = { magic: 'FBE1', key: hex(dek), context: hex(contextBytes) } as const;
    expect(opened({ ...opening, readable: true }, hex(record))).toBe(plaintext);
    expect(opened({ ...opening, readable: false }, hex(record))).toBe(suite === 1 ? plaintext : null);
  });

  test.each(dataKeys)('FBK1: $name', ({ kek, context, dek, wrapped }) => {
    expect(opened({ magic: 'FBK1', readable: false, key: hex(kek), context: contextOf(context) }, hex(wrapped))).toBe(
      dek,
    );
  });

  test.each(byteRecords.records)('FBS1: $name', ({ key, contextBytes, suite, plaintext, record }) => {
    const opening = { magic: 'FBS1', readable: suite === 2, key: hex(key), context: hex(contextBytes) } as const;
    expect(opened(opening, hex(record))).toBe(plaintext);
  });

  test.each(byteRecords.refused)('FBS1 is refused: $name', ({ key, suites, purpose, id, record }) => {
    const empty = { subjectReference: '', modelId: '', tenant: '', version: 0, expiresAtMs: null };
    const bound = contextOf({ ...empty, schema: 'bytes', recordId: id, purpose });
    expect(
      opened({ magic: 'FBS1', readable: suites.includes(2), key: hex(key), context: bound }, hex(record)),
    ).toBeNull();
  });

  test('a ciphertext that plain AES-GCM opens under two keys opens under one at most', () => {
    const records = [forgery.recordWithFirstCommitment, forgery.recordWithSecondCommitment];
    const opens = records.map((record) =>
      forgery.deks.map(
        (dek) =>
          opened({ magic: 'FBE1', readable: true, key: hex(dek), context: contextOf(forgery.context) }, hex(record)) !==
          null,
      ),
    );
    expect(opens).toEqual([
      [true, false],
      [false, true],
    ]);
  });
});

describe('whole rows', () => {
  const kek = deriveKeyEncryptionKey(hex(whole.masterKey), whole.salt);
  const rows = whole.rows.map((row) => ({ ...row, record: hex(row.record), wrappedKey: hex(row.wrappedKey) }));

  test.each(rows)('$name', (row) => {
    const out = new Float32Array(row.plaintext.length / 8);
    expect(native.openSealed(batchOf([row]), keysOf(kek, true), out)).toHaveLength(0);
    expect(bitsOf(out)).toBe(row.plaintext);
    const refused = native.openSealed(batchOf([row]), keysOf(kek, false), out);
    expect([...refused]).toEqual(row.suite === 1 ? [] : [0]);
  });

  test('rows that do not open are told and left zero, and do not keep others from opening', () => {
    const [good, other] = [rows[1]!, rows[2]!];
    const batch: SealedRow[] = [
      good,
      { ...good, record: other.record },
      { ...good, wrappedKey: other.wrappedKey },
      { ...good, subjectId: other.subjectId },
      { ...good, templateId: other.templateId },
      { ...good, version: 3 },
      { ...good, version: -1 },
      { ...good, keyGeneration: 2 },
      // Of another dimension.
      rows[0]!,
      { ...good, record: new Uint8Array(0), wrappedKey: new Uint8Array(0) },
      other,
    ];
    const out = new Float32Array(64 * batch.length).fill(7);
    expect([...native.openSealed(batchOf(batch), keysOf(kek), out)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(bitsOf(out.subarray(0, 64))).toBe(good.plaintext);
    expect(out.subarray(64, -64).every((value) => value === 0)).toBe(true);
    expect(bitsOf(out.subarray(-64))).toBe(other.plaintext);
  });

  test.each(['key', 'serviceKey', 'modelId'] as const)('another %s opens nothing', (field) => {
    const keys = keysOf(kek);
    const foreign = { ...keys, key: keys.key.slice().fill(1), serviceKey: keys.key, modelId: 'embedding@ba9876543210' };
    const out = new Float32Array(64);
    expect([...native.openSealed(batchOf([rows[1]!]), { ...keys, [field]: foreign[field] }, out)]).toEqual([0]);
  });
});

describe(`properties (FC_SEED=${seed})`, () => {
  const kek = anyKek();

  test('what TypeScript sealed opens to the same bits', () => {
    const anyRow = fc.record({
      subjectId: fc.string({ unit: 'binary', maxLength: 40 }),
      templateId: fc.string({ unit: 'binary', maxLength: 40 }),
      embedding: fc.float32Array({ minLength: 1, maxLength: 64, noNaN: true }),
      version: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
      keyGeneration: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
      suite: fc.constantFrom(1 as const, 2 as const),
    });
    fc.assert(
      fc.property(anyRow, (row) => {
        const out = new Float32Array(row.embedding.length);
        expect(native.openSealed(batchOf([sealedRow(kek, row)]), keysOf(kek, true), out)).toHaveLength(0);
        expect(bitsOf(out)).toBe(bitsOf(row.embedding));
      }),
      { seed, numRuns: 300 },
    );
  });

  test('arbitrary bytes open in neither', () => {
    const magic = fc.constantFrom('FBE1' as const, 'FBK1' as const, 'FBS1' as const);
    const head = fc.constantFrom('', 'FBE1', 'FBE1\x01\x01\0\0', 'FBK1\x01\x01\0\0', 'FBS1\x01\x02\0\0');
    fc.assert(
      fc.property(magic, head, fc.uint8Array({ maxLength: 300 }), (magic, head, rest) => {
        const record = Buffer.concat([Buffer.from(head, 'latin1'), rest]);
        const opening = { magic, readable: true, key: kek.key, context: new Uint8Array(0) };
        expect(opened(opening, record)).toBeNull();
        expect(openedInTypeScript(opening, record)).toBeNull();
      }),
      { seed, numRuns: 300 },
    );
  });
});

describe('a row', () => {
  const kek = anyKek();
  const embedding = Float32Array.from({ length: 64 }, (_, i) => Math.sin(i + 1));

  function openings(rows: readonly SealedRow[]): number {
    const out = new Float32Array(64 * rows.length);
    return rows.length - native.openSealed(batchOf(rows), keysOf(kek, true), out).length;
  }

  test.each([1, 2] as const)('no flipped bit goes unseen, suite %i', (suite) => {
    const row = sealedRow(kek, { subjectId: 'ada', embedding, suite });
    const bits = (length: number) => Array.from({ length: 8 * length }, (_, bit) => bit);
    expect(openings([row])).toBe(1);
    expect(openings(bits(row.record.length).map((bit) => ({ ...row, record: flipped(row.record, bit) })))).toBe(0);
    expect(
      openings(bits(row.wrappedKey.length).map((bit) => ({ ...row, wrappedKey: flipped(row.wrappedKey, bit) }))),
    ).toBe(0);
  });

  test('no cut and no longer record or key opens', () => {
    const row = sealedRow(kek, { subjectId: 'ada', embedding });
    const cuts = (bytes: Uint8Array) => [
      ...Array.from(bytes, (_, length) => bytes.subarray(0, length)),
      Buffer.concat([bytes, Buffer.of(0)]),
    ];
    expect(openings(cuts(row.record).map((record) => ({ ...row, record })))).toBe(0);
    expect(openings(cuts(row.wrappedKey).map((wrappedKey) => ({ ...row, wrappedKey })))).toBe(0);
  });

  test('a readable data key is refused even in development', () => {
    expect(openings([sealedRow(kek, { subjectId: 'ada', embedding, keySuite: 2 })])).toBe(0);
  });
});

test('what the vault sealed opens with the keys it lends, until it is closed', async () => {
  const vault = new EnvelopeVault({ kek: anyKek(), encryptTemplates: true, dev: false, dataKeysMax: 1 });
  const embedding = Float32Array.from({ length: 64 }, (_, i) => Math.cos(i));
  const template = { templateId: 't1', subjectId: 'ada', modelId: 'm@1', version: 4 };
  const row = await new MemoryStore().transaction(
    async (unit): Promise<SealedRow> => {
      await unit.subjects.insert('ada');
      const { record, keyGeneration } = await vault.seal(embedding, template, unit);
      const key = await unit.subjectKeys.find('ada', keyGeneration);
      return { ...template, record, keyGeneration, wrappedKey: key!.wrapped };
    },
    { signal: AbortSignal.timeout(10_000) },
  );
  const out = new Float32Array(64);
  await vault.lendKeys('m@1', (keys) => {
    expect(keys.readable).toBe(false);
    expect(native.openSealed(batchOf([row]), keys, out)).toHaveLength(0);
    expect(out).toEqual(embedding);
    vault.close();
    expect([...native.openSealed(batchOf([row]), keys, out)]).toEqual([0]);
    return Promise.resolve();
  });
  await expect(vault.lendKeys('m@1', () => Promise.resolve())).rejects.toMatchObject({ code: 'KEYS_SEALED' });
});

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
}
