import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { nativePath } from '../../src/engine/native.js';

/** What becomes of a gallery whose owner does not close it. Programs of their own, since a fault ends the process. */

const run = promisify(execFile);
const ENDS_WITHIN_MS = 20_000;

const PROGRAM = `
  const native = require(${JSON.stringify(nativePath)});
  const seed = new Uint8Array(32);
  const open = (queueMax) =>
    native.createGallery({ dimension: 64, seed, precision: 'float32', bytesMax: 2 ** 30, threads: 2, queueMax });
  const unit = new Float32Array(64).fill(0.125);
  const query = { names: null, tagsAny: null, scoreMin: 0.5, limit: 1, certified: true };
  const galleries = [open(100), open(1)];
`;

/** Its exit code, and what it wrote; a process that keeps running is a fault too. */
async function programme(body: string): Promise<string> {
  const { stdout } = await run(process.execPath, ['-e', PROGRAM + body], { timeout: ENDS_WITHIN_MS });
  return stdout.trim();
}

test('two galleries that nobody closes let their process end', async () => {
  expect(
    await programme(`Promise.all(galleries.map((one) => one.put(['a'], [[]], unit))).then(() => console.log('put'));`),
  ).toBe('put');
});

test('a process ends in the midst of searches and puts', async () => {
  const busy = `
    const names = Array.from({ length: 2000 }, (_, i) => 'n' + i);
    const vectors = new Float32Array(64 * names.length).fill(0.125);
    for (let i = 0; i < 20; i++) galleries[0].put(names, names.map(() => []), vectors).catch(() => {});
    for (let i = 0; i < 90; i++) galleries[0].search(unit, query).answer.catch(() => {});
    setTimeout(() => { console.log('gone'); process.exit(0); }, 5);`;
  expect(await programme(busy)).toBe('gone');
});

test('a worker thread ends with its galleries open', async () => {
  const worker = `
    const { Worker, isMainThread } = require('node:worker_threads');
    for (const one of galleries) one.search(unit, query).answer.catch(() => {});
    const inWorker = ${JSON.stringify(PROGRAM)} + "for (const one of galleries) one.search(unit, query).answer.catch(() => {});";
    new Worker(inWorker, { eval: true }).on('exit', (code) => console.log('exit ' + code));`;
  expect(await programme(worker)).toBe('exit 0');
});

test('a search that is refused keeps no process alive', async () => {
  const refused = `
    let count = 0;
    for (let i = 0; i < 2000; i++) {
      try { galleries[1].search(unit, query).answer.catch(() => {}); } catch (error) { count += error.code === 'OVERLOADED'; }
    }
    console.log(count > 0 ? 'refused' : 'none refused');`;
  expect(await programme(refused)).toBe('refused');
});
