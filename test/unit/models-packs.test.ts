import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Of } from '../../src/models/digest.js';
import { manifestSchema, readManifest, type Manifest } from '../../src/models/manifest.js';
import { formerRefusal, listPacks, mergeManifests, modelsOf, resolvePack } from '../../src/models/packs.js';
import { bytesOf, embedder, embedding, pack, tinyManifest } from '../support/tiny-models.js';

const extra = (parts: Partial<Record<'models' | 'embeddings' | 'packs', unknown[]>>): Manifest =>
  manifestSchema.parse({ version: 1, models: [], embeddings: [], packs: [], ...parts });

test('every pack of the manifest resolves', () => {
  const packs = listPacks(readManifest());
  expect(packs.map(({ name }) => name)).toEqual(['default', 'recommended', 'accurate', 'research']);
  for (const { bytes, licences } of packs) {
    expect(bytes).toBeGreaterThan(1e6);
    expect(licences.length).toBeGreaterThan(0);
  }
});

test('only the research pack carries a notice', () => {
  const noticed = listPacks(readManifest()).filter(({ notices }) => notices.length > 0);
  expect(noticed.map(({ name }) => name)).toEqual(['research']);
  expect(noticed[0]?.notices[0]).toContain('non-commercial');
});

test('the model id of one embedder names its sha256', () => {
  expect(resolvePack(tinyManifest(), 'tiny').modelId).toBe(`embedding@${sha256Of(bytesOf('embedder')).slice(0, 12)}`);
});

test('the model id of a composed embedding changes with order and weight', () => {
  const composed = (models: string[], weight: number) => {
    const base = embedding('composed', models, 6);
    const parts = base.parts.map((part, index) => (index === 0 ? { ...part, weight } : part));
    const more = extra({
      models: [embedder('second', 2)],
      embeddings: [{ ...base, parts }],
      packs: [pack('both', 'composed')],
    });
    return resolvePack(mergeManifests(tinyManifest(), more), 'both').modelId;
  };
  const ids = [
    composed(['embedder', 'second'], 1),
    composed(['second', 'embedder'], 1),
    composed(['embedder', 'second'], 2),
  ];
  expect(new Set(ids).size).toBe(3);
  expect(composed(['embedder', 'second'], 1)).toBe(ids[0]);
});

test("a user's manifest adds a pack that uses known networks", () => {
  const own = extra({
    models: [embedder('own', 512)],
    embeddings: [embedding('own', ['own'], 512)],
    packs: [pack('own', 'own')],
  });
  const resolved = resolvePack(mergeManifests(tinyManifest(), own), 'own');
  expect(resolved.detector.name).toBe('detector');
  expect(resolved.embedders.map(({ name }) => name)).toEqual(['own']);
});

test.each([
  ['a model whose name is taken', extra({ models: [embedder('embedder', 4)] }), 'model embedder is already defined'],
  [
    'a file that is taken',
    extra({ models: [{ ...embedder('other', 4), file: 'mesh.onnx' }] }),
    'two models have the file mesh.onnx',
  ],
  [
    'an unknown model',
    extra({ embeddings: [embedding('e', ['x'], 4)], packs: [pack('p', 'e')] }),
    'there is no model x',
  ],
  [
    'a model of another role',
    extra({ embeddings: [embedding('e', ['mesh'], 4)], packs: [pack('p', 'e')] }),
    'model mesh is of role mesh; embedder was expected',
  ],
  [
    'a wrong sum of dimensions',
    extra({ embeddings: [embedding('e', ['embedder'], 5)], packs: [pack('p', 'e')] }),
    'its parts have 4',
  ],
])('a manifest with %s is refused', (_, more, message) => {
  expect(() => mergeManifests(tinyManifest(), more)).toThrow(message);
});

describe('an embedder aligned to the points of the detector', () => {
  const base = tinyManifest();
  const own = extra({
    models: [{ ...embedder('own', 4), points: 'detector' }],
    embeddings: [embedding('own', ['own'], 4), embedding('mixed', ['embedder', 'own'], 8)],
    packs: [pack('own', 'own'), pack('mixed', 'mixed')],
  });
  const withDetector = (architecture: 'blazeface' | 'yunet'): Manifest => ({
    ...base,
    models: base.models.map((model) => (model.role === 'detector' ? { ...model, architecture } : model)),
  });

  test('is refused beside a detector that does not find five', () => {
    expect(() => mergeManifests(withDetector('blazeface'), own)).toThrow(
      "embedder own is aligned to the five points of its pack's detector, and detector (blazeface) does not find five",
    );
  });

  test('resolves beside one that does, also composed with one aligned to the mesh', () => {
    const merged = mergeManifests(withDetector('yunet'), own);
    expect(resolvePack(merged, 'own').embedders.map(({ points }) => points)).toEqual(['detector']);
    expect(resolvePack(merged, 'mixed').embedders.map(({ points }) => points)).toEqual(['mesh', 'detector']);
  });

  test('must say whose points it wants', () => {
    const { points, ...silent } = embedder('own', 4);
    expect(points).toBe('mesh');
    expect(() => extra({ models: [silent] })).toThrow('points');
  });
});

test('an unknown pack is refused with the known ones', () => {
  expect(() => resolvePack(tinyManifest(), 'huge')).toThrow('there is no pack huge; known are tiny');
});

test('a file name that leaves the folder is refused', () => {
  for (const file of ['../x.onnx', '/x.onnx', 'a/b.onnx', '.hidden', '']) {
    expect(() => extra({ models: [{ ...embedder('own', 4), file }] })).toThrow();
  }
});

test("the README's own-model example is a manifest that merges", () => {
  const readme = readFileSync(join(__dirname, '../../../models/README.md'), 'utf8');
  const example = /```json\n([^`]+)```/.exec(readme)?.[1] ?? '';
  const filled = example.replace(/"…[^"]*"/g, `"${'0'.repeat(64)}"`);
  const own = manifestSchema.parse(JSON.parse(filled));
  const resolved = resolvePack(mergeManifests(readManifest(), own), 'ours');
  expect(resolved.modelId).toBe(`our-face@${'0'.repeat(12)}`);
});

describe('a pack with a former embedding', () => {
  const withOther = (changes: object = {}): Manifest =>
    mergeManifests(
      tinyManifest(),
      extra({
        models: [{ ...embedder('old', 6), ...changes }],
        embeddings: [embedding('old', ['old'], 6), embedding('joined', ['embedder', 'old'], 10)],
        packs: [
          { ...pack('changing', 'embedding'), former: 'old' },
          { ...pack('sharing', 'joined'), former: 'embedding' },
        ],
      }),
    );

  test('has its networks among those that are fetched, each once', () => {
    const networks = (name: string) => modelsOf(resolvePack(withOther(), name)).map((model) => model.name);
    expect(networks('changing')).toEqual(['detector', 'mesh', 'embedder', 'old']);
    expect(networks('sharing')).toEqual(['detector', 'mesh', 'embedder', 'old']);
  });

  test('tells the model id of both', () => {
    const { modelId, former } = resolvePack(withOther(), 'changing');
    expect(modelId).toMatch(/^embedding@/);
    expect(former?.modelId).toBe(`old@${sha256Of(bytesOf('old')).slice(0, 12)}`);
    expect(resolvePack(withOther(), 'tiny').former).toBeNull();
  });

  test('is refused when the former embedding is the one in use', () => {
    expect(formerRefusal(withOther(), 'tiny', 'embedding')).toContain('in use already');
    const same = extra({ packs: [{ ...pack('same', 'embedding'), former: 'embedding' }] });
    expect(() => mergeManifests(tinyManifest(), same)).toThrow('leave the former out');
  });

  test('is refused when its detector does not find the points of the former embedder', () => {
    const changing = () => withOther({ points: 'detector' });
    expect(changing).toThrow('embedder old is aligned to the five points');
    const known = mergeManifests(
      tinyManifest(),
      extra({ models: [{ ...embedder('old', 6), points: 'detector' }], embeddings: [embedding('old', ['old'], 6)] }),
    );
    expect(formerRefusal(known, 'tiny', 'old')).toContain('does not find five');
  });
});
