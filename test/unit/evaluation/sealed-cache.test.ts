import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Measurements } from '../../../src/biometrics/observation.js';
import { deriveKeyEncryptionKey } from '../../../src/crypto/key-encryption-key.js';
import { EnvelopeVault } from '../../../src/crypto/vault.js';
import { type BytesVault, SealedCache } from '../../../src/evaluation/measuring/sealed-cache.js';
import { alice, noFace, observation } from '../../support/observations.js';

const everything: Measurements = { embedding: true, formerEmbedding: false, liveness: true, eyes: true, motion: null };
const embeddingAlone: Measurements = {
  embedding: true,
  formerEmbedding: false,
  liveness: false,
  eyes: false,
  motion: null,
};
const picture = (name: string): Uint8Array => createHash('sha256').update(name).digest();
const vaultOf = (key: Uint8Array): BytesVault =>
  new EnvelopeVault({
    kek: deriveKeyEncryptionKey(Uint8Array.from(key), null),
    encryptTemplates: true,
    dev: false,
    dataKeysMax: 1,
  });

const [network, otherNetwork] = ['aa'.repeat(32), 'bb'.repeat(32)];
let folder: string;
let notes: string[];
let vault: BytesVault;
const opened: SealedCache[] = [];

function open(changes: { fingerprint?: string; vault?: BytesVault } = {}): SealedCache {
  const cache = new SealedCache({ folder, vault, fingerprint: network, note: (text) => notes.push(text), ...changes });
  opened.push(cache);
  return cache;
}

const files = (): string[] => readdirSync(folder).map((name) => join(folder, name));

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'face-engine-cache-')), 'evaluation');
  notes = [];
  vault = vaultOf(randomBytes(32));
});
afterEach(async () => {
  for (const cache of opened.splice(0)) cache.close();
  await rm(join(folder, '..'), { recursive: true, force: true });
});

test('what was kept is found, in the same process and the next', () => {
  const seen = observation();
  const cache = open();
  cache.keep(picture('a'), everything, seen);
  cache.keep(picture('b'), everything, noFace);
  for (const reader of [cache, open()]) {
    expect(reader.find(picture('a'), everything)).toEqual(seen);
    expect(reader.find(picture('b'), everything)).toEqual(noFace);
    expect(reader.find(picture('c'), everything)).toBeNull();
  }
  expect(notes).toEqual([]);
});

test('an observation that holds more is as good, and shows no more than was asked for', () => {
  const cache = open();
  cache.keep(picture('a'), everything, observation());
  const found = cache.find(picture('a'), embeddingAlone);
  expect(Array.from(found?.face?.embedding ?? [])).toEqual(Array.from(alice));
  expect(found?.face).toMatchObject({ liveness: null, eyeOpening: null, formerEmbedding: null });
  cache.keep(picture('b'), embeddingAlone, observation());
  expect(cache.find(picture('b'), everything)).toBeNull();
});

test('another network or program finds nothing', () => {
  open().keep(picture('a'), everything, observation());
  expect(open({ fingerprint: otherNetwork }).find(picture('a'), everything)).toBeNull();
  expect(open().find(picture('a'), everything)).not.toBeNull();
  expect(notes).toEqual([]);
});

test('nothing is written before there is something to keep, and only the owner reads it then', () => {
  const cache = open();
  expect(cache.find(picture('a'), everything)).toBeNull();
  expect(files()).toEqual([]);
  cache.keep(picture('a'), everything, observation());
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(files().map((file) => statSync(file).mode & 0o777)).toEqual([0o600]);
});

test('the file says neither what was measured nor of which picture', () => {
  open().keep(picture('a'), everything, observation());
  const bytes = readFileSync(files()[0]!);
  const embedding = Buffer.from(alice.buffer, alice.byteOffset, alice.byteLength);
  expect(bytes.includes(Buffer.from(picture('a').subarray(0, 8)))).toBe(false);
  expect(bytes.includes('landmarks')).toBe(false);
  for (let at = 0; at < embedding.length; at += 8) expect(bytes.includes(embedding.subarray(at, at + 8))).toBe(false);
});

test('a record torn anywhere is dropped, those before it stay, and what follows goes to another file', () => {
  const first = open();
  first.keep(picture('a'), everything, observation());
  const whole = statSync(files()[0]!).size;
  first.keep(picture('b'), everything, observation());
  first.close();
  const [file] = files();
  const bytes = readFileSync(file!);
  for (const cut of [bytes.length - 1, bytes.length - 500, whole + 40, whole + 36, whole + 10, whole + 1, whole]) {
    truncateSync(file!, cut);
    const cache = open();
    expect(cache.find(picture('a'), everything)).not.toBeNull();
    expect(cache.find(picture('b'), everything)).toBeNull();
    cache.keep(picture('b'), everything, observation());
    cache.close();
    const again = open();
    expect(again.find(picture('a'), everything)).not.toBeNull();
    expect(again.find(picture('b'), everything)).not.toBeNull();
    again.close();
    for (const other of files()) if (other !== file) writeFileSync(other, '');
  }
  for (const cut of [whole - 1, 36, 35, 3, 0]) {
    truncateSync(file!, cut);
    expect(open().find(picture('a'), everything)).toBeNull();
  }
  expect(notes).toEqual([]);
});

test('a damaged record is measured again with one note, and the others stay', () => {
  const cache = open();
  for (const name of ['a', 'b', 'c']) cache.keep(picture(name), everything, observation());
  cache.close();
  const [file] = files();
  const bytes = readFileSync(file!);
  // Inside the sealed bytes of the second and the third record, all three being of one length.
  for (const record of [1, 2]) bytes[Math.floor((bytes.length * (record + 0.5)) / 3)]! ^= 1;
  writeFileSync(file!, bytes);
  const damaged = open();
  expect(['a', 'b', 'c'].map((name) => damaged.find(picture(name), everything) !== null)).toEqual([true, false, false]);
  expect(notes).toHaveLength(1);
  damaged.keep(picture('b'), everything, noFace);
  expect(damaged.find(picture('b'), everything)).toEqual(noFace);
});

test('no damaged byte changes what is found', () => {
  const cache = open();
  cache.keep(picture('a'), everything, noFace);
  cache.close();
  const [file] = files();
  const bytes = readFileSync(file!);
  for (let at = 0; at < bytes.length; at++) {
    const copy = Buffer.from(bytes);
    copy[at]! ^= 0x41;
    writeFileSync(file!, copy);
    const reader = open();
    expect(reader.find(picture('a'), everything)).toBeNull();
    reader.close();
  }
});

test('records of another key are measured again with one note', () => {
  const cache = open();
  for (const name of ['a', 'b']) cache.keep(picture(name), everything, observation());
  const stranger = open({ vault: vaultOf(randomBytes(32)) });
  expect(['a', 'b'].map((name) => stranger.find(picture(name), everything))).toEqual([null, null]);
  expect(notes).toHaveLength(1);
  expect(notes[0]).toMatch(/another key/);
});

test('two processes on one folder keep to files of their own', () => {
  const [one, two] = [open(), open()];
  for (let i = 0; i < 20; i++) {
    one.keep(picture(`one ${i}`), everything, observation());
    two.keep(picture(`two ${i}`), everything, noFace);
  }
  expect(files()).toHaveLength(2);
  const reader = open();
  for (let i = 0; i < 20; i++) {
    expect(reader.find(picture(`one ${i}`), everything)).not.toBeNull();
    expect(reader.find(picture(`two ${i}`), everything)).toEqual(noFace);
  }
});

test('a file that is cut while it is used costs nothing but the measurement', () => {
  open().keep(picture('a'), everything, observation());
  const reader = open();
  truncateSync(files()[0]!, 10);
  expect(reader.find(picture('a'), everything)).toBeNull();
  expect(notes).toHaveLength(1);
});

test('what other networks measured is forgotten a month after it was written', () => {
  open({ fingerprint: otherNetwork }).keep(picture('a'), everything, observation());
  const [old] = files();
  writeFileSync(join(folder, 'notes.txt'), 'of somebody else');
  const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000);
  utimesSync(old!, daysAgo(29), daysAgo(29));
  utimesSync(join(folder, 'notes.txt'), daysAgo(99), daysAgo(99));
  open();
  expect(files()).toHaveLength(2);
  utimesSync(old!, daysAgo(31), daysAgo(31));
  open();
  expect(files()).toEqual([join(folder, 'notes.txt')]);
});

test('closed, it keeps and finds nothing more', () => {
  const cache = open();
  cache.keep(picture('a'), everything, observation());
  cache.close();
  cache.keep(picture('b'), everything, observation());
  expect(cache.find(picture('a'), everything)).toBeNull();
  expect(open().find(picture('b'), everything)).toBeNull();
});
