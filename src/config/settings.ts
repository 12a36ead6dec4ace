import { availableParallelism, totalmem } from 'node:os';
import { policyNamePattern } from '../biometrics/policy-version.js';
import { searchKinds } from '../recognition/search-permissions.js';
import { logLevels } from '../telemetry/log.js';
import { milvus } from './milvus-settings.js';
import {
  type Setting,
  band,
  boolean,
  databaseUrl,
  choice,
  decimal,
  host,
  integer,
  onlyWithout,
  resolution,
  several,
  text,
  weights,
} from './setting.js';

/** Every setting by the name it has in the environment and in the config file; docs/configuration.md lists them. */

const anything = text(/^.{1,4096}$/s, 'a text of at most 4096 characters');
const name = text(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'a name of letters, digits, dots, dashes and underscores');

const service = {
  API_HOST: { doc: 'Address to listen on.', parse: host, fallback: '127.0.0.1' },
  API_PORT: { doc: 'Port to listen on; 0 takes a free one.', parse: integer(0, 65535), fallback: '50051' },
  API_STREAMS_MAX: { doc: 'Streaming calls at one time.', parse: integer(1, 10_000), fallback: '64' },
  API_REFLECTION: { doc: 'Whether the server describes itself.', parse: boolean, fallback: 'true' },
  REVEAL_SCORES: {
    doc: 'Whether decisions carry their scores. Scores are a way in: 80 of them build an accepted template.',
    parse: boolean,
    fallback: 'false',
  },
  LOG_LEVEL: { doc: 'What is logged.', parse: choice(...logLevels), fallback: 'info' },
} as const;

const models = {
  MODEL_PACK: { doc: 'Pack of networks: default, recommended, accurate, research.', parse: name, fallback: 'default' },
  EMBEDDING_MODEL: { doc: "Embedding to use in place of the pack's own.", parse: name, fallback: null },
  FORMER_EMBEDDING: {
    doc: 'Embedding that subjects are moving on from, measured beside the one in use.',
    parse: name,
    fallback: null,
  },
  EMBEDDING_DIM: {
    doc: 'Dimension the embedding must have; the start fails when it has another.',
    parse: integer(64, 4096),
    fallback: null,
  },
  MODEL_MANIFEST: { doc: "A second manifest, with one's own models.", parse: anything, fallback: null },
  CALIBRATION_FILE: { doc: "Calibration of your own, in place of the manifest's.", parse: anything, fallback: null },
  FACE_MODELS_DIR: { doc: 'Folder with model files that cannot be fetched.', parse: anything, fallback: null },
  FACE_MODELS_CACHE: { doc: 'Folder the prepared models lie in.', parse: anything, fallback: null },
  DEVICE: { doc: 'What the networks run on.', parse: deviceOf, fallback: 'cpu' },
  ENGINE_WORKERS: {
    doc: 'Worker threads, each with its own networks.',
    parse: integer(1, 256),
    fallback: String(Math.min(256, availableParallelism())),
  },
  ENGINE_QUEUE_MAX: { doc: 'Frames that may wait for a worker.', parse: integer(1, 10_000), fallback: '128' },
} as const;

const recognition = {
  DEFAULT_POLICY: {
    doc: 'Policy of calls that name none.',
    parse: text(policyNamePattern, 'the name of a policy, 1–64 characters of a–z, 0–9 and dashes'),
    fallback: 'passive',
  },
  SEARCH_PERMISSIONS: {
    doc: 'Kinds of search that are allowed, of all callers; none without it.',
    parse: several(...searchKinds),
    fallback: null,
  },
  ACCEPT_THRESHOLD: { doc: 'Fused score from which a claim is accepted.', parse: decimal(0, 1), fallback: null },
  REJECT_THRESHOLD: { doc: 'Fused score up to which a claim is rejected.', parse: decimal(0, 1), fallback: null },
  RE_VERIFY_BAND: { doc: 'Both thresholds at once, lower,upper.', parse: band, fallback: null },
  FUSION_WEIGHTS: { doc: 'Weights of the modalities.', parse: weights, fallback: '0.40,0.25,0.20,0.15' },
  TEXTURE_SPOOF_THRESHOLD: {
    doc: 'Liveness below which a frame is passed over at verification.',
    parse: decimal(0, 1),
    fallback: '0.4',
  },
  MICRO_MOTION_MIN_VARIANCE: {
    doc: 'Motion under which a capture is a still picture, inter-eye distances squared.',
    parse: decimal(1e-9, 1),
    fallback: null,
  },
  ENROLLMENT_MIN_SAMPLES: { doc: 'Good frames an enrolment needs.', parse: integer(1, 50), fallback: '5' },
  CAPTURE_RESOLUTION: { doc: 'What clients are told to set their camera to.', parse: resolution, fallback: '1280x720' },
  PREFER_DEPTH: {
    doc: 'Depth sensor first.',
    parse: onlyWithout('the policy says whether a depth sensor is asked for', 'false'),
    fallback: null,
  },
  DEPTH_ESTIMATION_FALLBACK: {
    doc: 'Whether the shape of the mesh is told where no depth came; it is no evidence of life.',
    parse: boolean,
    fallback: 'false',
  },
  DEPTH_CONSISTENCY_THRESHOLD: {
    doc: 'Consistency a depth frame must have.',
    parse: onlyWithout('what depth must show is fitted as a whole', ''),
    fallback: null,
  },
  USE_ATTENTION_FUSION: {
    doc: 'Whether the built-in policies weigh modalities by their quality.',
    parse: boolean,
    fallback: 'false',
  },
} as const;

const gallery = {
  GALLERY_BACKEND: { doc: 'What finds references.', parse: choice('native', 'milvus'), fallback: 'native' },
  GALLERY_BYTES_MAX: {
    doc: 'Memory the native gallery may take, bytes.',
    parse: integer(1_000_000, 999_999_999_999_999),
    fallback: String(Math.floor(memoryBytes() / 2)),
  },
  GALLERY_THREADS: {
    doc: 'Threads the native gallery searches with.',
    parse: integer(1, 256),
    fallback: String(Math.min(256, availableParallelism())),
  },
  GALLERY_PRECISION: {
    doc: 'What of a reference is kept in memory for its score.',
    parse: choice('float32', 'bfloat16', 'int8'),
    fallback: 'float32',
  },
  GALLERY_SEARCH_QUEUE_MAX: { doc: 'Searches that may wait.', parse: integer(1, 10_000), fallback: '256' },
  GALLERY_SNAPSHOT_MINUTES: {
    doc: 'Shortest time between two sealed files of the gallery; 0 keeps none.',
    parse: integer(0, 720),
    fallback: '15',
  },
} as const;

const storage = {
  FACE_DATA_DIR: {
    doc: 'Folder of the embedded database, the development key and the file of the gallery.',
    parse: anything,
    fallback: 'data',
  },
  DATABASE_URL: {
    doc: 'PostgreSQL server; without it the embedded one runs in FACE_DATA_DIR.',
    parse: databaseUrl,
    fallback: null,
  },
  TEMPLATE_KEY_ENV: {
    doc: 'Name of the environment variable that holds the template key.',
    parse: text(
      /^(?![0-9a-fA-F]{64}$)[A-Za-z_][A-Za-z0-9_]{0,127}$/,
      'the name of an environment variable, not the key',
    ),
    fallback: 'BIOMETRIC_TEMPLATE_KEY',
  },
  TEMPLATE_KEY_FILE: { doc: 'File of mode 0600 that holds the template key.', parse: anything, fallback: null },
  BIOMETRIC_TEMPLATE_SALT: {
    doc: 'Salt of the key derivation, at least 16 characters; it must stay the same for the life of the templates.',
    parse: text(/^.{16,1024}$/s, '16 to 1024 characters long'),
    fallback: null,
  },
  CAPTURE_RECORDS_MAX: {
    doc: 'Records of verifications that are kept for simulations, sealed; 0 keeps none.',
    parse: integer(0, 1_000_000),
    fallback: '0',
  },
  CAPTURE_RECORDS_DAYS: {
    doc: 'Days such a record is kept.',
    parse: integer(1, 3650),
    fallback: '30',
  },
  ENCRYPT_TEMPLATES: { doc: 'false is for --dev alone.', parse: boolean, fallback: 'true' },
  NEVER_STORE_RAW_IMAGES: {
    doc: 'Pictures are never stored.',
    parse: onlyWithout('pictures are never stored', 'true'),
    fallback: null,
  },
} as const;

export const settings = { ...service, ...models, ...recognition, ...gallery, ...milvus, ...storage } satisfies Record<
  string,
  Setting<unknown>
>;

/** Of this machine, or what a container may take of it. */
function memoryBytes(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Infinity);
}

function deviceOf(value: string): 'cpu' {
  if (value.toLowerCase() === 'cpu') return 'cpu';
  onlyWithout('the networks run on the processor only', 'cpu')(value);
  return 'cpu';
}
