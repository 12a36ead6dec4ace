import { hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { hkdf64, openRecord, RECORD_OVERHEAD_BYTES, sealRecord } from '../../src/crypto/committed-record.js';
import { contextBytes, type RecordContext } from '../../src/crypto/context.js';
import { unwrapDataKey, wrapDataKey } from '../../src/crypto/envelope.js';
import { openTemplate, sealTemplate } from '../../src/crypto/template-record.js';
import { isFaceError } from '../../src/errors.js';

/** Repeat a run with FC_SEED. */
const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
const runs = { seed, numRuns: 500 };

const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** What opening gives: the numbers, or the code of the fault. */
function opened(open: () => Float32Array | Buffer): string {
  try {
    return `opened ${toHex(Buffer.from(open().buffer))}`;
  } catch (error) {
    return isFaceError(error) ? error.code : `not a FaceError: ${String(error)}`;
  }
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
  ['FBS1', 1],
  ['FBS1', 2],
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
