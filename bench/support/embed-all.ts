import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { poolDefaults, startEngine } from '../../src/engine/engine.js';
import type { PreparedPack } from '../../src/models/prepare.js';
import type { ImageFormat } from '../../src/recognition/ports.js';

const formats: Readonly<Record<string, ImageFormat>> = {
  '.jpg': 'JPEG',
  '.jpeg': 'JPEG',
  '.png': 'PNG',
  '.webp': 'WEBP',
};

const wanted = { embedding: true, formerEmbedding: false, liveness: false, eyes: false };

/**
 * Embeds files with the engine's own pool, as the server would.
 *
 * @returns one embedding a file, in order; null where no face was found
 */
export async function embedAll(
  { pack, paths }: PreparedPack,
  files: readonly string[],
  { workers, onProgress }: { readonly workers: number; readonly onProgress: (done: number) => void },
): Promise<(Float32Array | null)[]> {
  const engine = startEngine({ pack, modelFiles: paths }, { ...poolDefaults, workers });
  const { signal } = new AbortController();
  const embeddings = new Array<Float32Array | null>(files.length).fill(null);
  try {
    await engine.ready;
    let next = 0;
    let done = 0;
    const work = async () => {
      for (let i = next++; i < files.length; i = next++) {
        const file = files[i]!;
        const data = new Uint8Array(await readFile(file));
        const format = formats[extname(file).toLowerCase()] ?? 'JPEG';
        const { face } = await engine.observe({ format, data, width: 0, height: 0 }, wanted, { signal });
        embeddings[i] = face?.embedding ?? null;
        onProgress(++done);
      }
    };
    // One more than there are workers, so that none waits for a file to be read.
    await Promise.all(Array.from({ length: workers + 1 }, work));
  } finally {
    await engine.close();
  }
  return embeddings;
}
