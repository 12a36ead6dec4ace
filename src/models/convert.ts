import { basename } from 'node:path';
import { dequantise } from './dequantise.js';
import type { ModelSource } from './manifest.js';
import { convertOpenvino } from './openvino.js';
import { convertTfjs } from './tfjs/convert.js';

export interface SourceFile {
  /** Without folders. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

const text = (file: SourceFile) => Buffer.from(file.bytes).toString('utf8');

function named(files: readonly SourceFile[], path: string): Uint8Array {
  const file = files.find(({ name }) => name === basename(path));
  if (file === undefined) throw new RangeError(`the model names the file ${path}, which is not among its companions`);
  return file.bytes;
}

/** The ONNX file that a source's files make. The first is the model; the others are its weights. */
export function toOnnx(source: Pick<ModelSource, 'convert' | 'outputs'>, files: readonly SourceFile[]): Uint8Array {
  const [model, weights] = files;
  if (model === undefined) throw new RangeError('a source needs at least one file');
  switch (source.convert) {
    case undefined:
      return model.bytes;
    case 'tfjs': {
      const options = { name: basename(model.name, '.json'), outputs: source.outputs ?? [] };
      return convertTfjs({ topology: text(model), weightFile: (path) => named(files, path) }, options);
    }
    case 'openvino':
      if (weights === undefined) throw new RangeError(`${model.name} needs its weights as the second file`);
      return convertOpenvino({ topology: text(model), weights: weights.bytes });
    case 'float':
      return dequantise(model.bytes);
    default: {
      const impossible: never = source.convert;
      throw new RangeError(`conversion ${String(impossible)} is unknown`);
    }
  }
}
