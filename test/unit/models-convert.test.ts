import { sha256Of } from '../../src/models/digest.js';
import { floatsFromHalves } from '../../src/models/half.js';
import { OnnxGraph } from '../../src/models/onnx-graph.js';
import { convertOpenvino } from '../../src/models/openvino.js';
import { convertTfjs } from '../../src/models/tfjs/convert.js';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runNetwork } from '../support/network.js';
import { temporaryFolder } from '../support/tiny-models.js';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const list = (...i: number[]) => ({ list: { i: i.map(String) } });
const floats = (...values: number[]) => Buffer.from(Float32Array.from(values).buffer);

/** A depthwise convolution of 2 × 2, stride 2, SAME, over 3 × 3 pixels of two channels, flattened. */
function tinyGraph(operator = 'DepthwiseConv2dNative') {
  const node = (name: string, op: string, input: string[] = [], attr = {}) => ({ name, op, input, attr });
  const size = (n: number) => ({ size: String(n) });
  return {
    signature: { outputs: { 'flat:0': { name: 'flat:0' }, 'other:0': { name: 'other:0' } } },
    modelTopology: {
      node: [
        node('input', 'Placeholder', [], { shape: { shape: { dim: [size(-1), size(3), size(3), size(2)] } } }),
        node('filter', 'Const'),
        node('shape', 'Const'),
        node('conv', operator, ['input', 'filter'], {
          strides: list(1, 2, 2, 1),
          dilations: list(1, 1, 1, 1),
          padding: { s: base64('SAME') },
        }),
        node('flat', 'Reshape', ['conv', 'shape']),
        node('other', 'Relu', ['conv']),
      ],
    },
    weightsManifest: [
      {
        paths: ['tiny.bin'],
        weights: [
          { name: 'filter', shape: [2, 2, 2, 1], dtype: 'float32' },
          { name: 'shape', shape: [2], dtype: 'int32' },
        ],
      },
    ],
  };
}

const weights = Buffer.concat([floats(1, 10, 2, 20, 3, 30, 4, 40), Buffer.from(Int32Array.of(1, -1).buffer)]);

const convertTiny = (graph: object, outputs: string[] = ['flat'], bin: Uint8Array = weights) =>
  convertTfjs({ topology: JSON.stringify(graph), weightFile: () => bin }, { name: 'tiny', outputs });

async function run(onnx: Uint8Array, input: Float32Array, shape: number[]): Promise<Map<string, Float32Array>> {
  const path = join(await temporaryFolder(), 'network.onnx');
  await writeFile(path, onnx);
  return runNetwork(path, input, shape);
}

test('a converted graph takes planes and answers in the order of TensorFlow', async () => {
  const planes = Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  const outputs = await run(convertTiny(tinyGraph()), planes, [1, 2, 3, 3]);
  const plane = [1 + 4 + 12 + 20, 3 + 18, 7 + 16, 9];
  const second = [100, 40, 30, 10];
  expect([...outputs.keys()]).toEqual(['flat']);
  expect([...(outputs.get('flat') ?? [])]).toEqual(plane.flatMap((value, index) => [value, second[index]]));
});

test('the same graph always gives the same bytes', () => {
  expect(sha256Of(convertTiny(tinyGraph()))).toBe(sha256Of(convertTiny(tinyGraph())));
  expect(sha256Of(convertTiny(tinyGraph(), []))).not.toBe(sha256Of(convertTiny(tinyGraph())));
});

test('an operator that no known network needs is refused by name', () => {
  expect(() => convertTiny(tinyGraph('Atan2'))).toThrow('node conv: operator Atan2 is not supported');
});

test('an output that does not exist is refused with the known ones', () => {
  expect(() => convertTiny(tinyGraph(), ['mesh'])).toThrow('the graph has no output mesh; it has flat, other');
});

test('weights of another length than the manifest describes are refused', () => {
  const longer = Buffer.concat([weights, Buffer.alloc(4)]);
  expect(() => convertTiny(tinyGraph(), [], longer)).toThrow('describes 40 bytes; tiny.bin hold 44');
});

test('half precision numbers keep their value', () => {
  const cases: [number, number][] = [
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65504],
    [0x0001, 2 ** -24],
    [0x0400, 2 ** -14],
    [0x3555, 0.333251953125],
    [0x7c00, Infinity],
    [0xfc00, -Infinity],
    [0x7e00, NaN],
  ];
  const bytes = Buffer.from(Uint16Array.from(cases, ([half]) => half).buffer);
  expect([...floatsFromHalves(bytes)]).toEqual(cases.map(([, value]) => value));
});

const port = (id: number, ...dims: number[]) =>
  `<port id="${id}">${dims.map((d) => `<dim>${d}</dim>`).join('')}</port>`;

const tinyIr = (type: string) => `<?xml version="1.0" ?>
<net name="tiny" version="5"><layers>
  <layer id="0" name="in" precision="FP16" type="Input"><output>${port(0, 1, 2, 1, 2)}</output></layer>
  <layer id="1" name="scale" precision="FP16" type="ScaleShift"><input>${port(0, 1, 2, 1, 2)}</input>
    <output>${port(1, 1, 2, 1, 2)}</output><blobs><weights offset="0" size="4"/><biases offset="4" size="4"/></blobs></layer>
  <layer id="2" name="slope" precision="FP16" type="${type}"><data channel_shared="1"/><input>${port(0, 1, 2, 1, 2)}</input>
    <output>${port(1, 1, 2, 1, 2)}</output><blobs><weights offset="8" size="2"/></blobs></layer>
</layers><edges>
  <edge from-layer="0" from-port="0" to-layer="1" to-port="0"/><edge from-layer="1" from-port="1" to-layer="2" to-port="0"/>
</edges></net>`;

/** Scales 1 and −2, shifts 0 and 1, slope 0.5. */
const irWeights = Buffer.from(Uint16Array.of(0x3c00, 0xc000, 0, 0x3c00, 0x3800).buffer);

test('an intermediate representation becomes the same arithmetic', async () => {
  const onnx = convertOpenvino({ topology: tinyIr('PReLU'), weights: irWeights });
  const outputs = await run(onnx, Float32Array.of(1, -1, 3, -3), [1, 2, 1, 2]);
  expect([...(outputs.get('output') ?? [])]).toEqual([1, -0.5, -2.5, 7]);
});

test('a layer that no known network needs is refused by name', () => {
  const convert = () => convertOpenvino({ topology: tinyIr('Crop'), weights: irWeights });
  expect(convert).toThrow('layer 2: type Crop is not supported');
});

test('weights that end too early are refused', () => {
  const convert = () => convertOpenvino({ topology: tinyIr('PReLU'), weights: irWeights.subarray(0, 6) });
  expect(convert).toThrow('the weights of layer 1 reach past the end of the file');
});

test('a constant whose length does not fit its shape is refused', () => {
  expect(() => new OnnxGraph('g').floats(new Float32Array(3), [2, 2])).toThrow('2 × 2 holds 4 numbers; 3 came');
});
