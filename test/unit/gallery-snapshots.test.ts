import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { FaceError } from '../../src/errors.js';
import { everyone } from '../../src/recognition/gallery-ports.js';
import { Snapshots, type SnapshotsOptions } from '../../src/gallery/snapshots.js';
import { FakeNativeGallery, keptIn } from '../support/fake-native-gallery.js';
import { FakeVault } from '../support/fake-vault.js';
import { call, closeGalleries, recordingJournal, startGallery, until, vector } from '../support/galleries.js';
import { MemoryFeed } from '../support/memory-feed.js';
import { nativeIndex, type NativeIndexChange } from '../support/native-indexes.js';

const vault = new FakeVault();
const seal: SnapshotsOptions['seal'] = {
  seal: (bytes, id) => vault.sealBytes(bytes, { purpose: 'gallery snapshot', id }),
  open: (sealed, id) => vault.openBytes(sealed, { purpose: 'gallery snapshot', id }),
};

let folder: string;
let file: string;
let feed: MemoryFeed;
let told: string[];
let lateMs: number;
let natives: FakeNativeGallery[];
const nowMs = () => performance.now() + lateMs;

beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(os.tmpdir(), 'face-engine-test-')), 'gallery');
  file = path.join(folder, 'm_1.snapshot');
  feed = new MemoryFeed();
  told = [];
  lateMs = 0;
  natives = [];
});
afterEach(async () => {
  await closeGalleries();
  await rm(path.dirname(folder), { recursive: true, force: true });
});

interface Change extends NativeIndexChange {
  readonly modelId?: string;
  readonly minutes?: number;
}

const start = ({ modelId = 'm@1', minutes = 15, ...change }: Change = {}) => {
  const create: NonNullable<Change['create']> = (options) => {
    const made = new FakeNativeGallery(options);
    natives.push(made);
    return made;
  };
  const index = nativeIndex({ create, ...change });
  const journal = recordingJournal(told);
  const snapshots = new Snapshots({ index, seal, journal, nowMs, folder, modelId, minutes });
  return startGallery({ index, feed, opener: feed, snapshots, told, nowMs });
};
const ready = async (gallery: ReturnType<typeof start>) => {
  await until(() => gallery.state().phase === 'ready', 'a ready gallery');
  return gallery;
};
const enrol = (count: number, from = 0) => {
  for (let i = from; i < from + count; i++) feed.put(`s${i}`, vector(i));
};
const written = (times = 1) =>
  until(() => told.filter((line) => line.startsWith('snapshot written')).length === times, 'a snapshot');
const holds = async (gallery: ReturnType<typeof start>, number: number) =>
  (await gallery.search({ probe: vector(number), filter: everyone, scoreMin: 0.99, limit: 1 }, call())).found === 1;

/** Loads 50 references and ends with a snapshot of them. */
async function keep(): Promise<void> {
  enrol(50);
  const gallery = await ready(start());
  await written();
  await gallery.close();
  told.splice(0);
  feed.pagesRead = 0;
}

test('a start reads what the last one wrote, and looks only at what changed since', async () => {
  await keep();
  feed.delete('s0');
  feed.put('s1', vector(100));
  enrol(1, 50);
  const gallery = await ready(start());
  expect(told).toEqual(['snapshot read 50', 'ready 50']);
  expect(feed.pagesRead).toBe(0);
  expect(await Promise.all([0, 1, 100, 50, 2].map((number) => holds(gallery, number)))).toEqual([
    false,
    false,
    true,
    true,
    true,
  ]);
  // Whose template is another one now is not in the file any more either.
  expect(keptIn(file).references).toMatchObject({ s0: null, s1: null, s2: {} });
});

test('the file is nobody else’s to read, and says no subject outside its sealed part', async () => {
  feed.putBroken('broken-subject');
  await keep();
  expect(((await stat(folder)).mode & 0o077).toString(8)).toBe('0');
  const header = Buffer.from(keptIn(file).header, 'base64').toString();
  expect(JSON.parse(header)).toMatchObject({ modelId: 'm@1', dimension: 64, precision: 'float32', sequence: 51 });
  expect(header).not.toContain('broken-subject');
});

test('templates that did not open are known after a restart without another look', async () => {
  feed.putBroken('x');
  await keep();
  const gallery = await ready(start());
  expect(gallery.state()).toMatchObject({ references: 50, templatesUnopened: 1 });
  expect(told).toEqual(['snapshot read 50', 'ready 50', 'unopened 1']);
});

test('who is deleted is out of the file when caughtUp resolves, also when it is being written just then', async () => {
  enrol(50);
  const gallery = await ready(start());
  await written();
  feed.delete('s7');
  await gallery.caughtUp(call());
  expect(keptIn(file).references).toMatchObject({ s7: null, s8: {} });
  let go: () => void = () => undefined;
  natives.at(-1)!.gate = new Promise<void>((resolve) => (go = resolve));
  lateMs = 16 * 60_000;
  feed.put('s8', vector(8));
  await gallery.caughtUp(call());
  // Begun with s9 in it.
  await new Promise((resolve) => setTimeout(resolve, 20));
  feed.delete('s9');
  await gallery.caughtUp(call());
  go();
  await written(2);
  await until(() => keptIn(file).references['s9'] === null, 'an erased reference');
});

test('is written again when enough changed and its time has passed, each time under another key', async () => {
  enrol(200);
  const gallery = await ready(start());
  await written();
  const { keyDigest } = keptIn(file);
  feed.put('s0', vector(0));
  lateMs = 60 * 60_000;
  await gallery.caughtUp(call());
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(told.filter((line) => line.startsWith('snapshot written'))).toHaveLength(1);
  feed.put('s1', vector(1));
  await gallery.caughtUp(call());
  await written(2);
  expect(keptIn(file).keyDigest).not.toBe(keyDigest);
});

test('is written again before the change it is of is purged, however little changed, and for no change not', async () => {
  enrol(400);
  const gallery = await ready(start());
  await written();
  lateMs = 11 * 3_600_000;
  feed.put('s0', vector(0));
  await gallery.caughtUp(call());
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(told.filter((line) => line.startsWith('snapshot written'))).toHaveLength(1);
  lateMs = 13 * 3_600_000;
  await written(2);
  lateMs = 26 * 3_600_000;
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  expect(told.filter((line) => line.startsWith('snapshot written'))).toHaveLength(2);
});

test('stays when the database is away while it is read', async () => {
  await keep();
  const changesAfter = feed.changesAfter.bind(feed);
  feed.changesAfter = () => {
    feed.changesAfter = changesAfter;
    return Promise.reject(new FaceError('STORE_DOWN', 'no answer'));
  };
  await ready(start());
  expect(told).toEqual(['not loaded STORE_DOWN', 'snapshot read 50', 'ready 50']);
  expect(feed.pagesRead).toBe(0);
});

test('is read into an empty index, so that nobody of a history that was lost stays', async () => {
  enrol(50);
  const gallery = await ready(start());
  await written();
  const before = feed.copy();
  feed.delete('s0');
  feed.put('ghost', vector(900));
  await gallery.caughtUp(call());
  // A replica without the last changes takes over, and goes on.
  before.put('s7', vector(7));
  feed.become(before);
  await until(() => told.filter((line) => line.startsWith('ready')).length === 2, 'a second load');
  await ready(gallery);
  expect(await Promise.all([900, 0, 7].map((number) => holds(gallery, number)))).toEqual([false, true, true]);
});

test('is written at the end when anything changed, and not else', async () => {
  await keep();
  await (await ready(start())).close();
  expect(told).toEqual(['snapshot read 50', 'ready 50']);
  const gallery = await ready(start());
  enrol(1, 50);
  await gallery.caughtUp(call());
  await gallery.close();
  expect(told.at(-1)).toBe('snapshot written 51');
});

describe('is not used, but removed and loaded without', () => {
  const refused = async (why: string, change: Change = {}) => {
    const gallery = await ready(start(change));
    await written();
    expect(told.find((line) => line.startsWith('snapshot refused'))).toBe(`snapshot refused ${why}`);
    expect(gallery.state().references).toBe(50);
    expect(feed.pagesRead).toBeGreaterThan(0);
  };
  beforeEach(keep);

  test('when it is of another precision or rotation', async () => {
    await refused('OTHER_SHAPE', { precision: 'int8' });
    told.splice(0);
    await closeGalleries();
    await refused('OTHER_SHAPE', { seed: new Uint8Array(32).fill(8) });
  });
  test('when changes since were purged', async () => {
    enrol(2, 48);
    feed.purge();
    await refused('CHANGES_GONE');
  });
  test('when the database is another one', async () => {
    feed.restore();
    await refused('CHANGES_GONE');
  });
  test('when references are missing', async () => {
    const kept = keptIn(file);
    writeFileSync(file, JSON.stringify({ ...kept, references: { ...kept.references, s3: null } }));
    await refused('OTHER_COUNT');
  });
  test('when its key is not the one it was sealed with', async () => {
    writeFileSync(file, JSON.stringify({ ...keptIn(file), keyDigest: '' }));
    await refused('INTEGRITY');
  });
  test('when its header was moved to another change', async () => {
    const kept = keptIn(file);
    const header = JSON.parse(Buffer.from(kept.header, 'base64').toString()) as object;
    const moved = Buffer.from(JSON.stringify({ ...header, sequence: 49 })).toString('base64');
    writeFileSync(file, JSON.stringify({ ...kept, header: moved }));
    await refused('TEMPLATE_INTEGRITY');
  });
  test('when its header is no header', async () => {
    writeFileSync(file, JSON.stringify({ ...keptIn(file), header: 'AAAA' }));
    await refused('OTHER_FORM');
  });
});

test('the file of another model is removed, since nobody would erase from it', async () => {
  await keep();
  await ready(start({ modelId: 'n@1' }));
  expect(existsSync(file)).toBe(false);
});

test('a file that cannot be erased from is removed', async () => {
  enrol(50);
  const gallery = await ready(start());
  await written();
  natives.at(-1)!.eraseFromSnapshot = () => Promise.reject(Object.assign(new Error('disk'), { code: 'EIO' }));
  feed.delete('s7');
  await gallery.caughtUp(call());
  expect(existsSync(file)).toBe(false);
  expect(told.at(-1)).toBe('snapshot refused EIO');
});

test('a file that cannot be written leaves the former one', async () => {
  await keep();
  const before = readFileSync(file, 'utf8');
  const gallery = await ready(start());
  natives.at(-1)!.writeSnapshot = () => Promise.reject(Object.assign(new Error('disk'), { code: 'ENOSPC' }));
  enrol(1, 50);
  await gallery.caughtUp(call());
  await gallery.close();
  expect(told.at(-1)).toBe('snapshot not written ENOSPC');
  expect(readFileSync(file, 'utf8')).toBe(before);
});
