import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MilvusIndex } from '../../src/gallery/milvus-index.js';
import { indexContract } from '../contract/gallery-index.js';
import { type MilvusLite, milvusMissing, startMilvusLite } from '../support/milvus.js';

const missing = milvusMissing();
const title = missing === null ? 'Milvus Lite' : `${missing}: a gallery index in Milvus Lite`;

(missing === null ? describe : describe.skip)(title, () => {
  let dataDir: string;
  let milvus: MilvusLite;
  let made = 0;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'face-engine-milvus-'));
    milvus = await startMilvusLite(dataDir);
  });
  afterAll(async () => {
    await milvus.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  indexContract({
    name: 'MilvusIndex',
    make: (dimension) =>
      Promise.resolve(
        new MilvusIndex({
          target: { address: milvus.address, token: null, tls: false, requestMs: 20_000 },
          indexing: { type: 'FLAT', build: {}, search: {} },
          modelId: `contract@${++made}`,
          dimension,
          key: () => new Uint8Array(32).fill(7),
        }),
      ),
    scoreError: 2e-5,
  });
});
