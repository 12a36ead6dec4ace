import { packInCache } from '../../bench/support/packs.js';
import { type Engine, poolDefaults, startEngine } from '../../src/engine/engine.js';
import type { ModelPack, PointsSource } from '../../src/models/manifest.js';
import type { PreparedPack } from '../../src/models/prepare.js';
import { reasonUnobtainable } from '../support/model-cache.js';
import { cosine, embed, hasDemoPicture, tile } from '../support/pipeline-engine.js';

/** Each part of an embedding is aligned to the points that its entry names, whatever the others use. */

const names = ['yunet', 'facemesh-mediapipe', 'iris', 'fr-feature', 'reid-0095', 'fr-liveness'];
const padNames = ['minifasnet-v2', 'minifasnet-v1se', 'minifasnet-v2se'];
const reasons = [...names, ...padNames].map(reasonUnobtainable).filter((reason) => reason !== null);
if (!hasDemoPicture) reasons.push('models/cache/demo has no demo picture');

/** The lengths of the two parts of pack `accurate`, in order. */
const partLength = 512;

(reasons.length > 0 ? describe.skip : describe)(reasons[0] ?? 'the parts of a composed embedding', () => {
  let prepared: PreparedPack;

  beforeAll(async () => {
    prepared = await packInCache('accurate');
  });

  async function embedWith(...points: readonly PointsSource[]): Promise<Float32Array[]> {
    const embedders = prepared.pack.embedders.map((entry, i) => ({ ...entry, points: points[i] ?? entry.points }));
    const pack: ModelPack = { ...prepared.pack, embedders };
    const engine: Engine = startEngine({ pack, modelFiles: prepared.paths }, { ...poolDefaults, workers: 1 });
    try {
      await engine.ready;
      const vector = await embed(engine, tile(0, 1), 'tile 0,1');
      return [vector.slice(0, partLength), vector.slice(partLength)];
    } finally {
      await engine.close();
    }
  }

  test('are aligned each to its own points', async () => {
    const [meshFirst, meshSecond] = await embedWith('mesh', 'mesh');
    const [first, second] = await embedWith('mesh', 'detector');
    expect(first).toEqual(meshFirst);
    expect(second).not.toEqual(meshSecond);
    // Half the squared length is each part's; the same face, aligned a little otherwise.
    expect(2 * cosine(second!, meshSecond!)).toBeGreaterThan(0.8);
  });
});
