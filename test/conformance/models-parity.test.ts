import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { modelPath } from '../../src/models/cache.js';
import { floatsFromBytes } from '../../src/models/half.js';
import { readManifest } from '../../src/models/manifest.js';
import { modelsOf, resolvePack } from '../../src/models/packs.js';
import { cacheFolder, modelNamed, reasonMissing } from '../support/model-cache.js';
import { pattern, planar, runNetwork } from '../support/network.js';

/** Converted networks against outputs of the frameworks they came from; references/README.md tells how those were made. */

const RELATIVE_ERROR_MAX = 1e-4;

const whole = z.int().positive();

const reference = z.object({
  model: z.string(),
  input: z.object({ height: whole, width: whole, channels: whole, seed: whole, low: z.number(), span: z.number() }),
  /** Every `stride`-th number of each output, from the first; `largest` is the largest magnitude of all. */
  outputs: z.record(
    z.string(),
    z.object({ shape: z.array(whole), stride: whole, largest: z.number().positive(), values: z.base64() }),
  ),
});

/** dist/test/conformance → test/conformance/references: they are not compiled. */
const readReference = (name: string) =>
  reference.parse(
    JSON.parse(readFileSync(join(__dirname, '../../../test/conformance/references', `${name}.json`), 'utf8')),
  );

async function largestRelativeError(name: string): Promise<number> {
  const { input, outputs } = readReference(name);
  const path = modelPath(cacheFolder, modelNamed(name));
  const shape = [1, input.channels, input.height, input.width];
  const results = await runNetwork(path, planar(pattern(input), input), shape);
  const errors = Object.entries(outputs).map(([outputName, output]) => {
    const actual = results.get(outputName) ?? new Float32Array();
    const count = output.shape.reduce((product, size) => product * size, 1);
    expect({ outputName, length: actual.length }).toEqual({ outputName, length: count });
    const sampled = actual.filter((_, index) => index % output.stride === 0);
    const expected = floatsFromBytes(Buffer.from(output.values, 'base64'));
    expect(expected).toHaveLength(sampled.length);
    return (
      sampled.reduce((worst, value, index) => Math.max(worst, Math.abs(value - (expected[index] ?? NaN))), 0) /
      output.largest
    );
  });
  return Math.max(...errors);
}

const needed = new Set(modelsOf(resolvePack(readManifest(), 'default')).map(({ name }) => name));

describe.each(['blazeface', 'facemesh', 'iris', 'reid-0095', 'w600k-mbf'])('converted network %s', (name) => {
  const missing = reasonMissing(name);
  if (missing === null || needed.has(name)) {
    test('gives what its framework gave', async () => {
      expect(missing).toBeNull();
      expect(await largestRelativeError(name)).toBeLessThan(RELATIVE_ERROR_MAX);
    });
  } else {
    test(`is not compared here, because ${missing}`, () => {
      expect(needed.has(name)).toBe(false);
    });
  }
});
