import { Root } from 'protobufjs';

/**
 * The messages of ONNX files, as far as this project writes and rewrites them.
 *
 * Field numbers are those of the public onnx.proto. `Model` and what it holds serve to write a graph from nothing.
 * `OpenModel`, `OpenGraph` and `OpenNode` read somebody else's: what a rewriting leaves alone stays bytes in them, so
 * that nothing of it is lost for want of a field here.
 */

const repeated = (type: string, id: number) => ({ rule: 'repeated', type, id });

const messages = Root.fromJSON({
  nested: {
    Model: {
      fields: {
        irVersion: { type: 'int64', id: 1 },
        producerName: { type: 'string', id: 2 },
        graph: { type: 'Graph', id: 7 },
        opsetImport: repeated('OperatorSet', 8),
      },
    },
    OperatorSet: { fields: { domain: { type: 'string', id: 1 }, version: { type: 'int64', id: 2 } } },
    Graph: {
      fields: {
        node: repeated('Node', 1),
        name: { type: 'string', id: 2 },
        initializer: repeated('Tensor', 5),
        input: repeated('ValueInfo', 11),
        output: repeated('ValueInfo', 12),
      },
    },
    Node: {
      fields: {
        input: repeated('string', 1),
        output: repeated('string', 2),
        name: { type: 'string', id: 3 },
        opType: { type: 'string', id: 4 },
        attribute: repeated('Attribute', 5),
      },
    },
    Attribute: {
      fields: {
        name: { type: 'string', id: 1 },
        f: { type: 'float', id: 2 },
        i: { type: 'int64', id: 3 },
        s: { type: 'bytes', id: 4 },
        ints: repeated('int64', 8),
        type: { type: 'int32', id: 20 },
      },
    },
    Tensor: {
      fields: {
        dims: repeated('int64', 1),
        dataType: { type: 'int32', id: 2 },
        floatData: repeated('float', 4),
        int32Data: repeated('int32', 5),
        name: { type: 'string', id: 8 },
        rawData: { type: 'bytes', id: 9 },
      },
    },
    ValueInfo: { fields: { name: { type: 'string', id: 1 }, type: { type: 'ValueType', id: 2 } } },
    ValueType: { fields: { tensorType: { type: 'TensorType', id: 1 } } },
    TensorType: { fields: { elemType: { type: 'int32', id: 1 }, shape: { type: 'Shape', id: 2 } } },
    Shape: { fields: { dim: repeated('Dimension', 1) } },
    Dimension: { fields: { dimValue: { type: 'int64', id: 1 } } },
    OpenModel: {
      fields: {
        irVersion: { type: 'int64', id: 1 },
        graph: { type: 'OpenGraph', id: 7 },
        opsetImport: repeated('bytes', 8),
        functions: repeated('bytes', 25),
      },
    },
    OpenGraph: {
      fields: {
        node: repeated('OpenNode', 1),
        name: { type: 'string', id: 2 },
        initializer: repeated('bytes', 5),
        input: repeated('bytes', 11),
        output: repeated('bytes', 12),
        sparseInitializer: repeated('bytes', 15),
      },
    },
    OpenNode: {
      fields: {
        input: repeated('string', 1),
        output: repeated('string', 2),
        name: { type: 'string', id: 3 },
        opType: { type: 'string', id: 4 },
        attribute: repeated('bytes', 5),
        domain: { type: 'string', id: 7 },
        overload: { type: 'string', id: 8 },
      },
    },
  },
});

export const modelMessage = messages.lookupType('Model');
export const openModelMessage = messages.lookupType('OpenModel');
export const tensorMessage = messages.lookupType('Tensor');
export const attributeMessage = messages.lookupType('Attribute');

/** Numbers of TensorProto.DataType. */
export const elementType = { float32: 1, uint8: 2, int8: 3, int64: 7 } as const;
