import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Measurements, Observation } from '../../src/biometrics/observation.js';
import { deriveKeyEncryptionKey } from '../../src/crypto/key-encryption-key.js';
import { masterKeyFromFile } from '../../src/crypto/key-providers.js';
import { EnvelopeVault } from '../../src/crypto/vault.js';
import { pictureObserver } from '../../src/evaluation/measuring/observer.js';
import { SealedCache } from '../../src/evaluation/measuring/sealed-cache.js';
import type { Image } from '../../src/recognition/capture-input.js';
import type { FaceEngine } from '../../src/recognition/ports.js';
import { observation, table } from './observations.js';

/**
 * node evaluation-process.js PICTURES CACHE KEY_FILE PAUSE_MS
 *
 * Looks at every picture of a folder, one after the other, with an engine that takes PAUSE_MS for each. Tells on
 * standard output `measuring NAME` when the engine is asked, and `done NAME WIDTH` when a picture is through.
 */
const wanted: Measurements = { embedding: true, formerEmbedding: false, liveness: true, eyes: true, motion: null };

class SlowEngine implements FaceEngine {
  readonly modelId = 'fake@000000000001';
  readonly embeddingDim = 128;
  readonly former = null;
  picture = '';

  constructor(readonly pauseMs: number) {}

  async observe({ data }: Image): Promise<Observation> {
    const width = data.length;
    process.stdout.write(`measuring ${this.picture}\n`);
    await delay(this.pauseMs);
    return { ...observation(), width };
  }
}

async function main([pictures = '', folder = '', keyFile = '', pauseMs = '0']: readonly string[]): Promise<void> {
  const kek = deriveKeyEncryptionKey(await masterKeyFromFile(keyFile), null);
  const vault = new EnvelopeVault({ kek, encryptTemplates: true, dev: false, dataKeysMax: 1 });
  const note = (text: string): void => void process.stdout.write(`note ${text}\n`);
  const cache = new SealedCache({ folder, vault, fingerprint: 'aa'.repeat(32), note });
  const engine = new SlowEngine(Number(pauseMs));
  const observer = pictureObserver({
    engine,
    cache,
    embeddingName: 'fake',
    pack: 'tiny',
    calibration: table,
    workers: 1,
  });
  const { signal } = new AbortController();
  for (const name of readdirSync(pictures).sort()) {
    engine.picture = name;
    const { width } = await observer.observe(join(pictures, name), wanted, signal);
    process.stdout.write(`done ${name} ${width}\n`);
  }
  cache.close();
}

void main(process.argv.slice(2));
