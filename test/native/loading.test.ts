import { execFileSync } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { loadNative, nativePath as addonPath, type Picture, type TensorFormat } from '../../src/engine/native.js';

/** How the addon comes into a process, and into several threads of it. */

const native = loadNative();

const picture: Picture = {
  data: Uint8Array.from({ length: 40 * 30 * 3 }, (_, i) => (i * 7) % 251),
  width: 40,
  height: 30,
};
const format: TensorFormat = { width: 20, height: 10, order: 'rgb', layout: 'nchw', mean: [0, 0, 0], scale: [1, 1, 1] };
const points = Float32Array.of(10, 10, 20, 10, 15, 20);
const template = Float32Array.of(5, 2, 15, 2, 10, 8);

test('two workers load the addon at once and get the answer of the main thread', async () => {
  const source = `
    const { parentPort, workerData } = require('node:worker_threads');
    const native = require(workerData.addonPath);
    const out = new Float32Array(600);
    for (let round = 0; round < 200; ++round) {
      native.alignToTensor(workerData.picture, workerData.points, workerData.template, workerData.format, out);
    }
    parentPort.postMessage(out);`;
  const workerData = { addonPath, picture, points, template, format };
  const answers = [0, 1].map(async () => {
    const worker = new Worker(source, { eval: true, workerData });
    const answer = await new Promise<Float32Array>((resolve, reject) => {
      worker.once('message', resolve).once('error', reject);
    });
    await worker.terminate();
    return answer;
  });
  const expected = new Float32Array(3 * 20 * 10);
  native.alignToTensor(picture, points, template, format, expected);
  for (const answer of await Promise.all(answers)) expect(Array.from(answer)).toEqual(Array.from(expected));
});

describe('FACE_CPU_FEATURES', () => {
  const program = `try { console.log(require(process.argv[1]).cpuFeatures().kernels); } catch (fault) { console.log(fault.code); }`;
  const kernelsWith = (forced: string) =>
    execFileSync(process.execPath, ['-e', program, addonPath], {
      env: { ...process.env, FACE_CPU_FEATURES: forced },
      encoding: 'utf8',
    }).trim();

  test('forces a lower set and never a higher one', () => {
    const order = ['scalar', 'avx2', 'avx512'];
    const best = kernelsWith('');
    expect(kernelsWith('scalar')).toBe('scalar');
    if (best === 'neon') return;
    for (const forced of order) {
      expect(kernelsWith(forced)).toBe(order[Math.min(order.indexOf(forced), order.indexOf(best))]);
    }
  });

  test('is refused at load when it is an unknown word', () => {
    expect(kernelsWith('sse2')).toBe('BAD_ARGUMENT');
  });
});
