import { parentPort, workerData } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { z } from 'zod';

/** Runs one network once; started by `network.ts`. Zod would copy the numbers, so they are only recognised. */
const task = z.object({
  path: z.string(),
  shape: z.array(z.number()),
  input: z.custom<Float32Array>((value) => ArrayBuffer.isView(value)),
});

async function main(): Promise<void> {
  const { path, shape, input } = task.parse(workerData);
  const session = await InferenceSession.create(path, { intraOpNumThreads: 1 });
  const [inputName = ''] = session.inputNames;
  const results = await session.run({ [inputName]: new Tensor('float32', input, shape) });
  const outputs: [string, unknown][] = Object.entries(results).map(([name, tensor]) => [name, tensor.data]);
  parentPort?.postMessage(outputs);
}

void main();
