import { type Config, readConfig } from '../../src/config/config.js';
import { type Application, compose } from '../../src/compose.js';
import { deriveKeyEncryptionKey, type KeyEncryptionKey } from '../../src/crypto/key-encryption-key.js';
import { masterKeyFromHex } from '../../src/crypto/key-providers.js';
import { readManifest } from '../../src/models/manifest.js';
import { resolvePack } from '../../src/models/packs.js';
import type { Log } from '../../src/telemetry/log.js';

/** What the processes of one run share; the key is of this run alone. */
export interface Place {
  readonly dataDir: string;
  /** 64 hexadecimal digits. */
  readonly key: string;
  readonly bytesMax: number;
}

/** Between two files of the gallery: none but the first is to be written while it is measured. */
const SNAPSHOT_MINUTES = 720;
const KEY_NAME = 'BIOMETRIC_TEMPLATE_KEY';

function configIn({ dataDir, key, bytesMax }: Place): Config {
  const environment = {
    FACE_DATA_DIR: dataDir,
    [KEY_NAME]: key,
    SEARCH_PERMISSIONS: 'identify',
    GALLERY_BYTES_MAX: String(bytesMax),
    GALLERY_SNAPSHOT_MINUTES: String(SNAPSHOT_MINUTES),
  };
  return readConfig(environment, { dev: false, insecure: false, configFile: null, overrides: {} });
}

/** A server without networks and without a port, or a client of its store. */
export function openApplication(place: Place, serves: boolean, log: Log): Promise<Application> {
  return compose(configIn(place), { engine: false, store: true, serves }, log, () => undefined);
}

/** What is sealed by it opens with the vault of an application there. */
export function kekOf({ key }: Place): KeyEncryptionKey {
  return deriveKeyEncryptionKey(masterKeyFromHex(KEY_NAME, key), null);
}

/** What templates of the default pack are stored by; its networks are not needed. */
export function embeddingIn(place: Place): { readonly modelId: string; readonly dimension: number } {
  const { modelId, embedding } = resolvePack(readManifest(), configIn(place).models.pack);
  return { modelId, dimension: embedding.dimension };
}

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
