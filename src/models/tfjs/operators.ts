import { OnnxGraph, elementCount } from '../onnx-graph.js';
import { integersAttribute, stringAttribute, stringsAttribute, type TfNode } from './graph-model.js';
import { extentOf, inTensorflowOrder, nchw, permute, type Tensor, type Value } from './layout.js';

/** What an operator sees: its node, its inputs in order, and the graph to write to. */
export interface Site {
  readonly graph: OnnxGraph;
  readonly node: TfNode;
  readonly inputs: readonly Value[];
}

export type Operator = (site: Site) => Value;

const describe = ({ node }: Site) => `node ${node.name} (${node.op})`;

function input(site: Site, index: number): Value {
  const value = site.inputs[index];
  if (value === undefined) throw new RangeError(`${describe(site)} has no input ${index}`);
  return value;
}

function tensor(site: Site, index: number): Tensor {
  const value = input(site, index);
  if (value.kind !== 'tensor')
    throw new RangeError(`${describe(site)}: input ${index} is a constant; a tensor was expected`);
  return value;
}

function picture(site: Site, index: number): Tensor {
  const value = tensor(site, index);
  if (value.layout !== 'nchw') throw new RangeError(`${describe(site)}: input ${index} is not a picture`);
  return value;
}

function constant(site: Site, index: number): { shape: readonly number[]; data: Float32Array } {
  const value = input(site, index);
  if (value.kind === 'constant' && value.data instanceof Float32Array) return { shape: value.shape, data: value.data };
  throw new RangeError(`${describe(site)}: input ${index} is no float constant`);
}

function integers(site: Site, index: number): number[] {
  const value = input(site, index);
  if (value.kind === 'constant' && value.data instanceof Int32Array) return [...value.data];
  throw new RangeError(`${describe(site)}: input ${index} is no integer constant`);
}

/** Height and width of an NHWC list attribute (`strides`, `dilations`, `ksize`). */
function heightWidth(site: Site, key: string): [number, number] {
  const [, height, width] = integersAttribute(site.node, key);
  if (height === undefined || width === undefined) throw new RangeError(`${describe(site)} has no attribute ${key}`);
  return [height, width];
}

interface Window {
  readonly kernel: readonly [number, number];
  readonly strides: readonly [number, number];
}

interface Axis {
  readonly size: number;
  readonly before: number;
  readonly after: number;
}

/** TensorFlow's SAME puts the odd pixel of padding after, not before: https://www.tensorflow.org/api_docs/python/tf/nn */
function slide(size: number, kernel: number, stride: number, padding: string): Axis {
  if (padding === 'VALID') return { size: Math.floor((size - kernel) / stride) + 1, before: 0, after: 0 };
  if (padding !== 'SAME') throw new RangeError(`padding ${padding} is not supported; SAME or VALID was expected`);
  const out = Math.ceil(size / stride);
  const total = Math.max((out - 1) * stride + kernel - size, 0);
  const before = Math.floor(total / 2);
  return { size: out, before, after: total - before };
}

function windowed(site: Site, { kernel, strides }: Window) {
  const { height, width } = extentOf(picture(site, 0));
  const padding = stringAttribute(site.node, 'padding');
  const y = slide(height, kernel[0], strides[0], padding);
  const x = slide(width, kernel[1], strides[1], padding);
  const attributes = { kernel_shape: kernel, strides, pads: [y.before, x.before, y.after, x.after] };
  return { height: y.size, width: x.size, attributes };
}

function convolve(site: Site, depthwise: boolean): Tensor {
  const { graph } = site;
  const source = picture(site, 0);
  const filter = constant(site, 1);
  const [kernelHeight = 0, kernelWidth = 0, channels = 0, multiplier = 0] = filter.shape;
  if (heightWidth(site, 'dilations').some((dilation) => dilation !== 1)) {
    throw new RangeError(`${describe(site)}: dilated convolutions are not supported`);
  }
  const { height, width, attributes } = windowed(site, {
    kernel: [kernelHeight, kernelWidth],
    strides: heightWidth(site, 'strides'),
  });
  const outputs = depthwise ? channels * multiplier : multiplier;
  const weights = permute(filter.data, filter.shape, depthwise ? [2, 3, 0, 1] : [3, 2, 0, 1]);
  const shape = [outputs, depthwise ? 1 : channels, kernelHeight, kernelWidth];
  const operands = [source.name, graph.floats(weights, shape)];
  if (stringsAttribute(site.node, 'fused_ops').includes('BiasAdd')) {
    operands.push(graph.floats(constant(site, 2).data, [outputs]));
  }
  const name = graph.node('Conv', operands, { ...attributes, group: depthwise ? channels : 1 });
  return nchw(name, { batch: extentOf(source).batch, height, width, channels: outputs });
}

/** Slopes of one per channel, which broadcast over rows and columns in NCHW. */
function prelu(site: Site, source: Tensor, slopeIndex: number): Tensor {
  const { shape, data } = constant(site, slopeIndex);
  const { channels } = extentOf(source);
  if (elementCount(shape) !== channels) throw new RangeError(`${describe(site)}: one slope a channel was expected`);
  const name = site.graph.node('PRelu', [source.name, site.graph.floats(data, [channels, 1, 1])]);
  return { ...source, name };
}

function unary(opType: string): Operator {
  return (site) => {
    const source = tensor(site, 0);
    return { ...source, name: site.graph.node(opType, [source.name]) };
  };
}

const fusedConvolution: Operator = (site) => {
  const linear = convolve(site, false);
  const activations = stringsAttribute(site.node, 'fused_ops').filter((name) => name !== 'BiasAdd');
  const [activation, ...more] = activations;
  if (activation === undefined) return linear;
  if (more.length > 0)
    throw new RangeError(`${describe(site)}: one fused activation was expected, not ${activations.join(', ')}`);
  if (activation === 'Relu') return { ...linear, name: site.graph.node('Relu', [linear.name]) };
  if (activation === 'Prelu') return prelu(site, linear, 3);
  throw new RangeError(`${describe(site)}: fused activation ${activation} is not supported`);
};

const add: Operator = (site) => {
  const [left, right] = [picture(site, 0), picture(site, 1)];
  if (left.shape.join() !== right.shape.join())
    throw new RangeError(`${describe(site)}: broadcasting is not supported`);
  return { ...left, name: site.graph.node('Add', [left.name, right.name]) };
};

const maxPool: Operator = (site) => {
  const source = picture(site, 0);
  const { height, width, attributes } = windowed(site, {
    kernel: heightWidth(site, 'ksize'),
    strides: heightWidth(site, 'strides'),
  });
  return nchw(site.graph.node('MaxPool', [source.name], attributes), { ...extentOf(source), height, width });
};

/** Zero padding; `paddings` are (before, after) for each axis, NHWC. */
const pad: Operator = (site) => {
  const source = picture(site, 0);
  const paddings = integers(site, 1);
  const before = (axis: number) => paddings[2 * axis] ?? 0;
  const after = (axis: number) => paddings[2 * axis + 1] ?? 0;
  const order = [0, 3, 1, 2];
  const amounts = site.graph.integers([...order.map(before), ...order.map(after)]);
  const shape = source.shape.map((size, axis) => size + before(axis) + after(axis));
  return { ...source, shape, name: site.graph.node('Pad', [source.name, amounts]) };
};

const reshape: Operator = (site) => {
  const source = tensor(site, 0);
  const wanted = integers(site, 1);
  const known = elementCount(wanted.filter((size) => size !== -1));
  const shape = wanted.map((size) => (size === -1 ? elementCount(source.shape) / known : size));
  const name = site.graph.node('Reshape', [inTensorflowOrder(site.graph, source), site.graph.integers(shape)]);
  return { kind: 'tensor', name, shape, layout: 'tensorflow' };
};

/** Joins pictures by channel; the axis is the last input. */
const concatenate: Operator = (site) => {
  const parts = site.inputs.slice(0, -1).map((_, index) => picture(site, index));
  const [axis] = integers(site, parts.length);
  const [first] = parts;
  if (first === undefined || (axis !== 3 && axis !== -1))
    throw new RangeError(`${describe(site)}: only channels are joined`);
  const channels = parts.reduce((sum, part) => sum + extentOf(part).channels, 0);
  const name = site.graph.node(
    'Concat',
    parts.map((part) => part.name),
    { axis: 1 },
  );
  return nchw(name, { ...extentOf(first), channels });
};

/** The operators of BlazeFace, face mesh and iris; another model's operator is refused by name. */
export const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['Identity', (site) => input(site, 0)],
  ['_FusedConv2D', fusedConvolution],
  ['DepthwiseConv2dNative', (site) => convolve(site, true)],
  ['AddV2', add],
  ['Relu', unary('Relu')],
  ['Sigmoid', unary('Sigmoid')],
  ['Prelu', (site) => prelu(site, picture(site, 0), 1)],
  ['MaxPool', maxPool],
  ['Pad', pad],
  ['Reshape', reshape],
  ['ConcatV2', concatenate],
]);
