import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { floatsFromHalves } from './half.js';
import { OnnxGraph, elementCount, type OnnxAttribute } from './onnx-graph.js';

/**
 * Converts OpenVINO IR version 5 in half precision into ONNX in single precision.
 *
 * The layers are those of Intel's face-reidentification-retail-0095: ScaleShift, Convolution, PReLU with one slope for
 * all channels, global average Pooling, sigmoid Activation, and Eltwise sum and product. Another is refused by name.
 */
export interface OpenvinoFiles {
  /** The text of `X.xml`. */
  readonly topology: string;
  /** The bytes of `X.bin`. */
  readonly weights: Uint8Array;
}

const whole = z.coerce.number().pipe(z.int());
const wholes = z.string().transform((text) => text.split(',').map(Number));
const blob = z.object({ offset: whole, size: whole });
const port = z.object({ id: z.string(), dim: z.array(whole) });

const attributes = z.object({
  type: z.string().optional(),
  operation: z.string().optional(),
  kernel: wholes.optional(),
  strides: wholes.optional(),
  dilations: wholes.optional(),
  pads_begin: wholes.optional(),
  pads_end: wholes.optional(),
  group: whole.optional(),
  output: whole.optional(),
  'pool-method': z.string().optional(),
});

const layer = z.object({
  id: z.string(),
  type: z.string(),
  precision: z.literal('FP16'),
  data: attributes.default({}),
  input: z.object({ port: z.array(port) }).optional(),
  output: z.object({ port: z.array(port) }),
  blobs: z.object({ weights: blob.optional(), biases: blob.optional() }).default({}),
});

const edge = z.object({ 'from-layer': z.string(), 'to-layer': z.string(), 'to-port': z.string() });

const network = z.object({
  net: z.object({
    name: z.string(),
    version: z.literal('5'),
    layers: z.object({ layer: z.array(layer) }),
    edges: z.object({ edge: z.array(edge) }),
  }),
});

type Layer = z.infer<typeof layer>;

const lists = new Set(['layer', 'edge', 'port', 'dim']);

function parseNetwork(text: string) {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
    isArray: (name) => lists.has(name),
  });
  const parsed: unknown = parser.parse(text);
  return network.parse(parsed).net;
}

class Conversion {
  readonly graph: OnnxGraph;
  readonly #weights: Uint8Array;
  /** Producer of each input, by consumer and port. */
  readonly #producers: ReadonlyMap<string, string>;
  readonly #tensors = new Map<string, string>();

  constructor(name: string, weights: Uint8Array, edges: readonly z.infer<typeof edge>[]) {
    this.graph = new OnnxGraph(name);
    this.#weights = weights;
    this.#producers = new Map(edges.map((e) => [`${e['to-layer']}:${e['to-port']}`, e['from-layer']]));
  }

  tensor(layerId: string): string {
    const name = this.#tensors.get(layerId);
    if (name === undefined) throw new RangeError(`layer ${layerId} is used before it is computed`);
    return name;
  }

  add(layer: Layer): void {
    this.#tensors.set(layer.id, this.#convert(layer));
  }

  #inputs(layer: Layer): string[] {
    const ports = layer.input?.port ?? [];
    return ports.map(({ id }) => this.tensor(this.#producers.get(`${layer.id}:${id}`) ?? 'none'));
  }

  #blob(layer: Layer, kind: 'weights' | 'biases'): Float32Array {
    const place = layer.blobs[kind];
    if (place === undefined) throw new RangeError(`layer ${layer.id} (${layer.type}) has no ${kind}`);
    const bytes = this.#weights.subarray(place.offset, place.offset + place.size);
    if (bytes.length !== place.size)
      throw new RangeError(`the weights of layer ${layer.id} reach past the end of the file`);
    return floatsFromHalves(bytes);
  }

  #convert(layer: Layer): string {
    const inputs = this.#inputs(layer);
    switch (layer.type) {
      case 'Input':
        return this.graph.input('input', outputShape(layer));
      case 'ScaleShift':
        return this.#scaleShift(layer, inputs);
      case 'Convolution':
        return this.#convolution(layer, inputs);
      case 'PReLU':
        return this.graph.node('LeakyRelu', inputs, { alpha: { float: this.#singleSlope(layer) } });
      case 'Pooling':
        return this.graph.node(globalAverage(layer), inputs);
      case 'Activation':
        return this.graph.node(oneOf(layer, layer.data.type, { sigmoid: 'Sigmoid' }), inputs);
      case 'Eltwise':
        return this.graph.node(oneOf(layer, layer.data.operation, { sum: 'Add', mul: 'Mul' }), inputs);
      default:
        throw new RangeError(`layer ${layer.id}: type ${layer.type} is not supported`);
    }
  }

  #scaleShift(layer: Layer, inputs: readonly string[]): string {
    const scale = this.#blob(layer, 'weights');
    const shift = this.#blob(layer, 'biases');
    const shape = [1, scale.length, 1, 1];
    const scaled = this.graph.node('Mul', [...inputs, this.graph.floats(scale, shape)]);
    return this.graph.node('Add', [scaled, this.graph.floats(shift, shape)]);
  }

  #convolution(layer: Layer, inputs: readonly string[]): string {
    const {
      kernel = [],
      strides = [],
      dilations = [],
      pads_begin = [],
      pads_end = [],
      group = 1,
      output = 0,
    } = layer.data;
    const weights = this.#blob(layer, 'weights');
    const shape = [output, weights.length / output / elementCount(kernel), ...kernel];
    const operands = [...inputs, this.graph.floats(weights, shape)];
    if (layer.blobs.biases) operands.push(this.graph.floats(this.#blob(layer, 'biases'), [output]));
    const settings: Record<string, OnnxAttribute> = { kernel_shape: kernel, strides, dilations, group };
    return this.graph.node('Conv', operands, { ...settings, pads: [...pads_begin, ...pads_end] });
  }

  /** One slope for all channels is a leaky ReLU, which onnxruntime fuses with the convolution before it. */
  #singleSlope(layer: Layer): number {
    const [slope, ...more] = this.#blob(layer, 'weights');
    if (slope === undefined || more.length > 0)
      throw new RangeError(`layer ${layer.id}: one slope for all channels was expected`);
    return slope;
  }
}

function outputShape(layer: Layer): number[] {
  const [only] = layer.output.port;
  if (only === undefined) throw new RangeError(`layer ${layer.id} has no output`);
  return only.dim;
}

function oneOf(layer: Layer, given: string | undefined, known: Readonly<Record<string, string>>): string {
  const found = given === undefined ? undefined : known[given];
  if (found === undefined)
    throw new RangeError(`layer ${layer.id}: ${layer.type} ${given ?? 'without a kind'} is not supported`);
  return found;
}

function globalAverage(layer: Layer): string {
  const picture = layer.input?.port[0]?.dim.slice(2) ?? [];
  const whole = layer.data.kernel?.join() === picture.join() && layer.data['pool-method'] === 'avg';
  if (!whole) throw new RangeError(`layer ${layer.id}: only an average over the whole picture is supported`);
  return 'GlobalAveragePool';
}

/** The same files always give the same bytes. The input is named `input`, the output `output`. */
export function convertOpenvino(files: OpenvinoFiles): Uint8Array {
  const { name, layers, edges } = parseNetwork(files.topology);
  const conversion = new Conversion(name, files.weights, edges.edge);
  for (const layer of layers.layer) conversion.add(layer);
  const consumed = new Set(edges.edge.map((e) => e['from-layer']));
  const [last, ...more] = layers.layer.filter((layer) => !consumed.has(layer.id));
  if (last === undefined || more.length > 0) throw new RangeError('one output was expected');
  conversion.graph.output('output', conversion.tensor(last.id), outputShape(last));
  return conversion.graph.encode();
}
