import { z } from 'zod';
import { floatsFromBytes, floatsFromHalves } from '../half.js';
import { elementCount } from '../onnx-graph.js';

/** A TensorFlow.js graph model: `X.json` holds the nodes and the list of weights, `X.bin` the weights. */

const whole = z.coerce.number().pipe(z.int());

/** A protobuf AttrValue in JSON: 64-bit numbers are strings, strings are base64. */
const attribute = z.object({
  s: z.string().optional(),
  list: z.object({ i: z.array(whole).optional(), s: z.array(z.string()).optional() }).optional(),
  shape: z.object({ dim: z.array(z.object({ size: whole })) }).optional(),
});

const node = z.object({
  name: z.string(),
  op: z.string(),
  input: z.array(z.string()).default([]),
  attr: z.record(z.string(), attribute).default({}),
});

const weight = z.object({
  name: z.string(),
  shape: z.array(z.int().nonnegative()),
  dtype: z.enum(['float32', 'int32']),
  quantization: z.object({ dtype: z.literal('float16') }).optional(),
});

const signature = z.object({ outputs: z.record(z.string(), z.object({ name: z.string() })) });

const graphModel = z
  .object({
    signature: signature.optional(),
    userDefinedMetadata: z.object({ signature: signature.optional() }).optional(),
    modelTopology: z.object({ node: z.array(node) }),
    weightsManifest: z.array(z.object({ paths: z.array(z.string()), weights: z.array(weight) })),
  })
  .transform((model, context) => {
    const found = model.signature ?? model.userDefinedMetadata?.signature;
    if (found === undefined) context.addIssue('the graph model has no signature: its outputs are unknown');
    return { nodes: model.modelTopology.node, weightsManifest: model.weightsManifest, outputs: found?.outputs ?? {} };
  });

export type TfNode = z.infer<typeof node>;
export type GraphModel = z.infer<typeof graphModel>;
type Weight = z.infer<typeof weight>;

export interface TfConstant {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

export const parseGraphModel = (json: string): GraphModel => graphModel.parse(JSON.parse(json));

function decodeWeight(weight: Weight, bytes: Uint8Array): TfConstant {
  if (weight.dtype === 'float32') {
    return { shape: weight.shape, data: weight.quantization ? floatsFromHalves(bytes) : floatsFromBytes(bytes) };
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data = Int32Array.from({ length: bytes.length / 4 }, (_, index) => view.getInt32(4 * index, true));
  return { shape: weight.shape, data };
}

/**
 * Cuts the weight files into named constants.
 *
 * @param weightFile gives the bytes of a path named in the weights manifest
 */
export function readConstants(
  manifest: GraphModel['weightsManifest'],
  weightFile: (path: string) => Uint8Array,
): Map<string, TfConstant> {
  const constants = new Map<string, TfConstant>();
  for (const group of manifest) {
    const bytes = Buffer.concat(group.paths.map(weightFile));
    let offset = 0;
    for (const weight of group.weights) {
      const end = offset + elementCount(weight.shape) * (weight.quantization ? 2 : 4);
      constants.set(weight.name, decodeWeight(weight, bytes.subarray(offset, end)));
      offset = end;
    }
    if (offset !== bytes.length) {
      throw new RangeError(
        `the weights manifest describes ${offset} bytes; ${group.paths.join(', ')} hold ${bytes.length}`,
      );
    }
  }
  return constants;
}

const decodeString = (base64: string) => Buffer.from(base64, 'base64').toString('utf8');

export function stringAttribute(node: TfNode, key: string): string {
  const value = node.attr[key]?.s;
  if (value === undefined) throw new RangeError(`node ${node.name} (${node.op}) has no attribute ${key}`);
  return decodeString(value);
}

export const stringsAttribute = (node: TfNode, key: string): string[] =>
  (node.attr[key]?.list?.s ?? []).map(decodeString);

export const integersAttribute = (node: TfNode, key: string): number[] => node.attr[key]?.list?.i ?? [];

export const shapeAttribute = (node: TfNode): number[] => (node.attr['shape']?.shape?.dim ?? []).map((d) => d.size);
