import type { Server } from '@grpc/grpc-js';
import type { EnumTypeDefinition } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Reader } from 'protobufjs';
import { protoDir } from './protos.js';

/**
 * Shows the engine's services through grpc.reflection v1 and v1alpha.
 *
 * What proto-loader would show names no imports, and fields as JavaScript does, so general tools cannot read it. The shown
 * files are those that a protobuf compiler made (scripts/generate-proto-types.mjs).
 */
export function addReflection(server: Server): void {
  const compiled: EnumTypeDefinition = {
    format: 'Protocol Buffer 3 EnumDescriptorProto',
    type: {},
    fileDescriptorProtos: filesOf(readFileSync(join(protoDir, 'descriptors.binpb'))),
  };
  new ReflectionService({ compiled }).addToServer(server);
}

/** The files of a FileDescriptorSet, whose only field is `repeated FileDescriptorProto file = 1`. */
function filesOf(descriptorSet: Uint8Array): Buffer[] {
  const files: Buffer[] = [];
  const reader = Reader.create(descriptorSet);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag >>> 3 === 1) files.push(Buffer.from(reader.bytes()));
    else reader.skipType(tag & 7);
  }
  return files;
}
