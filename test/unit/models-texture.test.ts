import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { textureFeatureNames } from '../../src/biometrics/texture-features.js';
import { readTextureWeights } from '../../src/models/texture.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'face-engine-texture-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const written = (content: unknown): string => {
  const path = join(folder, 'texture.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
};

test('the weights in use are of measured features and say what they rest on', () => {
  const { features, provenance } = readTextureWeights();
  for (const { name } of features) expect(textureFeatureNames).toContain(name);
  expect(provenance.subjects).toBeGreaterThanOrEqual(provenance.attackedSubjects);
  expect(Object.keys(provenance.crossValidated).length).toBeGreaterThan(0);
});

test.each([
  ['a scale of zero', { features: [{ name: 'face-skin', mean: 0, scale: 0, weight: 1 }] }, 'scale'],
  ['no feature', { features: [] }, 'features'],
  ['no provenance', { provenance: undefined }, 'provenance'],
  ['a field that nobody knows', { extra: 1 }, 'extra'],
])('a file with %s is refused by name', (_, change, named) => {
  const path = written({ ...readTextureWeights(), ...change });
  expect(() => readTextureWeights(path)).toThrow('holds no weights of the texture cue');
  expect(() => readTextureWeights(path)).toThrow(named);
});
