import { verify, type KeyObject, type VerifyKeyObjectInput } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { deviceSignatures, signaturesBy, signedBytes } from '../../src/crypto/device-signature.js';
import { isFaceError } from '../../src/errors.js';
import type { SignedFrame } from '../../src/recognition/device-ports.js';
import { imageFormats } from '../../src/recognition/capture-input.js';

/** The vectors were made by a program of another language that follows docs/device-signature.md. */

const frame = z.object({
  name: z.string(),
  nonce: z.string(),
  sequence: z.number(),
  capturedAtMs: z.number(),
  format: z.enum(imageFormats),
  width: z.number(),
  height: z.number(),
  image: z.string(),
  spki: z.string(),
  signature: z.string(),
});
const key = z.object({ name: z.string(), spki: z.string() });
const vectorFile = z.object({
  frames: z.array(frame.extend({ message: z.string() })),
  refused: z.array(frame),
  keysTaken: z.array(key),
  keysRefused: z.array(key),
});

const file = path.resolve(__dirname, '../../../test/conformance/vectors/device-signature.json');
const vectors = vectorFile.parse(JSON.parse(readFileSync(file, 'utf8')));

const hex = (digits: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(digits, 'hex'));

function signedFrameOf(vector: z.infer<typeof frame>): SignedFrame {
  const { nonce, sequence, capturedAtMs, format, width, height, image } = vector;
  return { nonce: hex(nonce), sequence, atMs: capturedAtMs, image: { format, width, height, data: hex(image) } };
}

const isSigned = (vector: z.infer<typeof frame>): boolean =>
  deviceSignatures.verifierOf(hex(vector.spki))(signedFrameOf(vector), hex(vector.signature));

test.each(vectors.frames)('signed: $name', ({ message, ...vector }) => {
  expect(signedBytes(signedFrameOf(vector)).toString('hex')).toBe(message);
  expect(isSigned(vector)).toBe(true);
});

test('every format has a number of its own', () => {
  const numbers = imageFormats.map((format) => signedBytes(signedFrameOf({ ...vectors.frames[0]!, format })).at(65));
  expect(numbers).toEqual([1, 2, 3, 4, 5, 6]);
});

test.each(vectors.refused)('not signed: $name', (vector) => {
  expect(isSigned(vector)).toBe(false);
});

test.each(vectors.keysTaken)('a key that is taken: $name', ({ spki }) => {
  expect(() => deviceSignatures.checkKey(hex(spki), 'key')).not.toThrow();
});

test.each(vectors.keysRefused)('a key that is refused: $name', ({ spki }) => {
  let fault: unknown = null;
  try {
    deviceSignatures.checkKey(hex(spki), 'config.device_key.spki');
  } catch (error) {
    fault = error;
  }
  expect(isFaceError(fault) && { code: fault.code, field: fault.field }).toEqual({
    code: 'BAD_FIELD',
    field: 'config.device_key.spki',
  });
});

test('decoys are keys, the same for a seed and another for each', () => {
  const seeds = Array.from({ length: 16 }, (_, i) => new Uint8Array(32).fill(i + 1));
  const decoys = seeds.map((seed) => Buffer.from(deviceSignatures.decoyKey(seed)).toString('hex'));
  for (const decoy of decoys) expect(() => deviceSignatures.checkKey(hex(decoy), 'key')).not.toThrow();
  expect(new Set(decoys).size).toBe(16);
  expect(Buffer.from(deviceSignatures.decoyKey(seeds[0]!)).toString('hex')).toBe(decoys[0]);
});

test('one key of each kind is tried, whatever the key, and whether it holds', () => {
  const tried: string[] = [];
  const signatures = signaturesBy(((
    digest: string | null,
    bytes: Buffer,
    key: VerifyKeyObjectInput | KeyObject,
    signature: Uint8Array,
  ) => {
    tried.push(digest ?? 'pure');
    return verify(digest, bytes, key, signature);
  }) as typeof verify);
  const keys = [
    ...vectors.keysTaken.map(({ spki }) => hex(spki)),
    signatures.decoyKey(new Uint8Array(32)),
    new Uint8Array(44),
  ];
  for (const spki of keys) {
    const verifies = signatures.verifierOf(spki);
    for (const { signature, ...vector } of [...vectors.frames, ...vectors.refused]) {
      tried.length = 0;
      verifies(signedFrameOf({ ...vector, signature }), hex(signature));
      expect(tried).toEqual(['pure', 'sha256']);
    }
  }
});
