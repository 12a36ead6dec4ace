import { type Engine, poolDefaults, startEngine } from '../../src/engine/engine.js';
import { modelPath } from '../../src/models/cache.js';
import { type Manifest, readManifest } from '../../src/models/manifest.js';
import { modelsOf, resolvePack } from '../../src/models/packs.js';
import { cacheFolder, reasonMissing } from '../support/model-cache.js';
import { cosine, hasDemoPicture, observe, tile } from '../support/pipeline-engine.js';
import { closePools, never, request, testPool } from '../support/test-pool.js';
import { deed } from '../support/test-worker.js';

/** What a server measures while it moves from one embedding to another. */

const both = { embedding: true, formerEmbedding: true, liveness: false, eyes: false, motion: null };

/** The default pack with another embedding in use and one that is being left. */
function changing(inUse: string, former: string | undefined): Manifest {
  const manifest = readManifest();
  const packs = manifest.packs.map((pack) => (pack.name === 'default' ? { ...pack, embedding: inUse, former } : pack));
  return { ...manifest, packs };
}

async function startChanging(inUse: string, former?: string): Promise<Engine> {
  const pack = resolvePack(changing(inUse, former), 'default');
  const modelFiles = new Map(modelsOf(pack).map((model) => [model.name, modelPath(cacheFolder, model)]));
  const engine = startEngine({ pack, modelFiles }, { ...poolDefaults, workers: 1 });
  await engine.ready;
  return engine;
}

describe('what crosses the thread', () => {
  afterEach(closePools);

  test('the former embedding comes back where it is asked for', async () => {
    const pool = testPool();
    await pool.ready;
    const asked = request(deed.answer);
    const formerOf = async (formerEmbedding: boolean) =>
      (await pool.observe({ ...request(deed.answer), wanted: { ...asked.wanted, formerEmbedding } }, never()))
        .observation.face?.formerEmbedding;
    expect(await formerOf(true)).toEqual(new Float32Array(256).fill(4));
    expect(await formerOf(false)).toBeNull();
  });
});

const names = ['blazeface', 'facemesh', 'fr-feature', 'reid-0095'];
const reasons = names.map(reasonMissing).filter((reason) => reason !== null);
if (!hasDemoPicture) reasons.push('models/cache/demo has no demo picture');

(reasons.length > 0 ? describe.skip : describe)(reasons[0] ?? 'two embeddings of one frame', () => {
  let former: Engine;
  let changed: Engine;

  beforeAll(async () => {
    former = await startChanging('fr-feature');
    changed = await startChanging('reid-0095', 'fr-feature');
  });
  afterAll(() => Promise.all([former.close(), changed.close()]));

  test('the engine tells both models', () => {
    expect(changed.former).toEqual({ modelId: former.modelId, embeddingDim: former.embeddingDim });
    expect(changed.modelId).toMatch(/^reid-0095@/);
    expect(former.former).toBeNull();
  });

  test('the former embedding is the one that a server of the former model makes', async () => {
    const before = (await observe(former, tile(0, 1), both)).face;
    const after = (await observe(changed, tile(0, 1), both)).face;
    expect(before?.formerEmbedding).toBeNull();
    expect(cosine(after!.formerEmbedding!, before!.embedding!)).toBeCloseTo(1, 5);
    expect(after!.embedding).toHaveLength(changed.embeddingDim);
  });

  test('only what is asked for is measured', async () => {
    const { face } = await observe(changed, tile(0, 1), { ...both, formerEmbedding: false });
    expect([face?.embedding?.length, face?.formerEmbedding]).toEqual([changed.embeddingDim, null]);
    const other = (await observe(changed, tile(0, 1), { ...both, embedding: false })).face;
    expect([other?.embedding, other?.formerEmbedding?.length]).toEqual([null, former.embeddingDim]);
  });

  test('a network that is part of both runs once, and both come out right', async () => {
    const composed = await startChanging('fr-feature+reid-0095', 'fr-feature');
    try {
      const { face } = await observe(composed, tile(0, 1), both);
      const first = (await observe(former, tile(0, 1), both)).face!.embedding!;
      const second = (await observe(changed, tile(0, 1), both)).face!.embedding!;
      expect(cosine(face!.formerEmbedding!, first)).toBeCloseTo(1, 5);
      const joined = Float32Array.from([...first, ...second], (value) => value / Math.SQRT2);
      expect(cosine(face!.embedding!, joined)).toBeCloseTo(1, 5);
    } finally {
      await composed.close();
    }
  });
});
