import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';

/** A picture-like input as TensorFlow lays it out: height × width × channels. */
export interface PatternShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly seed: number;
  readonly low: number;
  readonly span: number;
}

/** Waves and noise: the formula that the stored reference outputs were made with (test/conformance/references/README.md). */
export function pattern({ height, width, channels, seed, low, span }: PatternShape): Float32Array {
  const picture = new Float32Array(height * width * channels);
  let state = seed >>> 0;
  let index = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        const wave = 0.5 + 0.3 * Math.sin(x / 17 + c) * Math.cos(y / 13) + 0.2 * (state / 2 ** 32 - 0.5);
        picture[index++] = low + span * Math.fround(wave);
      }
    }
  }
  return picture;
}

/** Channels first. */
export function planar(picture: Float32Array, { height, width, channels }: PatternShape): Float32Array {
  const pixels = height * width;
  return Float32Array.from(
    picture,
    (_, index) => picture[(index % pixels) * channels + Math.floor(index / pixels)] ?? NaN,
  );
}

const outputs = z.array(z.tuple([z.string(), z.custom<ArrayLike<number>>((value) => ArrayBuffer.isView(value))]));

/** One run in a worker thread: onnxruntime blocks its thread, and refuses the typed arrays of jest's realm. */
export async function runNetwork(
  path: string,
  input: Float32Array,
  shape: readonly number[],
): Promise<Map<string, Float32Array>> {
  const worker = new Worker(join(__dirname, 'network-worker.js'), { workerData: { path, input, shape } });
  try {
    const messages: unknown[] = await once(worker, 'message');
    return new Map(outputs.parse(messages[0]).map(([name, data]) => [name, Float32Array.from(data)]));
  } finally {
    await worker.terminate();
  }
}
