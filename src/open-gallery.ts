import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from './config/config.js';
import type { EnvelopeVault } from './crypto/vault.js';
import { loadNative } from './engine/native.js';
import { FaceError, isFaceError } from './errors.js';
import { FollowedGallery } from './gallery/gallery.js';
import { type GalleryIndex, keepsSnapshots } from './gallery/gallery-index.js';
import { NativeIndex } from './gallery/native-index.js';
import type { GalleryJournal, ReferenceOpener, SnapshotSeal, TemplateFeed } from './gallery/ports.js';
import { removeSnapshots, Snapshots } from './gallery/snapshots.js';
import type { ModelPack } from './models/manifest.js';
import type { OpenStore } from './open-store.js';
import { galleryOff } from './recognition/gallery-off.js';
import type { Gallery } from './recognition/gallery-ports.js';
import type { Log } from './telemetry/log.js';

/** Enough to tell one seed from another, too few to be one. */
const SEED_DIGITS = 16;

/** The gallery with what it stands on: its index, the changes of the store, the vault, and its file. */
export interface OpenGallery {
  readonly gallery: Gallery;
  /** Begins to load, and from then on owns the snapshot in the data folder: for the server alone, of which a folder has one. */
  start(): void;
  close(): Promise<void>;
}

export interface GalleryFoundation {
  readonly pack: ModelPack;
  readonly store: OpenStore | null;
  readonly vault: EnvelopeVault;
  readonly log: Log;
}

export function openGallery(config: Config, foundation: GalleryFoundation): OpenGallery {
  const { pack, store, vault, log } = foundation;
  const folder = join(config.dataDir, 'gallery');
  if (config.searchPermissions.length === 0 || store === null) return closedGallery(folder);
  const { modelId, embedding } = pack;
  const journal = journalIn(log);
  const nowMs = (): number => performance.now();
  const index = openIndex(config, foundation);
  const minutes = config.gallery.snapshotMinutes;
  const snapshots =
    minutes > 0 && keepsSnapshots(index)
      ? new Snapshots({ index, seal: sealOf(vault), journal, nowMs, folder, modelId, minutes })
      : null;
  const feed: TemplateFeed = store.feed(modelId);
  const opener = openerOf(vault, embedding.dimension);
  const gallery = new FollowedGallery({ index, feed, opener, journal, snapshots, nowMs });
  const start = (): void => {
    if (snapshots === null) void forgetSnapshots(folder);
    gallery.start();
  };
  return { gallery, start, close: () => gallery.close() };
}

/** Nobody would erase from the files of an earlier run who is deleted now. */
function closedGallery(folder: string): OpenGallery {
  return { gallery: galleryOff, start: () => void forgetSnapshots(folder), close: () => Promise.resolve() };
}

async function forgetSnapshots(folder: string): Promise<void> {
  await removeSnapshots(folder).catch(() => undefined);
}

function openIndex({ gallery }: Config, { pack, vault }: GalleryFoundation): GalleryIndex {
  const { modelId, embedding } = pack;
  const { precision, bytesMax, threads, searchQueueMax } = gallery;
  return new NativeIndex({
    create: (options) => loadNative().createGallery(options),
    limits: { dimension: embedding.dimension, precision, bytesMax, threads, queueMax: searchQueueMax },
    // The same at every start, and unknown to whoever sends faces, who could otherwise look for one the rotation is bad for.
    seed: () => vault.keyedDigest('gallery index rotation', [Buffer.from(modelId)]),
    digest: (seed) => createHash('sha256').update(seed).digest('hex').slice(0, SEED_DIGITS),
    withKeys: (run) => vault.lendKeys(modelId, run),
  });
}

export function openerOf(vault: EnvelopeVault, dimension: number): ReferenceOpener {
  return {
    get sealed() {
      return vault.sealed;
    },
    async open({ template, key }) {
      const subjectKeys = {
        find: () => Promise.resolve(key),
        latest: () => Promise.resolve(key),
        insert: () => Promise.reject(new FaceError('INTERNAL', 'Opening a template makes no key.')),
      };
      const embedding = await vault.open(template, { subjectKeys });
      if (embedding.length === dimension) return embedding;
      embedding.fill(0);
      throw new FaceError('TEMPLATE_INTEGRITY', 'A stored template has not the dimension of its model.');
    },
  };
}

export function sealOf(vault: EnvelopeVault): SnapshotSeal {
  const purpose = 'gallery snapshot';
  return {
    seal: (bytes, id) => vault.sealBytes(bytes, { purpose, id }),
    open: (sealed, id) => vault.openBytes(sealed, { purpose, id }),
  };
}

function journalIn(log: Log): GalleryJournal {
  const codeOf = (cause: unknown) => {
    const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
    return typeof code === 'string' ? { code } : {};
  };
  /** A fault of ours is expected to happen and needs no stack. */
  const unexpected = (cause: unknown): unknown => (isFaceError(cause) && cause.code !== 'INTERNAL' ? undefined : cause);
  return {
    loading: (references, total, durationMs) =>
      log.info('gallery loading', { references, total, durationMs: Math.round(durationMs) }),
    ready: (references, durationMs) => log.info('gallery ready', { references, durationMs: Math.round(durationMs) }),
    notLoaded: (cause) => log.error('gallery not loaded', codeOf(cause), unexpected(cause)),
    reloading: (reason) => log.warn('gallery loaded anew', { code: reason }),
    unopened: (unopened) => log.error('gallery without templates', { unopened }),
    full: (references, total) => log.error('gallery full', { references, total }),
    stale: (cause) => log.warn('gallery stale', codeOf(cause), unexpected(cause)),
    followed: () => log.info('gallery followed'),
    snapshotWritten: (references, durationMs) =>
      log.info('gallery snapshot written', { references, durationMs: Math.round(durationMs) }),
    snapshotRead: (references, durationMs) =>
      log.info('gallery snapshot read', { references, durationMs: Math.round(durationMs) }),
    snapshotRefused: (cause) => log.warn('gallery snapshot refused', codeOf(cause), unexpected(cause)),
    snapshotNotWritten: (cause) => log.error('gallery snapshot not written', codeOf(cause), unexpected(cause)),
  };
}
