import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openModels } from '../../src/compose.js';
import { ConfigError, readConfig } from '../../src/config/config.js';
import { readManifest } from '../../src/models/manifest.js';
import { resolvePack } from '../../src/models/packs.js';

/** CALIBRATION_FILE: a table of one's own, for its own embedding alone. */

const folder = mkdtempSync(join(tmpdir(), 'face-engine-calibration-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pack = resolvePack(readManifest(), 'default');
const own = {
  embedding: pack.embedding.name,
  modelId: pack.modelId,
  calibration: {
    impostorMedian: 0.01,
    points: [
      { fmr: 0.1, score: 0.15 },
      { fmr: 0.01, score: 0.3 },
    ],
    nonMatedPairs: 1_000_000,
    data: 'own',
    date: '2026-01-31',
  },
};

function opened(content: unknown) {
  const file = join(folder, 'calibration.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  const flags = { dev: false, insecure: false, configFile: null, overrides: {} };
  const config = readConfig({ CALIBRATION_FILE: file }, flags);
  return openModels(config.models, false, () => undefined);
}

test('takes the place of the table in the manifest, and changes nothing else', async () => {
  const { pack: used } = await opened(own);
  expect(used.embedding.calibration).toEqual(own.calibration);
  expect(used).toEqual({ ...pack, embedding: { ...pack.embedding, calibration: own.calibration } });
});

test.each([
  ['another embedding', { ...own, modelId: 'other@000000000001' }, /was made for other@0{11}1, the pack in use has/],
  ['no JSON', '{', /must name a file that face-engine evaluate pairs --calibrate wrote/],
  ['the whole result', { kind: 'pairs', ...own }, /must name a file/],
  [
    'scores that fall',
    { ...own, calibration: { ...own.calibration, impostorMedian: 0.2 } },
    /must rise in score as its FMR falls/,
  ],
])('a file of %s is a mistake of the configuration', async (_, content, sentence) => {
  const error = await opened(content).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ConfigError);
  expect((error as ConfigError).mistakes[0]).toMatch(/^CALIBRATION_FILE .*\.$/);
  expect((error as ConfigError).mistakes[0]).toMatch(sentence);
});
