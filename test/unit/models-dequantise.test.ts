import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dequantise } from '../../src/models/dequantise.js';
import { sha256Of } from '../../src/models/digest.js';
import { elementType, modelMessage, openModelMessage } from '../../src/models/onnx-messages.js';
import { runNetwork } from '../support/network.js';
import { temporaryFolder } from '../support/tiny-models.js';

/**
 * A layer of two outputs over four numbers, quantised as onnxruntime's tool does it: weights (W − 3) · 0.5, then a bias.
 *
 * @param changed nodes in place of those of the same name
 */
function tinyNetwork(changed: Readonly<Record<string, object>> = {}): Uint8Array {
  const node = (opType: string, input: string[], output: string[], attribute: object[] = []) => ({
    ...{ name: output[0], opType, input, output, attribute },
    ...changed[output[0] ?? ''],
  });
  const toFloat = { name: 'to', i: elementType.float32, type: 2 };
  const floats = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);
  const constant = (name: string, dataType: number, dims: number[], rawData: Uint8Array) => ({
    ...{ name, dataType, dims, rawData },
  });
  const tensor = (name: string, sides: number[]) => ({
    name,
    type: { tensorType: { elemType: elementType.float32, shape: { dim: sides.map((dimValue) => ({ dimValue })) } } },
  });
  const graph = {
    name: 'tiny',
    node: [
      node('DynamicQuantizeLinear', ['x'], ['x_q', 'x_scale', 'x_zero']),
      node('Mul', ['x_scale', 'w_scale'], ['scale']),
      node('MatMulInteger', ['x_q', 'w', 'x_zero', 'w_zero'], ['sum']),
      node('Cast', ['sum'], ['sum_float'], [toFloat]),
      node('Mul', ['sum_float', 'scale'], ['product']),
      node('Add', ['product', 'bias'], ['y']),
    ],
    initializer: [
      constant('w', elementType.uint8, [4, 2], Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 255)),
      constant('w_zero', elementType.uint8, [], Uint8Array.of(3)),
      constant('w_scale', elementType.float32, [], floats(0.5)),
      constant('bias', elementType.float32, [2], floats(10, 20)),
    ],
    input: [tensor('x', [1, 4])],
    output: [tensor('y', [1, 2])],
  };
  return modelMessage.encode({ irVersion: 6, graph, opsetImport: [{ domain: '', version: 11 }] }).finish();
}

async function run(onnx: Uint8Array, input: Float32Array): Promise<number[]> {
  const path = join(await temporaryFolder(), 'network.onnx');
  await writeFile(path, onnx);
  return [...((await runNetwork(path, input, [1, input.length])).get('y') ?? [])];
}

test('a quantised layer becomes exact arithmetic over the weights that its 8 bits stand for', async () => {
  const input = Float32Array.of(1, 0.3, -0.7, 0.001);
  const [a = NaN, b = NaN] = await run(dequantise(tinyNetwork()), input);
  expect(a).toBeCloseTo(10 + (1 * -3 + 0.3 * -1 - 0.7 * 1 + 0.001 * 3) / 2, 5);
  expect(b).toBeCloseTo(20 + (1 * -2 + 0.3 * 0 - 0.7 * 2 + 0.001 * 252) / 2, 5);
  // What it replaces rounds the input to steps of 1.7 / 255.
  const [rounded = NaN] = await run(tinyNetwork(), input);
  expect(Math.abs(a - rounded)).toBeGreaterThan(1e-5);
  expect(Math.abs(a - rounded)).toBeLessThan(0.05);
});

test('nothing of the quantisation stays, and the rest keeps its place', () => {
  const { graph } = openModelMessage.toObject(openModelMessage.decode(dequantise(tinyNetwork()))) as {
    readonly graph: { readonly node: readonly { readonly opType: string }[]; readonly initializer: readonly unknown[] };
  };
  expect(graph.node.map(({ opType }) => opType)).toEqual(['MatMul', 'Add']);
  expect(graph.initializer).toHaveLength(2);
});

test('the same network always gives the same bytes', () => {
  expect(sha256Of(dequantise(tinyNetwork()))).toBe(sha256Of(dequantise(tinyNetwork())));
});

test('a network without quantised layers is refused', () => {
  const plain = dequantise(tinyNetwork());
  expect(() => dequantise(plain)).toThrow('the network has no dynamically quantised layer');
});

test.each([
  ['a sum that is not scaled', { product: { opType: 'Add' } }, 'sum_float does not go to one Mul alone'],
  ['a sum that is used twice', { y: { input: ['product', 'sum'] } }, 'sum does not go to one Cast alone'],
  ['a sum that stays whole', { sum_float: { attribute: [] } }, 'its sum is not cast to single precision'],
  ['weights that are computed', { scale: { input: ['x_scale', 'x_scale'] } }, 'nothing is not a constant'],
  ['the zero point of another', { sum: { input: ['x_q', 'w', 'w_zero', 'w_zero'] } }, 'its zero point is that of'],
  ['several scales', { scale: { input: ['x_scale', 'bias'] } }, 'its weights do not have one scale'],
])('%s is refused, with the name of the node', (_, changed, message) => {
  const refused = () => dequantise(tinyNetwork(changed));
  expect(refused).toThrow('node sum is quantised in a way not known here');
  expect(refused).toThrow(message);
});
