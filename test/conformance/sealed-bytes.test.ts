import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { deriveBytesKey, openBytes, sealBytes } from '../../src/crypto/service-bytes.js';
import { isFaceError } from '../../src/errors.js';

/** The vectors were made by a program of another language that follows docs/template-record.md. */

const suite = z.union([z.literal(1), z.literal(2)]);
const vectorFile = z.object({
  keys: z.array(z.object({ serviceKey: z.string(), key: z.string() })),
  records: z.array(
    z.object({
      name: z.string(),
      suite,
      key: z.string(),
      kekEpoch: z.string(),
      nonce: z.string(),
      purpose: z.string(),
      id: z.string(),
      plaintext: z.string(),
      record: z.string(),
    }),
  ),
  refused: z.array(
    z.object({
      name: z.string(),
      suites: z.array(suite),
      key: z.string(),
      purpose: z.string(),
      id: z.string(),
      record: z.string(),
    }),
  ),
});

const file = path.resolve(__dirname, '../../../test/conformance/vectors/sealed-bytes.json');
const vectors = vectorFile.parse(JSON.parse(readFileSync(file, 'utf8')));

const hex = (digits: string): Buffer => Buffer.from(digits, 'hex');
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test.each(vectors.keys)('the key for bytes of a service key', ({ serviceKey, key }) => {
  expect(toHex(deriveBytesKey(hex(serviceKey)))).toBe(key);
});

test.each(vectors.records)('FBS1: $name', ({ purpose, id, suite, plaintext, record, ...vector }) => {
  const context = { purpose, id };
  const key = { key: hex(vector.key), kekEpoch: hex(vector.kekEpoch) };
  const sealed = sealBytes({ bytes: hex(plaintext), context, key, suite, nonce: hex(vector.nonce) });
  expect(toHex(sealed)).toBe(record);
  expect(toHex(openBytes({ sealed: hex(record), context, key: key.key, suites: [suite] }))).toBe(plaintext);
});

test.each(vectors.refused)('FBS1 is refused: $name', ({ purpose, id, key, suites, record }) => {
  let code = 'opened';
  try {
    openBytes({ sealed: hex(record), context: { purpose, id }, key: hex(key), suites });
  } catch (error) {
    code = isFaceError(error) ? error.code : String(error);
  }
  expect(code).toBe('TEMPLATE_INTEGRITY');
});
