import { type ChildProcess, spawn } from 'node:child_process';
import { createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nativePath } from '../../src/engine/native.js';
import type { NativeGallery } from '../../src/engine/native-gallery.js';
import { faultOf, nativeGallery, nearest, putPeople, vectorOf } from '../support/native-galleries.js';

/** docs/gallery-snapshot.md. */

const folder = mkdtempSync(join(tmpdir(), 'gallery-snapshot-'));
const path = join(folder, 'model.snapshot');
const header = Buffer.from('{"version":1}');
const key = randomBytes(32);
const everyone = { names: null, tagsAny: null };

const galleries: NativeGallery[] = [];
function opened(...options: Parameters<typeof nativeGallery>): NativeGallery {
  const gallery = nativeGallery(...options);
  galleries.push(gallery);
  return gallery;
}

afterEach(() => {
  for (const gallery of galleries.splice(0)) gallery.close();
  rmSync(path, { force: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A gallery of people, and its snapshot at `path`. */
async function written(people: number, ...options: Parameters<typeof nativeGallery>): Promise<NativeGallery> {
  const gallery = opened(...options);
  await putPeople(gallery, people, options[0]?.dimension);
  await gallery.writeSnapshot(path, key, header);
  return gallery;
}

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'read',
    (fault: unknown) => (fault as { code: unknown }).code,
  );

describe('a round trip', () => {
  test.each(['float32', 'bfloat16', 'int8'] as const)('%s', async (precision) => {
    const people = 1000;
    const gallery = await written(people, { precision, dimension: 100 });
    gallery.remove(['person-1']);
    expect(await gallery.writeSnapshot(path, key, header)).toEqual({
      references: people - 1,
      bytes: statSync(path).size,
    });
    const read = opened({ precision, dimension: 100 });
    expect(Buffer.from(read.readSnapshotHeader(path) ?? [])).toEqual(header);
    expect(await read.readSnapshot(path, key)).toEqual({ references: people - 1, erased: 0 });
    expect(read.status().references).toBe(people - 1);
    expect(read.count({ names: null, tagsAny: ['tag-7', 'tag-1'] })).toBe(1);
    const query = { ...nearest, limit: 20 };
    const [before, after] = await Promise.all(
      [gallery, read].map((each) => each.search(vectorOf(500, 100), query).answer),
    );
    expect(after).toEqual(before);
  });

  test('an empty gallery', async () => {
    await written(0);
    expect(await opened().readSnapshot(path, key)).toEqual({ references: 0, erased: 0 });
  });

  test('nobody else may read the file, and nothing is left beside it', async () => {
    await written(10);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(existsSync(`${path}.new`)).toBe(false);
  });

  test('no vector and no name lies open in the file', async () => {
    await written(10);
    const bytes = readFileSync(path);
    for (let i = 0; i < 10; i++) {
      expect(bytes.includes(`person-${i}`)).toBe(false);
      expect(bytes.includes(Buffer.from(vectorOf(i).buffer).subarray(0, 8))).toBe(false);
    }
  });
});

test('the file is laid out and sealed as its document says', async () => {
  await written(3);
  const bytes = readFileSync(path);
  const start = 48 + header.length;
  expect(bytes.toString('latin1', 0, 8)).toBe('FEGS\x01\0\0\0');
  expect([bytes.readUInt32BE(8), bytes.readUInt32BE(44)]).toEqual([64, header.length]);
  expect(bytes.subarray(48, start)).toEqual(header);
  expect([bytes.readBigUInt64BE(start), bytes.readBigUInt64BE(start + 8)]).toEqual([3n, BigInt(bytes.length)]);
  const open = (number: bigint, aad: Uint8Array, sealed: Buffer): Buffer => {
    const iv = Buffer.alloc(12);
    iv.writeBigUInt64BE(number, 4);
    const decipher = createDecipheriv('aes-256-gcm', key, iv);
    decipher.setAAD(aad).setAuthTag(sealed.subarray(-16));
    return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  };
  open(2n ** 64n - 1n, bytes.subarray(0, start + 16), bytes.subarray(start + 16, start + 32));
  const bound = createHash('sha256').update(bytes.subarray(0, start)).digest();
  let at = start + 32;
  for (const number of [0, 1, 2]) {
    const end = at + 4 + bytes.readUInt32BE(at);
    const counted = Buffer.alloc(8, 0);
    counted.writeUInt32BE(number, 4);
    const reference = open(BigInt(number), Buffer.concat([bound, counted]), bytes.subarray(at + 4, end));
    expect(reference.toString('latin1', 1, 1 + reference.readUInt8(0))).toBe(`person-${number}`);
    at = end;
  }
  expect(at).toBe(bytes.length);
});

describe('erasing', () => {
  test('overwrites what the file holds of a name, once', async () => {
    const gallery = await written(20);
    const before = readFileSync(path);
    expect(await gallery.eraseFromSnapshot(['person-3', 'nobody', 'person-4'])).toBe(2);
    expect(await gallery.eraseFromSnapshot(['person-3'])).toBe(0);
    const after = readFileSync(path);
    expect(after).toHaveLength(before.length);
    const record = 4 + 64 * 4;
    expect(after.filter((byte, i) => byte === 0 && before[i] !== 0).length).toBeGreaterThan(2 * record);
    const read = opened();
    expect(await read.readSnapshot(path, key)).toEqual({ references: 18, erased: 2 });
    expect(read.count({ names: ['person-3', 'person-4'], tagsAny: null })).toBe(0);
    expect(read.count(everyone)).toBe(18);
  });

  test('works in a file that was read', async () => {
    await written(20);
    const read = opened();
    await read.readSnapshot(path, key);
    expect(await read.eraseFromSnapshot(['person-3'])).toBe(1);
    expect(await opened().readSnapshot(path, key)).toEqual({ references: 19, erased: 1 });
  });

  test('reaches a file that is being written', async () => {
    const gallery = await written(5000);
    const next = gallery.writeSnapshot(path, key, header);
    expect(gallery.remove(['person-0', 'person-4999'])).toBe(2);
    expect(await gallery.eraseFromSnapshot(['person-0', 'person-4999'])).toBe(2);
    await next;
    const read = opened();
    await read.readSnapshot(path, key);
    expect(read.count({ names: ['person-0', 'person-4999'], tagsAny: null })).toBe(0);
    expect(read.count(everyone)).toBe(4998);
  });

  test('takes from the former file what tells its key when the next one is there', async () => {
    const gallery = await written(20);
    const former = join(folder, 'former');
    linkSync(path, former);
    await gallery.writeSnapshot(path, randomBytes(32), header);
    const head = 80 + header.length;
    expect(readFileSync(former).subarray(0, head)).toEqual(Buffer.alloc(head));
    rmSync(former);
  });

  test('finds nothing where there is no snapshot', async () => {
    expect(await opened().eraseFromSnapshot(['person-0'])).toBe(0);
  });
});

describe('a file that is not what was written', () => {
  /** What reading gives, and that nothing of it stays. */
  async function readingOf(bytes: Uint8Array, read: NativeGallery): Promise<unknown> {
    writeFileSync(path, bytes);
    const code = await codeOf(read.readSnapshot(path, key));
    expect(read.count(everyone)).toBe(code === 'read' ? 3 : 0);
    return code;
  }

  test('no changed byte goes unseen', async () => {
    await written(3);
    const bytes = readFileSync(path);
    const read = opened();
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes);
      changed[i]! ^= 1 << (i % 8);
      expect([i, await readingOf(changed, read)]).toEqual([i, 'INTEGRITY']);
    }
    expect(await readingOf(bytes, read)).toBe('read');
  });

  test('no cut and no further byte goes unseen', async () => {
    await written(3);
    const bytes = readFileSync(path);
    const read = opened();
    for (let length = 0; length < bytes.length; length += 7) {
      expect([length, await readingOf(bytes.subarray(0, length), read)]).toEqual([length, 'INTEGRITY']);
    }
    expect(await readingOf(bytes.subarray(0, -1), read)).toBe('INTEGRITY');
    expect(await readingOf(Buffer.concat([bytes, Buffer.of(0)]), read)).toBe('INTEGRITY');
  });

  test('records that changed places do not open', async () => {
    await written(3);
    const bytes = readFileSync(path);
    const start = 80 + header.length;
    const length = (bytes.length - start) / 3;
    const [a, b, c] = [0, 1, 2].map((i) => bytes.subarray(start + i * length, start + (i + 1) * length));
    const read = opened();
    expect(await readingOf(Buffer.concat([bytes.subarray(0, start), b!, a!, c!]), read)).toBe('INTEGRITY');
    expect(await readingOf(Buffer.concat([bytes.subarray(0, start), a!, b!, c!]), read)).toBe('read');
  });

  test('another key opens nothing, and no file is none', async () => {
    await written(3);
    const read = opened();
    expect(await codeOf(read.readSnapshot(path, randomBytes(32)))).toBe('INTEGRITY');
    expect(await codeOf(read.readSnapshot(join(folder, 'none'), key))).toBe('INTEGRITY');
    expect(read.readSnapshotHeader(join(folder, 'none'))).toBeNull();
    writeFileSync(path, 'no snapshot');
    expect(read.readSnapshotHeader(path)).toBeNull();
  });

  test.each([{ dimension: 128 }, { precision: 'int8' as const }, { seed: new Uint8Array(32) }])(
    'a gallery with %o does not read it',
    async (other) => {
      await written(3);
      const read = opened(other);
      expect(await codeOf(read.readSnapshot(path, key))).toBe('BAD_ARGUMENT');
      expect(read.count(everyone)).toBe(0);
    },
  );

  test('a gallery that is too small for it is empty afterwards', async () => {
    await written(20_000);
    const read = opened({ bytesMax: 10 * 2 ** 20 });
    expect(await codeOf(read.readSnapshot(path, key))).toBe('GALLERY_FULL');
    expect(read.count(everyone)).toBe(0);
  });
});

describe('interruptions', () => {
  test('one at a time', async () => {
    const gallery = await written(2000);
    const first = gallery.writeSnapshot(path, key, header);
    expect(faultOf(() => gallery.writeSnapshot(path, key, header)).code).toBe('BAD_ARGUMENT');
    await first;
    await gallery.writeSnapshot(path, key, header);
  });

  test('closing the gallery gives the writing up and leaves the former file', async () => {
    const gallery = await written(5000);
    const former = readFileSync(path);
    const next = codeOf(gallery.writeSnapshot(path, randomBytes(32), header));
    gallery.close();
    // Where the last byte was written before the close was seen, it is the next one.
    if ((await next) === 'CANCELLED') expect(readFileSync(path).equals(former)).toBe(true);
    expect(existsSync(`${path}.new`)).toBe(false);
    expect(faultOf(() => gallery.writeSnapshot(path, key, header)).code).toBe('CLOSED');
  });

  test('whoever ends the process in the middle of writing leaves a whole file', async () => {
    const gallery = await written(3000);
    const child = writingWithoutEnd(key);
    for (let kill = 0; !existsSync(`${path}.new`) && kill < 2000; kill++) await moment();
    await moment();
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    expect([3000, 4000]).toContain((await opened().readSnapshot(path, key)).references);
    expect(gallery.readSnapshotHeader(path)).not.toBeNull();
    expect(existsSync(`${path}.new`)).toBe(false);
  });
});

const moment = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 5));

/** A process that writes 4,000 references to `path` again and again. */
function writingWithoutEnd(key: Buffer): ChildProcess {
  const program = `
    const [addon, path, key] = process.argv.slice(1);
    const gallery = require(addon).createGallery({
      dimension: 64, seed: new Uint8Array(32).fill(5), precision: 'float32', bytesMax: 2 ** 30, threads: 1, queueMax: 1,
    });
    const names = Array.from({ length: 4000 }, (_, i) => 'person-' + i);
    const vectors = new Float32Array(64 * names.length);
    for (let i = 0; i < names.length; i++) vectors[64 * i + (i % 64)] = 1;
    (async () => {
      await gallery.put(names, names.map(() => []), vectors);
      for (;;) await gallery.writeSnapshot(path, Buffer.from(key, 'hex'), Buffer.from('next'));
    })();`;
  return spawn(process.execPath, ['-e', program, nativePath, path, key.toString('hex')]);
}
