import { Client, credentials, loadPackageDefinition, status, type ServiceClientConstructor } from '@grpc/grpc-js';
import { loadFileDescriptorSetFromObject, loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { FileDescriptorProto, type IFileDescriptorProto } from 'protobufjs/ext/descriptor/index.js';
import { dirname, join } from 'node:path';
import { exchange, faceClient } from '../support/grpc-client.js';
import { protoOptions } from '../../src/rpc/protos.js';
import { jpegFrame, loopback, picture, type Loopback } from '../support/rpc-server.js';

/** Plays a client that has nothing but the address: all it knows, it has from reflection. */
let edge: Loopback;
beforeAll(async () => (edge = await loopback()));
afterAll(() => edge.close());

interface ReflectionAnswer {
  readonly listServicesResponse?: { service: { name: string }[] };
  readonly fileDescriptorResponse?: { fileDescriptorProto: Uint8Array[] };
  readonly errorResponse?: { errorCode: number };
}

async function ask(version: 'v1' | 'v1alpha', request: object, address = edge.address): Promise<ReflectionAnswer> {
  const build = join(dirname(require.resolve('@grpc/reflection')), '..');
  const file = join(build, `proto/grpc/reflection/${version}/reflection.proto`);
  const loaded = loadPackageDefinition(loadSync(file, { ...protoOptions(), defaults: false }));
  const services = loaded['grpc'] as unknown as Record<
    string,
    Record<string, Record<string, ServiceClientConstructor>>
  >;
  const client: Client = new services['reflection']![version]!['ServerReflection']!(
    address,
    credentials.createInsecure(),
  );
  const open = (
    client as unknown as Record<string, () => import('@grpc/grpc-js').ClientDuplexStream<object, ReflectionAnswer>>
  )['ServerReflectionInfo']!;
  try {
    return await new Promise((resolve, reject) => {
      const call = open.call(client);
      call.on('data', resolve).on('error', reject);
      call.write(request);
      call.end();
    });
  } finally {
    client.close();
  }
}

async function filesOf(symbol: string): Promise<IFileDescriptorProto[]> {
  const answer = await ask('v1', { fileContainingSymbol: symbol });
  const decode = (bytes: Uint8Array) => FileDescriptorProto.decode(bytes) as IFileDescriptorProto;
  return answer.fileDescriptorResponse!.fileDescriptorProto.map(decode);
}

async function definitionsOf(...symbols: string[]): Promise<PackageDefinition> {
  const files = (await Promise.all(symbols.map(filesOf))).flat();
  const byName = new Map(files.map((file) => [file.name, file]));
  const set: unknown = { file: [...byName.values()] };
  return loadFileDescriptorSetFromObject(set as never, protoOptions());
}

test.each(['v1', 'v1alpha'] as const)('reflection %s lists the services', async (version) => {
  const answer = await ask(version, { listServices: '*' });
  expect(answer.listServicesResponse!.service.map(({ name }) => name).sort()).toEqual([
    'faceengine.v1.FaceBiometrics',
    'faceengine.v1.Galleries',
    'faceengine.v1.Jobs',
    'faceengine.v1.Policies',
    'faceengine.v1.Subjects',
    'faceengine.v1.Templates',
  ]);
});

/** Descriptors hold the names of the definitions, where the loader's options make JavaScript's of them. */
const named = (message: object) => message as never;

test('a client built only from reflection enrols and verifies, by stream and by picture', async () => {
  const definitions = await definitionsOf(
    'faceengine.v1.FaceBiometrics',
    'faceengine.v1.Subjects',
    'faceengine.v1.Policies',
    'faceengine.v1.Galleries',
  );
  const client = faceClient(edge.address, { definitions });
  try {
    const requests = [{ config: named({ subject_id: 'ada' }) }, jpegFrame(1), { end: {} }];
    const enrolled = await exchange(client.enroll(), requests);
    expect(enrolled.answers.at(-1)).toMatchObject({ enroll_result: { enrolled: true, quality: 71.5 } });
    const verified = await exchange(client.verify(), requests);
    expect(verified.status.code).toBe(status.OK);
    expect(verified.answers.at(-1)!.decision).toMatchObject({ outcome: 'OUTCOME_ACCEPT', scores: null });
    const once = await client.verifyOnce({ config: named({ subject_id: 'bob' }), pictures: [picture()] });
    expect(once.decision).toMatchObject({ outcome: 'OUTCOME_REJECT', reasons: ['REASON_SIMILARITY_LOW'] });
    const analysis = await client.analyzeFrame({ picture: picture() });
    expect(analysis.quality).toBe(0);
    expect(analysis).not.toHaveProperty('liveness');
    const { subject } = await client.subjects.get(named({ subject_id: 'ada' }));
    expect(subject).toMatchObject({ subject_id: 'ada' });
  } finally {
    client.close();
  }
});

test('every file that reflection gives names the files it needs', async () => {
  const files = await filesOf('faceengine.v1.FaceBiometrics');
  const needed = files.flatMap((file) => file.dependency as string[]);
  expect(needed).toContain('google/protobuf/timestamp.proto');
  expect(files.map((file) => file.name)).toEqual(expect.arrayContaining(needed));
});

test('fields have the names of the definitions, and optional ones are marked', async () => {
  const files = await filesOf('faceengine.v1.Scores');
  const scores = files.flatMap((file) => file.messageType ?? []).find(({ name }) => name === 'Scores');
  expect(scores!.field![0]).toMatchObject({ name: 'comparison_score', proto3Optional: true });
});

test('reflection can be switched off', async () => {
  const hidden = await loopback({}, { reflection: false });
  try {
    await expect(ask('v1', { listServices: '*' }, hidden.address)).rejects.toMatchObject({
      code: status.UNIMPLEMENTED,
    });
  } finally {
    await hidden.close();
  }
});
