import { z } from 'zod';
import { floatsFromBytes } from './half.js';
import { attributeMessage, elementType, openModelMessage, tensorMessage } from './onnx-messages.js';

/**
 * Takes dynamic quantisation out of an ONNX network.
 *
 * A dynamically quantised network has weights of 8 bits and rounds each layer's input to 8 bits too, by the smallest and
 * the largest value that happen to be in it:
 *
 *     q, s, z = DynamicQuantizeLinear(x);  y = Mul(Cast(ConvInteger(q, W, z, w)), Mul(s, t))
 *
 * which stands for y = Conv(x, (W − w)·t), or MatMul likewise. Written that way, the input is no longer rounded, and
 * processors without instructions for 8 bits run it faster. The weights keep the values that their 8 bits gave them.
 */

const stringList = z.array(z.string());
const bytes = z.instanceof(Uint8Array);

const nodeForm = z.object({
  input: stringList,
  output: stringList,
  name: z.string(),
  opType: z.string(),
  attribute: z.array(bytes),
  domain: z.string(),
  overload: z.string(),
});

const modelForm = z.object({
  irVersion: z.number(),
  graph: z.object({
    node: z.array(nodeForm),
    name: z.string(),
    initializer: z.array(bytes),
    input: z.array(bytes),
    output: z.array(bytes),
    sparseInitializer: z.array(bytes),
  }),
  opsetImport: z.array(bytes),
  functions: z.array(bytes),
});

const tensorForm = z.object({
  dims: z.array(z.number()),
  dataType: z.number(),
  floatData: z.array(z.number()),
  int32Data: z.array(z.number()),
  name: z.string(),
  rawData: bytes,
});

type Node = z.infer<typeof nodeForm>;
type Tensor = z.infer<typeof tensorForm>;

const plain = { longs: Number, defaults: true, arrays: true };
const readTensor = (data: Uint8Array): Tensor =>
  tensorForm.parse(tensorMessage.toObject(tensorMessage.decode(data), plain));

const floatOperator: ReadonlyMap<string, string> = new Map([
  ['ConvInteger', 'Conv'],
  ['MatMulInteger', 'MatMul'],
]);

/** One quantised layer: the node that stands for it, in the place of `last`, and the nodes that fall away. */
interface Layer {
  readonly node: Node;
  readonly weights: Uint8Array;
  readonly last: Node;
  readonly gone: readonly Node[];
}

/**
 * The same bytes for the same network, everywhere.
 *
 * @throws RangeError when the network is not quantised, or in a way that is not known here
 */
export function dequantise(onnx: Uint8Array): Uint8Array {
  const model = modelForm.parse(openModelMessage.toObject(openModelMessage.decode(onnx), plain));
  const { node: nodes, initializer: initializers } = model.graph;
  const layers = layersOf(nodes, new Map(initializers.map((data) => [readTensor(data).name, data])));
  const byLast = new Map(layers.map((layer) => [layer.last, layer.node]));
  const gone = new Set(layers.flatMap((layer) => layer.gone));
  const kept = nodes.flatMap((node) => byLast.get(node) ?? (gone.has(node) ? [] : [node]));
  const node = withoutUnused(kept);
  const used = new Set(node.flatMap(({ input }) => input));
  const unchanged = initializers.filter((data) => used.has(readTensor(data).name));
  const graph = { ...model.graph, node, initializer: [...unchanged, ...layers.map(({ weights }) => weights)] };
  return openModelMessage.encode({ ...model, graph }).finish();
}

/** One layer's quantised input may feed others: it goes when the last of them has gone. */
function withoutUnused(nodes: readonly Node[]): Node[] {
  const used = new Set(nodes.flatMap(({ input }) => input));
  return nodes.filter(
    ({ opType, output }) => opType !== 'DynamicQuantizeLinear' || output.some((name) => used.has(name)),
  );
}

function layersOf(nodes: readonly Node[], constants: ReadonlyMap<string, Uint8Array>): Layer[] {
  const makers = new Map(nodes.flatMap((node) => node.output.map((name) => [name, node] as const)));
  const graph: Links = {
    maker: (name, opType) => {
      const node = name === undefined ? undefined : makers.get(name);
      return node?.opType === opType ? node : refuse(`${name ?? 'nothing'} does not come from ${opType}`);
    },
    taker: (name, opType) => {
      const [first, ...more] = nodes.filter(({ input }) => name !== undefined && input.includes(name));
      if (first?.opType === opType && more.length === 0) return first;
      return refuse(`${name ?? 'nothing'} does not go to one ${opType} alone`);
    },
    constant: (name) => {
      const data = name === undefined ? undefined : constants.get(name);
      return data ? readTensor(data) : refuse(`${name ?? 'nothing'} is not a constant`);
    },
  };
  const quantised = nodes.filter(({ opType }) => floatOperator.has(opType));
  if (quantised.length === 0) throw new RangeError('the network has no dynamically quantised layer');
  return quantised.map((node) => {
    try {
      return layerOf(node, graph);
    } catch (error) {
      if (!(error instanceof Unknown)) throw error;
      const message = `node ${node.name || node.opType} is quantised in a way not known here: ${error.message}`;
      throw new RangeError(message, { cause: error });
    }
  });
}

class Unknown extends Error {}

function refuse(message: string): never {
  throw new Unknown(message);
}

interface Links {
  /** The node that makes a tensor. */
  maker(name: string | undefined, opType: string): Node;
  /** The only node that takes it. */
  taker(name: string | undefined, opType: string): Node;
  constant(name: string | undefined): Tensor;
}

function layerOf(integer: Node, graph: Links): Layer {
  const [quantised, weightName, inputZero, weightZero] = integer.input;
  const rounding = graph.maker(quantised, 'DynamicQuantizeLinear');
  const [source] = rounding.input;
  const [, inputScale, zero] = rounding.output;
  if (source === undefined || zero !== inputZero) return refuse('its zero point is that of another tensor');
  const cast = graph.taker(integer.output[0], 'Cast');
  if (!cast.attribute.some(isToFloat)) return refuse('its sum is not cast to single precision');
  const last = graph.taker(cast.output[0], 'Mul');
  const scale = graph.maker(
    last.input.find((name) => name !== cast.output[0]),
    'Mul',
  );
  if (!scale.input.includes(inputScale ?? '')) return refuse("its scale is not that of its input's rounding");
  const weightScale = graph.constant(scale.input.find((name) => name !== inputScale));
  const shift = weightZero === undefined || weightZero === '' ? null : graph.constant(weightZero);
  const name = `${weightName ?? ''}_float`;
  const opType = floatOperator.get(integer.opType) ?? refuse('it is of no known type');
  return {
    node: { ...integer, opType, input: [source, name], output: last.output },
    weights: weightsOf(graph.constant(weightName), weightScale, shift, name),
    last,
    gone: [integer, cast, scale],
  };
}

function isToFloat(data: Uint8Array): boolean {
  const { name, i } = attributeMessage.toObject(attributeMessage.decode(data), plain);
  return name === 'to' && i === elementType.float32;
}

/** (W − w)·t in single precision, as the encoded tensor. */
function weightsOf(weights: Tensor, scale: Tensor, zero: Tensor | null, name: string): Uint8Array {
  const factor = only(floatsOf(scale), 'scale');
  const shift = zero === null ? 0 : only(integersOf(zero), 'zero point');
  const values = Float32Array.from(integersOf(weights), (value) => (value - shift) * factor);
  const rawData = new Uint8Array(values.buffer);
  return tensorMessage.encode({ dims: weights.dims, dataType: elementType.float32, name, rawData }).finish();
}

function only(values: ArrayLike<number>, what: string): number {
  const [first, ...more] = Array.from(values);
  return first === undefined || more.length > 0 ? refuse(`its weights do not have one ${what}`) : first;
}

function floatsOf({ dataType, rawData, floatData, name }: Tensor): ArrayLike<number> {
  if (dataType !== elementType.float32) return refuse(`${name} is not of single precision`);
  return rawData.length > 0 ? floatsFromBytes(rawData) : floatData;
}

function integersOf({ dataType, rawData, int32Data, name }: Tensor): ArrayLike<number> {
  if (dataType !== elementType.uint8 && dataType !== elementType.int8) return refuse(`${name} is not of 8 bits`);
  if (rawData.length === 0) return int32Data;
  return dataType === elementType.uint8 ? rawData : Int8Array.from(rawData);
}
