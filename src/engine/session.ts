import { InferenceSession, Tensor } from 'onnxruntime-node';
import { FaceError } from '../errors.js';
import type { TensorFormat } from './native.js';

/** One loaded network with its input and outputs in memory that is made once. */
export interface Network {
  /** Written by the caller before `run`. */
  readonly input: Float32Array;
  /** Runs on the calling thread and blocks it: only ever called in a worker. Overwrites the outputs. */
  run(): Promise<void>;
  /** The output of this name; its contents change with every `run`. */
  named(name: string): Float32Array;
  /** The only output of this length: converters rename outputs, but not reshape them. */
  sized(length: number): Float32Array;
  /** The output of a network that has just one. */
  sole(): Float32Array;
  /** Zeroes the input and the outputs, which hold parts of a picture and what was read from it. */
  clear(): void;
  close(): Promise<void>;
}

/** One thread each: two workers with one thread do more frames than one worker with two. */
const options = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
} satisfies InferenceSession.SessionOptions;

const shapeOf = (format: TensorFormat): readonly number[] => {
  const channels = format.order === 'gray' ? 1 : 3;
  return format.layout === 'nchw'
    ? [1, channels, format.height, format.width]
    : [1, format.height, format.width, channels];
};

/**
 * Loads a network that has one input, of the size the manifest gives it.
 *
 * The first run, over zeros, tells the shapes of the outputs (some networks leave them open), and warms the arena.
 */
export async function openNetwork(path: string, format: TensorFormat): Promise<Network> {
  const session = await InferenceSession.create(path, options);
  const [inputName, ...moreInputs] = session.inputNames;
  if (inputName === undefined || moreInputs.length > 0) {
    throw new FaceError('INTERNAL', `${path} has ${session.inputNames.length} inputs; one was expected`);
  }
  const shape = shapeOf(format);
  const input = new Float32Array(shape.reduce((product, side) => product * side, 1));
  const feeds = { [inputName]: new Tensor('float32', input, shape) };
  const first = await session.run(feeds);

  const outputs = new Map<string, Float32Array>();
  const fetches: Record<string, Tensor> = {};
  for (const name of session.outputNames) {
    const tensor = first[name];
    if (tensor?.type !== 'float32') continue;
    const data = new Float32Array(tensor.size);
    outputs.set(name, data);
    fetches[name] = new Tensor('float32', data, tensor.dims);
  }
  return {
    input,
    run: async () => {
      await session.run(feeds, fetches);
    },
    named: (name) => only([outputs.get(name)], `named ${name}`, path),
    sized: (length) =>
      only(
        [...outputs.values()].filter((data) => data.length === length),
        `of ${length} values`,
        path,
      ),
    sole: () => only([...outputs.values()], 'at all', path),
    clear: () => {
      input.fill(0);
      for (const data of outputs.values()) data.fill(0);
    },
    close: () => session.release(),
  };
}

function only(found: readonly (Float32Array | undefined)[], wanted: string, path: string): Float32Array {
  const [first, second] = found;
  if (first === undefined || second !== undefined) {
    throw new FaceError('INTERNAL', `${path} must have exactly one output ${wanted}`);
  }
  return first;
}
