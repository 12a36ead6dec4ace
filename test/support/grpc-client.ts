/* eslint-disable @typescript-eslint/unbound-method -- unaryCall binds the method to its client */
import {
  Client,
  credentials as channelCredentials,
  loadPackageDefinition,
  type ChannelCredentials,
  type ClientDuplexStream,
  type ClientOptions,
  type ClientUnaryCall,
  type CallOptions,
  type Metadata,
  type ServiceError,
  type StatusObject,
} from '@grpc/grpc-js';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { protoPath as healthProtoPath } from 'grpc-health-check';
import { loadPackage, protoOptions } from '../../src/rpc/protos.js';
import type { ProtoGrpcType as AdministrationPackage } from '../../src/rpc/generated/administration.js';
import type { ProtoGrpcType as BiometricsPackage } from '../../src/rpc/generated/biometrics.js';
import type { ProtoGrpcType as GalleriesPackage } from '../../src/rpc/generated/galleries.js';
import type { ProtoGrpcType as SubjectsPackage } from '../../src/rpc/generated/subjects.js';
import type { ErrorInfo__Output } from '../../src/rpc/generated/google/rpc/ErrorInfo.js';
import type { BadRequest__Output } from '../../src/rpc/generated/google/rpc/BadRequest.js';
import type { RetryInfo__Output } from '../../src/rpc/generated/google/rpc/RetryInfo.js';
import type { Status__Output } from '../../src/rpc/generated/google/rpc/Status.js';

/** A small client for tests, the demo and the benches: unary calls are promises, streams are async. */

export type FacePackage = BiometricsPackage & SubjectsPackage & AdministrationPackage & GalleriesPackage;

/** One bidirectional call. */
export interface BidiCall<Q, A> {
  /** Resolves when the client may send more: HTTP/2 flow control slows it down here. Rejects when the call has ended. */
  write(message: Q): Promise<void>;
  /** Ends the client's side. */
  end(): void;
  cancel(): void;
  /** The server's messages up to the end of the call, whatever its status: see `status`. Iterate once. */
  readonly messages: AsyncIterable<A>;
  /** Never rejects: 0 is OK. */
  readonly status: Promise<StatusObject>;
}

/** The last of the generated overloads: the one that types are inferred from. */
type ShortUnaryMethod<Q, A> = (
  request: Q,
  callback: (error: ServiceError | null, answer?: A) => void,
) => ClientUnaryCall;
type UnaryMethod<Q, A> = (
  request: Q,
  options: CallOptions,
  callback: (error: ServiceError | null, answer?: A) => void,
) => ClientUnaryCall;

export function unaryCall<Q, A>(client: Client, method: ShortUnaryMethod<Q, A>) {
  return (request: Q, options: CallOptions = {}): Promise<A> =>
    new Promise((resolve, reject) => {
      (method as unknown as UnaryMethod<Q, A>).call(client, request, options, (error, answer) => {
        if (error) reject(error);
        else resolve(answer!);
      });
    });
}

export function bidiCall<Q, A>(stream: ClientDuplexStream<Q, A>): BidiCall<Q, A> {
  let ended = false;
  const status = new Promise<StatusObject>((resolve) => {
    stream.on('status', (object: StatusObject) => {
      ended = true;
      stream.emit('drain');
      resolve(object);
    });
  });
  // The status says it all; without a listener the error event would end the process.
  stream.on('error', () => undefined);
  return {
    write: (message) =>
      new Promise((resolve, reject) => {
        const settle = () => (ended ? reject(new Error('the call has ended')) : resolve());
        if (ended || stream.write(message)) settle();
        else stream.once('drain', settle);
      }),
    end: () => stream.end(),
    cancel: () => stream.cancel(),
    messages: untilEnd(stream),
    status,
  };
}

async function* untilEnd<Q, A>(stream: ClientDuplexStream<Q, A>): AsyncGenerator<A> {
  try {
    for await (const message of stream.iterator({ destroyOnReturn: false })) yield message as A;
  } catch {
    // A status other than OK ends the messages; the caller reads it from `status`.
  }
}

/**
 * Sends all requests, ends, and gives all answers with the status. What cannot be sent because the server has ended
 * the call is dropped; when `requests` itself fails, the call is cancelled and the failure thrown.
 */
export async function exchange<Q, A>(call: BidiCall<Q, A>, requests: Iterable<Q> | AsyncIterable<Q>) {
  const sending = (async () => {
    try {
      for await (const request of requests) {
        const sent = await call.write(request).then(
          () => true,
          () => false,
        );
        if (!sent) return;
      }
      call.end();
    } catch (error) {
      call.cancel();
      throw error;
    }
  })();
  sending.catch(() => undefined);
  const answers: A[] = [];
  for await (const answer of call.messages) answers.push(answer);
  await sending;
  return { answers, status: await call.status };
}

export interface FaceClientOptions {
  readonly credentials?: ChannelCredentials;
  readonly channel?: ClientOptions;
  /** Definitions to call by; those of `proto/` unless given. */
  readonly definitions?: PackageDefinition;
}

let ownDefinitions: PackageDefinition | undefined;

/** `address` is `host:port`; without credentials the connection is plain. */
export function faceClient(address: string, options: FaceClientOptions = {}) {
  const definitions = options.definitions ?? (ownDefinitions ??= loadPackage());
  const { v1 } = (loadPackageDefinition(definitions) as unknown as FacePackage).faceengine;
  const security = options.credentials ?? channelCredentials.createInsecure();
  const channel = { 'grpc.max_receive_message_length': 16 << 20, ...options.channel };
  const biometrics = new v1.FaceBiometrics(address, security, channel);
  const subjects = new v1.Subjects(address, security, channel);
  const templates = new v1.Templates(address, security, channel);
  const policies = new v1.Policies(address, security, channel);
  const galleries = new v1.Galleries(address, security, channel);
  const jobs = new v1.Jobs(address, security, channel);
  return {
    enroll: (call: CallOptions = {}) => bidiCall(biometrics.enroll(call)),
    verify: (call: CallOptions = {}) => bidiCall(biometrics.verify(call)),
    checkLiveness: (call: CallOptions = {}) => bidiCall(biometrics.checkLiveness(call)),
    identify: (call: CallOptions = {}) => bidiCall(biometrics.identify(call)),
    searchOnce: unaryCall(biometrics, biometrics.searchOnce),
    enrollOnce: unaryCall(biometrics, biometrics.enrollOnce),
    verifyOnce: unaryCall(biometrics, biometrics.verifyOnce),
    compare: unaryCall(biometrics, biometrics.compare),
    analyzeFrame: unaryCall(biometrics, biometrics.analyzeFrame),
    subjects: {
      create: unaryCall(subjects, subjects.create),
      get: unaryCall(subjects, subjects.get),
      update: unaryCall(subjects, subjects.update),
      list: unaryCall(subjects, subjects.list),
      delete: unaryCall(subjects, subjects.delete),
      listDeviceKeys: unaryCall(subjects, subjects.listDeviceKeys),
      deleteDeviceKey: unaryCall(subjects, subjects.deleteDeviceKey),
    },
    templates: {
      list: unaryCall(templates, templates.list),
      get: unaryCall(templates, templates.get),
      delete: unaryCall(templates, templates.delete),
      migrate: unaryCall(templates, templates.migrate),
      getMigration: unaryCall(templates, templates.getMigration),
      finishMigration: unaryCall(templates, templates.finishMigration),
    },
    policies: {
      get: unaryCall(policies, policies.get),
      list: unaryCall(policies, policies.list),
      createVersion: unaryCall(policies, policies.createVersion),
      activate: unaryCall(policies, policies.activate),
      simulate: unaryCall(policies, policies.simulate),
    },
    galleries: {
      getStatus: unaryCall(galleries, galleries.getStatus),
      findDuplicates: unaryCall(galleries, galleries.findDuplicates),
      listDuplicates: unaryCall(galleries, galleries.listDuplicates),
    },
    jobs: {
      get: unaryCall(jobs, jobs.get),
      list: unaryCall(jobs, jobs.list),
      cancel: unaryCall(jobs, jobs.cancel),
    },
    close: () => [biometrics, subjects, templates, policies, galleries, jobs].forEach((client) => client.close()),
  };
}

export type FaceClient = ReturnType<typeof faceClient>;

export type ServingStatus = 'SERVING' | 'NOT_SERVING' | 'UNKNOWN' | 'SERVICE_UNKNOWN';

/** Asks grpc.health.v1.Health; the empty service is the server as a whole. Rejects with NOT_FOUND for an unknown one. */
export async function checkHealth(
  address: string,
  service = '',
  security?: ChannelCredentials,
): Promise<ServingStatus> {
  const definitions = loadSync(healthProtoPath, protoOptions());
  const method = (definitions['grpc.health.v1.Health'] as Record<string, never>)['Check'] as unknown as {
    path: string;
    requestSerialize: (message: object) => Buffer;
    responseDeserialize: (bytes: Buffer) => { status: ServingStatus };
  };
  const client = new Client(address, security ?? channelCredentials.createInsecure());
  try {
    return await new Promise((resolve, reject) => {
      client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        { service },
        (error, answer) => (error ? reject(error) : resolve(answer!.status)),
      );
    });
  } finally {
    client.close();
  }
}

export interface ErrorDetails {
  /** The fault's code, such as BAD_FIELD. */
  readonly reason: string | undefined;
  readonly domain: string | undefined;
  readonly errorId: string | undefined;
  /** Paths of the wrong fields. */
  readonly fields: readonly string[];
  readonly retryAfterMs: number | undefined;
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows what `name` decodes to
function decode<T>(name: string, bytes: Buffer): T {
  const definition = (ownDefinitions ??= loadPackage())[name] as unknown as { deserialize: (bytes: Buffer) => T };
  return definition.deserialize(bytes);
}

/** Reads `grpc-status-details-bin` of a ServiceError or a status. */
export function errorDetails(fault: { readonly metadata: Metadata }): ErrorDetails {
  const [trailer] = fault.metadata.get('grpc-status-details-bin');
  const found: { -readonly [K in keyof ErrorDetails]: ErrorDetails[K] } = {
    reason: undefined,
    domain: undefined,
    errorId: undefined,
    fields: [],
    retryAfterMs: undefined,
  };
  if (trailer === undefined) return found;
  const status = decode<Status__Output>('google.rpc.Status', Buffer.from(trailer as Buffer));
  for (const { type_url: type, value } of status.details) {
    if (type.endsWith('/google.rpc.ErrorInfo')) {
      const info = decode<ErrorInfo__Output>('google.rpc.ErrorInfo', value);
      Object.assign(found, { reason: info.reason, domain: info.domain, errorId: info.metadata['error_id'] });
    } else if (type.endsWith('/google.rpc.BadRequest')) {
      const bad = decode<BadRequest__Output>('google.rpc.BadRequest', value);
      found.fields = bad.fieldViolations.map(({ field }) => field);
    } else if (type.endsWith('/google.rpc.RetryInfo')) {
      const delay = decode<RetryInfo__Output>('google.rpc.RetryInfo', value).retryDelay;
      if (delay) found.retryAfterMs = delay.seconds * 1000 + delay.nanos / 1e6;
    }
  }
  return found;
}
