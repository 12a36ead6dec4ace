import { loadSync, type Options, type PackageDefinition, type ServiceDefinition } from '@grpc/proto-loader';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import loaderOptions from '../../proto/loader-options.json';

/** `proto/` at the root of the package; this file runs from `dist/src/rpc`. */
export const protoDir = join(__dirname, '../../../proto');

/** The loader takes the constructor itself where the generator and the JSON file take its name. */
function constructorNamed(name: string): StringConstructor | NumberConstructor {
  switch (name) {
    case 'String':
      return String;
    case 'Number':
      return Number;
    default:
      throw new Error(`proto/loader-options.json: "String" or "Number" was expected, ${name} came`);
  }
}

/** The options that server, clients and the generator of types share. */
export function protoOptions(): Options {
  return {
    ...loaderOptions,
    longs: constructorNamed(loaderOptions.longs),
    enums: constructorNamed(loaderOptions.enums),
    includeDirs: [protoDir],
  };
}

/** Every definition under `proto/`: the services, and the messages that details of errors are made of. */
export function loadPackage(): PackageDefinition {
  const files = readdirSync(protoDir, { recursive: true, encoding: 'utf8' });
  return loadSync(files.filter((name) => name.endsWith('.proto')).sort(), protoOptions());
}

/** @throws Error when `proto/` defines no such service: a fault of the build */
export function serviceOf(definitions: PackageDefinition, name: string): ServiceDefinition {
  const definition = definitions[name];
  if (definition === undefined || isTypeDefinition(definition)) throw new Error(`proto/ defines no service ${name}`);
  return definition;
}

type AnyDefinition = PackageDefinition[string];
type TypeDefinition = Exclude<AnyDefinition, ServiceDefinition>;

function isTypeDefinition(definition: AnyDefinition): definition is TypeDefinition {
  return typeof definition['format'] === 'string';
}

/** @throws Error when `proto/` defines no such message: a fault of the build */
export function serializerOf(definitions: PackageDefinition, name: string): (message: object) => Buffer {
  const definition = definitions[name];
  if (definition === undefined || !isTypeDefinition(definition) || !('serialize' in definition)) {
    throw new Error(`proto/ defines no message ${name}`);
  }
  return definition.serialize;
}
