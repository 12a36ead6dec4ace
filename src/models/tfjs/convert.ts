import { OnnxGraph } from '../onnx-graph.js';
import {
  parseGraphModel,
  readConstants,
  shapeAttribute,
  type GraphModel,
  type TfConstant,
  type TfNode,
} from './graph-model.js';
import { inTensorflowOrder, nchw, type Tensor, type Value } from './layout.js';
import { operators } from './operators.js';

export interface TfjsFiles {
  /** The text of `X.json`. */
  readonly topology: string;
  /** Gives the weight file of a path named in the topology. */
  readonly weightFile: (path: string) => Uint8Array;
}

export interface TfjsOptions {
  /** Name of the ONNX graph. */
  readonly name: string;
  /** Outputs to keep, by their public name; a branch that feeds no kept output is left out. All, when empty. */
  readonly outputs: readonly string[];
}

/** `Identity_1:0` is the first output of node `Identity_1`; `^name` only orders the evaluation. */
const nodeName = (reference: string) => reference.replace(/:0$/, '');

class Conversion {
  readonly graph: OnnxGraph;
  readonly #nodes: ReadonlyMap<string, TfNode>;
  readonly #constants: ReadonlyMap<string, TfConstant>;
  readonly #values = new Map<string, Value>();

  constructor(name: string, model: GraphModel, constants: ReadonlyMap<string, TfConstant>) {
    this.graph = new OnnxGraph(name);
    this.#nodes = new Map(model.nodes.map((node) => [node.name, node]));
    this.#constants = constants;
  }

  value(name: string): Value {
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    const node = this.#nodes.get(name);
    if (node === undefined) throw new RangeError(`the graph names ${name} as an input and has no such node`);
    const value = this.#convert(node);
    this.#values.set(name, value);
    return value;
  }

  #convert(node: TfNode): Value {
    if (node.op === 'Placeholder') return this.#input(node);
    const constant = this.#constants.get(node.name);
    if (constant !== undefined) return { kind: 'constant', ...constant };
    const operator = operators.get(node.op);
    if (operator === undefined) throw new RangeError(`node ${node.name}: operator ${node.op} is not supported`);
    const references = node.input.filter((reference) => !reference.startsWith('^'));
    const inputs = references.map((reference) => this.value(nodeName(reference)));
    return operator({ graph: this.graph, node, inputs });
  }

  /** An unknown batch becomes 1: one picture at a time. */
  #input(node: TfNode): Tensor {
    const [, height, width, channels] = shapeAttribute(node);
    if (height === undefined || width === undefined || channels === undefined) {
      throw new RangeError(`input ${node.name} has no shape of batch × height × width × channels`);
    }
    return nchw(this.graph.input(node.name, [1, channels, height, width]), { batch: 1, height, width, channels });
  }
}

function keptOutputs(model: GraphModel, wanted: readonly string[]): [string, string][] {
  const outputs = Object.entries(model.outputs).map(([key, { name }]): [string, string] => [
    nodeName(key),
    nodeName(name),
  ]);
  outputs.sort(([a], [b]) => (a < b ? -1 : 1));
  if (wanted.length === 0) return outputs;
  const names = outputs.map(([key]) => key);
  const missing = wanted.filter((key) => !names.includes(key));
  if (missing.length > 0)
    throw new RangeError(`the graph has no output ${missing.join(', ')}; it has ${names.join(', ')}`);
  return outputs.filter(([key]) => wanted.includes(key));
}

/**
 * Converts a TensorFlow.js graph model into an ONNX file.
 *
 * The input becomes NCHW with batch 1; outputs keep TensorFlow's shapes. The same files always give the same bytes.
 *
 * @throws RangeError where the graph uses what BlazeFace, face mesh and iris do not
 */
export function convertTfjs(files: TfjsFiles, options: TfjsOptions): Uint8Array {
  const model = parseGraphModel(files.topology);
  const conversion = new Conversion(options.name, model, readConstants(model.weightsManifest, files.weightFile));
  for (const [publicName, name] of keptOutputs(model, options.outputs)) {
    const value = conversion.value(name);
    if (value.kind !== 'tensor') throw new RangeError(`output ${publicName} is a constant`);
    const ordered = inTensorflowOrder(conversion.graph, value);
    const shaped = value.layout === 'nchw' ? reshaped(conversion.graph, ordered, value) : ordered;
    conversion.graph.output(publicName, shaped, value.shape);
  }
  return conversion.graph.encode();
}

const reshaped = (graph: OnnxGraph, name: string, { shape }: Tensor) =>
  graph.node('Reshape', [name, graph.integers(shape)]);
