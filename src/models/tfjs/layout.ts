import { OnnxGraph, elementCount } from '../onnx-graph.js';
import type { TfConstant } from './graph-model.js';

/**
 * TensorFlow keeps pictures as NHWC, onnxruntime computes on NCHW.
 *
 * A value remembers the shape TensorFlow gave it and the order in which its numbers really lie. The graph's input is
 * NCHW, and so is every value until a Reshape needs TensorFlow's order: three transposes of small outputs in all.
 */
export interface Tensor {
  readonly kind: 'tensor';
  readonly name: string;
  /** In TensorFlow's order, whatever the layout. */
  readonly shape: readonly number[];
  readonly layout: 'nchw' | 'tensorflow';
}

export type Value = Tensor | ({ readonly kind: 'constant' } & TfConstant);

export interface Extent {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Precondition: a picture-like tensor has four dimensions. */
export function extentOf({ shape, name }: Tensor): Extent {
  const [batch, height, width, channels] = shape;
  if (
    shape.length !== 4 ||
    batch === undefined ||
    height === undefined ||
    width === undefined ||
    channels === undefined
  ) {
    throw new RangeError(
      `tensor ${name} has shape ${shape.join(' × ')}; batch × height × width × channels was expected`,
    );
  }
  return { batch, height, width, channels };
}

export const shapeOf = (extent: Extent): number[] => [extent.batch, extent.height, extent.width, extent.channels];

export const nchw = (name: string, extent: Extent): Tensor => ({
  kind: 'tensor',
  name,
  shape: shapeOf(extent),
  layout: 'nchw',
});

/** The tensor's name with its numbers in TensorFlow's order; transposes only where the two orders differ. */
export function inTensorflowOrder(graph: OnnxGraph, tensor: Tensor): string {
  if (tensor.layout === 'tensorflow') return tensor.name;
  const { height, width, channels } = extentOf(tensor);
  if (height * width === 1 || channels === 1) return tensor.name;
  return graph.node('Transpose', [tensor.name], { perm: [0, 2, 3, 1] });
}

/** Reorders the axes of a constant: axis i of the result is axis `order[i]` of the source. */
export function permute(data: Float32Array, shape: readonly number[], order: readonly number[]): Float32Array {
  const axes = order.map((axis) => ({ size: shape[axis] ?? 1, stride: elementCount(shape.slice(axis + 1)) }));
  const out = new Float32Array(data.length);
  let target = 0;
  const copy = (depth: number, offset: number): void => {
    const axis = axes[depth];
    if (axis === undefined) {
      out[target++] = data[offset] ?? NaN;
      return;
    }
    for (let i = 0; i < axis.size; i++) copy(depth + 1, offset + i * axis.stride);
  };
  copy(0, 0);
  return out;
}
