import { elementType, modelMessage } from './onnx-messages.js';

/**
 * Writes ONNX files (IR version 8, operator set 17), as far as a converted network needs.
 *
 * The same graph always gives the same bytes: the manifest holds their sha256.
 */

const attributeType = { float: 1, int: 2, string: 3, ints: 7 } as const;

/** A whole number, a word, whole numbers or one single precision number: no converted operator needs more. */
export type OnnxAttribute = number | string | readonly number[] | { readonly float: number };

export type Shape = readonly number[];

/** Elements of a shape; 1 of a scalar. */
export const elementCount = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);

const bytesOf = (data: Float32Array | BigInt64Array) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

function encodeAttribute(name: string, value: OnnxAttribute): object {
  if (typeof value === 'number') return { name, i: value, type: attributeType.int };
  if (typeof value === 'string') return { name, s: Buffer.from(value), type: attributeType.string };
  if ('float' in value) return { name, f: value.float, type: attributeType.float };
  return { name, ints: value, type: attributeType.ints };
}

function encodeValueInfo(name: string, shape: Shape): object {
  const dim = shape.map((dimValue) => ({ dimValue }));
  return { name, type: { tensorType: { elemType: elementType.float32, shape: { dim } } } };
}

/** A graph under construction: nodes are added in the order of evaluation, and each tensor is named by its position. */
export class OnnxGraph {
  readonly #name: string;
  readonly #nodes: object[] = [];
  readonly #initializers: object[] = [];
  readonly #inputs: object[] = [];
  readonly #outputs: object[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  /** Declares a float32 input of fixed shape. */
  input(name: string, shape: Shape): string {
    this.#inputs.push(encodeValueInfo(name, shape));
    return name;
  }

  /** Declares `tensor` a float32 output of fixed shape, under a public name. */
  output(name: string, tensor: string, shape: Shape): void {
    this.#nodes.push({ input: [tensor], output: [name], name, opType: 'Identity', attribute: [] });
    this.#outputs.push(encodeValueInfo(name, shape));
  }

  /** Adds an operator with one output; returns the output's name. */
  node(opType: string, input: readonly string[], attributes: Readonly<Record<string, OnnxAttribute>> = {}): string {
    const name = `${opType}_${this.#nodes.length}`;
    const attribute = Object.entries(attributes).map(([key, value]) => encodeAttribute(key, value));
    this.#nodes.push({ input, output: [name], name, opType, attribute });
    return name;
  }

  floats(data: Float32Array, dims: Shape): string {
    if (data.length !== elementCount(dims)) {
      throw new RangeError(
        `a tensor of shape ${dims.join(' × ')} holds ${elementCount(dims)} numbers; ${data.length} came`,
      );
    }
    return this.#constant({ dims, dataType: elementType.float32, rawData: bytesOf(data) });
  }

  integers(values: readonly number[]): string {
    const rawData = bytesOf(BigInt64Array.from(values, BigInt));
    return this.#constant({ dims: [values.length], dataType: elementType.int64, rawData });
  }

  #constant(tensor: object): string {
    const name = `constant_${this.#initializers.length}`;
    this.#initializers.push({ ...tensor, name });
    return name;
  }

  /** The ONNX file. */
  encode(): Uint8Array {
    const model = {
      irVersion: 8,
      producerName: 'face-engine',
      graph: {
        node: this.#nodes,
        name: this.#name,
        initializer: this.#initializers,
        input: this.#inputs,
        output: this.#outputs,
      },
      opsetImport: [{ domain: '', version: 17 }],
    };
    return modelMessage.encode(model).finish();
  }
}
