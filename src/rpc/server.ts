import { Server, ServerCredentials, type ServerOptions } from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';
import { randomUUID } from 'node:crypto';
import type { Recognition } from '../recognition/recognition.js';
import type { Log } from '../telemetry/log.js';
import { Admission, type ServerState } from './admission.js';
import { biometricsService } from './biometrics.js';
import { Adapter } from './handler.js';
import { pacing } from './pacing.js';
import type { Sign } from './page-token.js';
import { policiesService } from './policies.js';
import { loadPackage, serviceOf } from './protos.js';
import { addReflection } from './reflection.js';
import { createFaultEncoder } from './status.js';
import { subjectsService } from './subjects.js';
import { templatesService } from './templates.js';

const PACKAGE = 'faceengine.v1';
/** Searches need a gallery beside all that other calls need. */
const GALLERIES = `${PACKAGE}.Galleries`;
const SERVICES = ['FaceBiometrics', 'Subjects', 'Templates', 'Policies'].map((name) => `${PACKAGE}.${name}`);

/** Bounds of everything a client can use up. */
export interface ServerLimits {
  /** Streaming calls at a time in the whole server; one more gets STREAM_LIMIT. */
  readonly streamsMax: number;
  /** Unary calls at a time in the whole server; one more gets OVERLOADED. */
  readonly unaryCallsMax: number;
  /** HTTP/2 streams at a time on one connection. */
  readonly connectionStreamsMax: number;
  /**
   * Bytes of one message; grpc-js ends the call with RESOURCE_EXHAUSTED above it, without details. It is one limit for all
   * calls, and large because a unary call holds up to ten pictures. A stream holds at most two messages: one at work and one
   * read ahead, so streams take at most streamsMax · 2 · messageBytesMax.
   */
  readonly messageBytesMax: number;
  /** Bytes of one picture in a stream. */
  readonly frameBytesMax: number;
  /** Bytes of one picture in a unary call. */
  readonly pictureBytesMax: number;
  /** Bytes of a call's metadata, names included. */
  readonly metadataBytesMax: number;
  /** Unary requests at a time that have not wholly come; one more gets RESOURCE_EXHAUSTED. */
  readonly requestsArrivingMax: number;
  /** A unary request that has not wholly come within this time is ended. */
  readonly requestMsMax: number;
  /** Memory of one HTTP/2 session, megabytes; above it the session refuses new streams. */
  readonly sessionMegabytesMax: number;
  /** A call ends after this long, whatever deadline its client set. */
  readonly callDurationMsMax: number;
  /** A stream whose config does not come within this time is ended. */
  readonly configMsMax: number;
  /** How far a client's capture clock may be from the server's. */
  readonly clockSkewMsMax: number;
  readonly keepaliveTimeMs: number;
  readonly keepaliveTimeoutMs: number;
  readonly connectionIdleMsMax: number;
  /** A connection is asked to close after this long, give or take a tenth; its calls may end. */
  readonly connectionAgeMsMax: number;
  /** How long `stop` waits for running calls before it cancels them. */
  readonly drainMsMax: number;
}

export const defaultServerLimits: ServerLimits = {
  streamsMax: 128,
  unaryCallsMax: 64,
  connectionStreamsMax: 128,
  messageBytesMax: 16 * 1024 * 1024,
  frameBytesMax: 4 * 1024 * 1024,
  pictureBytesMax: 10_000_000,
  metadataBytesMax: 8 * 1024,
  requestsArrivingMax: 64,
  requestMsMax: 30_000,
  sessionMegabytesMax: 64,
  // Past the config and the longest capture a policy may allow (policy-rules.ts), which ends with a decision.
  callDurationMsMax: 240_000,
  configMsMax: 10_000,
  clockSkewMsMax: 600_000,
  keepaliveTimeMs: 30_000,
  keepaliveTimeoutMs: 20_000,
  connectionIdleMsMax: 300_000,
  connectionAgeMsMax: 3_600_000,
  drainMsMax: 30_000,
};

/** PEM texts. With `clientCa` a client must show a certificate that it signed. */
export interface ServerTls {
  readonly certificate: string;
  readonly privateKey: string;
  readonly clientCa: string | null;
}

export interface FaceServerOptions {
  readonly recognition: Recognition;
  readonly limits: ServerLimits;
  /** Whether callers may read scores of comparisons with stored templates. */
  readonly revealScores: boolean;
  /** Whether grpc.reflection (v1 and v1alpha) is served. */
  readonly reflection: boolean;
  /** Signs page tokens. */
  readonly sign: Sign;
  /** Null serves without encryption; whether that is allowed is for the configuration to say. */
  readonly tls: ServerTls | null;
  readonly log: Log;
}

/** How long cancelled calls have to end, and connections to close, before they are cut. */
const CUT_AFTER_MS = 1000;

/**
 * The gRPC server: `start` listens and refuses calls with MODELS_LOADING, `open` lets them in, `stop` drains (rpc/admission.ts).
 */
export class FaceServer {
  readonly #options: FaceServerOptions;
  readonly #admission: Admission;
  readonly #server: Server;
  readonly #health: HealthImplementation;
  #stopping: Promise<void> | null = null;
  #serving = false;
  #galleryReady = false;

  constructor(options: FaceServerOptions) {
    const { limits, recognition } = options;
    this.#options = options;
    this.#admission = new Admission(limits);
    this.#server = new Server(grpcOptions(limits));
    const definitions = loadPackage();
    const adapter = new Adapter({
      admission: this.#admission,
      encodeFault: createFaultEncoder(definitions, randomUUID),
      log: options.log,
      nowMs: () => performance.now(),
      callDurationMsMax: limits.callDurationMsMax,
    });
    const frameRules = { ...limits, nowMs: () => Date.now() };
    const { configMsMax, pictureBytesMax } = limits;
    const { revealScores } = options;
    this.#server.addService(
      serviceOf(definitions, `${PACKAGE}.FaceBiometrics`),
      biometricsService({ adapter, recognition, revealScores, frameRules, configMsMax, pictureBytesMax }),
    );
    this.#server.addService(
      serviceOf(definitions, `${PACKAGE}.Subjects`),
      subjectsService(adapter, recognition, options.sign),
    );
    this.#server.addService(serviceOf(definitions, `${PACKAGE}.Templates`), templatesService(adapter, recognition));
    this.#server.addService(serviceOf(definitions, `${PACKAGE}.Policies`), policiesService(adapter, recognition));
    this.#health = new HealthImplementation();
    this.#health.addToServer(this.#server);
    this.setServing(false);
    if (options.reflection) addReflection(this.#server);
  }

  get state(): ServerState {
    return this.#admission.state;
  }

  get callsRunning(): number {
    return this.#admission.callsRunning;
  }

  /**
   * Listens; calls are refused until `open`.
   *
   * @param address `host:port`, port 0 for any, or `unix:path`
   * @returns the port
   */
  async start(address: string): Promise<number> {
    const port = await new Promise<number>((resolve, reject) => {
      this.#server.bindAsync(address, credentials(this.#options.tls), (error, bound) => {
        if (error) reject(error);
        else resolve(bound);
      });
    });
    this.#options.log.info('server listening', { port });
    return port;
  }

  /** Lets calls in and tells health SERVING. */
  open(): void {
    this.#admission.open();
    this.setServing(true);
  }

  /** What health says, for the whole server and for each service; calls are let in or not whatever it says. */
  setServing(serving: boolean): void {
    this.#serving = serving && this.#admission.state === 'serving';
    const status = statusOf(this.#serving);
    for (const service of ['', ...SERVICES]) this.#health.setStatus(service, status);
    this.#health.setStatus(GALLERIES, statusOf(this.#serving && this.#galleryReady));
  }

  /** What health says of searches; the rest of the server does not wait for the gallery. */
  setGalleryReady(ready: boolean): void {
    this.#galleryReady = ready;
    this.#health.setStatus(GALLERIES, statusOf(this.#serving && ready));
  }

  /** Refuses new calls, waits for the running ones, cancels those that take too long, closes all connections. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    const { limits, log } = this.#options;
    log.info('server draining', { callsRunning: this.callsRunning });
    const drained = this.#admission.drain(limits.drainMsMax, CUT_AFTER_MS);
    this.setServing(false);
    const callsCancelled = await drained;
    await this.#close();
    log.info('server closed', { callsCancelled });
  }

  /** Watchers of health never end by themselves: after a moment for last answers to leave, connections are cut. */
  #close(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#server.forceShutdown(), CUT_AFTER_MS);
      this.#server.tryShutdown(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

function statusOf(serving: boolean): 'SERVING' | 'NOT_SERVING' {
  return serving ? 'SERVING' : 'NOT_SERVING';
}

function grpcOptions(limits: ServerLimits): ServerOptions {
  return {
    'grpc.max_concurrent_streams': limits.connectionStreamsMax,
    'grpc.max_receive_message_length': limits.messageBytesMax,
    'grpc-node.max_session_memory': limits.sessionMegabytesMax,
    'grpc.keepalive_time_ms': limits.keepaliveTimeMs,
    'grpc.keepalive_timeout_ms': limits.keepaliveTimeoutMs,
    'grpc.max_connection_idle_ms': limits.connectionIdleMsMax,
    'grpc.max_connection_age_ms': limits.connectionAgeMsMax,
    'grpc.max_connection_age_grace_ms': limits.callDurationMsMax + CUT_AFTER_MS,
    interceptors: [pacing(PACKAGE, limits)],
  };
}

function credentials(tls: ServerTls | null): ServerCredentials {
  if (!tls) return ServerCredentials.createInsecure();
  const pair = { private_key: Buffer.from(tls.privateKey), cert_chain: Buffer.from(tls.certificate) };
  const clientCa = tls.clientCa === null ? null : Buffer.from(tls.clientCa);
  return ServerCredentials.createSsl(clientCa, [pair], clientCa !== null);
}
