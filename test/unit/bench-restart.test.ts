import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordsIn } from '../../bench/restart/snapshot-file.js';
import { enrolledRows, sealingOf, subjectIdOf, vectorOf } from '../../bench/restart/subjects.js';
import { deriveKeyEncryptionKey } from '../../src/crypto/key-encryption-key.js';
import { EnvelopeVault } from '../../src/crypto/vault.js';
import { openerOf } from '../../src/open-gallery.js';

const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

describe('subjects of the restart bench', () => {
  test('have ids of their own and unit vectors, alike within a cluster and not beyond', () => {
    expect(new Set(Array.from({ length: 10_000 }, (_, i) => subjectIdOf(i))).size).toBe(10_000);
    const [one, two, far] = [vectorOf(4, 512), vectorOf(5, 512), vectorOf(400, 512)];
    expect(dot(one, one)).toBeCloseTo(1, 5);
    expect(vectorOf(4, 512)).toEqual(one);
    expect(dot(one, two)).toBeGreaterThan(0.35);
    expect(dot(one, two)).toBeLessThan(0.65);
    expect(Math.abs(dot(one, far))).toBeLessThan(0.25);
  });

  test('are sealed as the vault opens them', async () => {
    const masterKey = new Uint8Array(randomBytes(32));
    const kek = deriveKeyEncryptionKey(masterKey.slice(), null);
    const vault = new EnvelopeVault({
      kek: deriveKeyEncryptionKey(masterKey, null),
      encryptTemplates: true,
      dev: false,
      dataKeysMax: 1,
    });
    const model = { modelId: 'm@1', dimension: 64 };
    const { subjectId, templateId, record, wrapped } = enrolledRows(7, sealingOf(kek, model));
    const bound = { subjectId, templateId, modelId: 'm@1', version: 1, keyGeneration: 1, record };
    const template = { ...bound, framesUsed: 5, quality: 80, createdAt: new Date() };
    const key = { subjectId, generation: 1, kekEpoch: kek.epoch, wrapped };
    expect(await openerOf(vault, 64).open({ template, tags: [], key })).toEqual(vectorOf(7, 64));
  });
});

test('erased records of a snapshot are counted', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'face-engine-snapshot-'));
  const head = Buffer.alloc(80 + 3);
  head.writeUInt32BE(3, 44);
  const record = (fill: number): Buffer => Buffer.concat([Buffer.from([0, 0, 0, 40]), Buffer.alloc(40, fill)]);
  const path = join(folder, 'm.snapshot');
  await writeFile(path, Buffer.concat([head, record(1), record(0), record(2), record(0), record(3)]));
  expect(await recordsIn(path)).toEqual({ records: 5, erased: 2 });
  await writeFile(path, Buffer.concat([head, record(1).subarray(0, 20)]));
  await expect(recordsIn(path)).rejects.toThrow('cut');
  await rm(folder, { recursive: true });
});
