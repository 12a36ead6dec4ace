import { chmod, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DataKeyCache } from '../../../src/crypto/data-key-cache.js';
import { deriveKeyEncryptionKey } from '../../../src/crypto/key-encryption-key.js';
import {
  createKeyFile,
  masterKeyFromFile,
  masterKeyFromHex,
  masterKeyFromOwnFile,
} from '../../../src/crypto/key-providers.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'face-engine-keys-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const digits = '00112233445566778899aabbccddeeff'.repeat(2);

test('a key is 64 hexadecimal digits, and a wrong one is never told', () => {
  expect(Buffer.from(masterKeyFromHex('KEY', digits)).toString('hex')).toBe(digits);
  const secret = 'correct horse battery';
  expect(() => masterKeyFromHex('KEY', secret)).toThrow(
    'KEY must be 64 hexadecimal digits (32 bytes); it has 21 characters. Make one with: openssl rand -hex 32',
  );
  for (const value of ['', 'g'.repeat(64), `${digits}0`, ` ${digits}`])
    expect(() => masterKeyFromHex('KEY', value)).toThrow(/64 hexadecimal/);
});

test('one byte repeated is no key', () => {
  expect(() => masterKeyFromHex('KEY', '00'.repeat(32))).toThrow(/one byte repeated/);
});

test('a new key file is read back, for its owner only, and never overwritten', async () => {
  const file = path.join(directory, 'sub', 'template.key');
  await createKeyFile(file);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const key = await masterKeyFromFile(file);
  expect(key).toHaveLength(32);
  await expect(createKeyFile(file)).rejects.toMatchObject({ code: 'BAD_FIELD' });
  expect(await masterKeyFromFile(file)).toEqual(key);
});

test('a key file of its own is made once, whoever asks at one time, and read from then on', async () => {
  const file = path.join(directory, 'keys', 'own.key');
  const keys = await Promise.all(Array.from({ length: 8 }, () => masterKeyFromOwnFile(file)));
  for (const key of keys) expect(key).toEqual(keys[0]);
  expect(await masterKeyFromOwnFile(file)).toEqual(keys[0]);
  expect(await readdir(path.join(directory, 'keys'))).toEqual(['own.key']);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await chmod(file, 0o644);
  await expect(masterKeyFromOwnFile(file)).rejects.toThrow(/owner only/);
});

test.each([0o644, 0o640, 0o604, 0o660])('a key file of mode %o is refused', async (mode) => {
  const file = path.join(directory, 'key');
  await writeFile(file, digits);
  await chmod(file, mode);
  await expect(masterKeyFromFile(file)).rejects.toThrow(/owner only/);
});

test('a key file that is a link to an open one, empty or missing is refused', async () => {
  const file = path.join(directory, 'key');
  await writeFile(file, digits, { mode: 0o644 });
  await symlink(file, path.join(directory, 'link'));
  await expect(masterKeyFromFile(path.join(directory, 'link'))).rejects.toThrow(/owner only/);
  await writeFile(path.join(directory, 'empty'), '', { mode: 0o600 });
  await expect(masterKeyFromFile(path.join(directory, 'empty'))).rejects.toThrow(/it has 0 characters/);
  await expect(masterKeyFromFile(path.join(directory, 'none'))).rejects.toThrow(/cannot be read/);
});

test('a key encryption key takes its master key over, and a short salt is refused', () => {
  const master = masterKeyFromHex('KEY', digits);
  deriveKeyEncryptionKey(master, 'sixteen bytes ok');
  expect(master.every((byte) => byte === 0)).toBe(true);
  expect(() => deriveKeyEncryptionKey(masterKeyFromHex('KEY', digits), 'short')).toThrow(/at least 16 bytes; it has 5/);
});

test('a cached data key is zeroed when it is given up', () => {
  const cache = new DataKeyCache(2);
  const row = (generation: number) => ({
    subjectId: 'ada',
    generation,
    kekEpoch: new Uint8Array(8),
    wrapped: Uint8Array.of(1),
  });
  const keys = [1, 2, 3].map((value) => new Uint8Array(32).fill(value));
  cache.add(row(1), keys[0]!);
  cache.add(row(2), keys[1]!);
  cache.get(row(1));
  cache.add(row(3), keys[2]!);
  expect(keys.map((key) => key[0])).toEqual([1, 0, 3]);
  expect(cache.get(row(2))).toBeNull();
  expect(cache.size).toBe(2);
  cache.clear();
  expect(keys.map((key) => key[0])).toEqual([0, 0, 0]);
});
