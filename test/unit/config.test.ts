import fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtInPolicies } from '../../src/biometrics/built-in-policies.js';
import { fittedAttention } from '../../src/biometrics/fusion.js';
import { manifestFor } from '../../src/compose.js';
import {
  type Config,
  ConfigError,
  type Environment,
  type Flags,
  readConfig,
  type SettingName,
} from '../../src/config/config.js';
import { settings } from '../../src/config/settings.js';
import { resolvePack } from '../../src/models/packs.js';
import { testSeed } from '../support/seeded.js';

const folder = mkdtempSync(join(tmpdir(), 'face-engine-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bare: Flags = { dev: false, insecure: false, configFile: null, overrides: {} };
const key = '0123456789abcdef'.repeat(4);

let files = 0;
function fileOf(content: unknown): string {
  const path = join(folder, `${++files}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const fromEnvironment = (environment: Environment, flags: Partial<Flags> = {}) =>
  readConfig(environment, { ...bare, ...flags });
const fromFile = (content: unknown, flags: Partial<Flags> = {}) =>
  readConfig({}, { ...bare, configFile: fileOf(content), ...flags });

function mistakesOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}

/** A setting as text, the same as a file may have it, where it ends up, and another text. */
type Row = readonly [name: string, text: string, json: unknown, read: (config: Config) => unknown, value: unknown];

const rows: readonly Row[] = [
  ['CAPTURE_RESOLUTION', '1280x720', [1280, 720], (c) => c.captureResolution, { width: 1280, height: 720 }],
  ['TEXTURE_SPOOF_THRESHOLD', '0.35', 0.35, (c) => c.policy.verificationLivenessMin, 0.35],
  ['MICRO_MOTION_MIN_VARIANCE', '0.0002', 0.0002, (c) => c.policy.microMotionMinVariance, 0.0002],
  ['EMBEDDING_DIM', '256', 256, (c) => c.models.embeddingDim, 256],
  ['EMBEDDING_MODEL', 'some-model', 'some-model', (c) => c.models.embedding, 'some-model'],
  ['FORMER_EMBEDDING', 'old-model', 'old-model', (c) => c.models.formerEmbedding, 'old-model'],
  ['CALIBRATION_FILE', '/own.json', '/own.json', (c) => c.models.calibrationFile, '/own.json'],
  [
    'MILVUS_ADDRESS',
    'milvus.internal:19530',
    'milvus.internal:19530',
    (c) => c.milvus.address,
    'milvus.internal:19530',
  ],
  ['MILVUS_TLS', 'false', false, (c) => c.milvus.tls, false],
  ['MILVUS_INDEX', 'ivf_flat', 'IVF_FLAT', (c) => c.milvus.indexing.type, 'IVF_FLAT'],
  [
    'MILVUS_INDEX_PARAMETERS',
    'M=32,efConstruction=400',
    { M: 32, efConstruction: 400 },
    (c) => c.milvus.indexing.build,
    { M: 32, efConstruction: 400 },
  ],
  ['MILVUS_SEARCH_PARAMETERS', 'ef=800', { ef: 800 }, (c) => c.milvus.indexing.search, { ef: 800 }],
  ['DEVICE', 'cpu', 'CPU', (c) => c.engine.queueDepthMax, 128],
  [
    'FUSION_WEIGHTS',
    'rgb=0.5,depth=0.1,liveness=0.2,motion=0.2',
    { rgb: 0.5, depth: 0.1, liveness: 0.2, motion: 0.2 },
    (c) => c.policy.fusionWeights,
    { rgb: 0.5, depth: 0.1, liveness: 0.2, motion: 0.2 },
  ],
  ['ACCEPT_THRESHOLD', '0.9', 0.9, (c) => [c.policy.acceptMin, c.policy.rejectMax], [0.9, 0.45]],
  ['REJECT_THRESHOLD', '0.3', 0.3, (c) => [c.policy.acceptMin, c.policy.rejectMax], [0.85, 0.3]],
  ['RE_VERIFY_BAND', '0.5,0.8', [0.5, 0.8], (c) => [c.policy.rejectMax, c.policy.acceptMin], [0.5, 0.8]],
  ['TEMPLATE_KEY_ENV', 'MY_KEY', 'MY_KEY', (c) => c.keys.keyName, 'MY_KEY'],
  ['API_HOST', '127.0.0.2', '127.0.0.2', (c) => c.api.host, '127.0.0.2'],
  ['API_PORT', '6000', 6000, (c) => c.api.port, 6000],
  ['ENROLLMENT_MIN_SAMPLES', '7', 7, (c) => c.policy.enrolmentSamplesMin, 7],
  ['BIOMETRIC_TEMPLATE_KEY', key, key, (c) => c.keys.key, key],
  ['BIOMETRIC_TEMPLATE_SALT', 'sixteen or more!', 'sixteen or more!', (c) => c.keys.salt, 'sixteen or more!'],
  ['DATABASE_URL', 'postgres://db/face', 'postgres://db/face', (c) => c.databaseUrl, 'postgres://db/face'],
  ['PREFER_DEPTH', 'false', false, (c) => c.dev, false],
  ['DEPTH_ESTIMATION_FALLBACK', 'true', true, (c) => c.engine.estimateDepth, true],
  ['USE_ATTENTION_FUSION', 'false', false, (c) => c.policy.attention, false],
  ['DEFAULT_POLICY', 'door-2', 'door-2', (c) => c.defaultPolicy, 'door-2'],
  ['ENCRYPT_TEMPLATES', 'true', true, (c) => c.keys.encrypt, true],
  ['NEVER_STORE_RAW_IMAGES', 'true', true, (c) => c.dev, false],
];

test.each(rows)('%s is read from the environment and from a file', (...[name, text, json, read, value]) => {
  expect(read(fromEnvironment({ [name]: text }))).toEqual(value);
  expect(read(fromFile({ [name]: json }))).toEqual(value);
});

test('no search is allowed unless it is named', () => {
  expect(fromEnvironment({}).searchPermissions).toEqual([]);
  expect(fromEnvironment({ SEARCH_PERMISSIONS: ' identify, duplicate-check,identify' }).searchPermissions).toEqual([
    'identify',
    'duplicate-check',
  ]);
  expect(fromFile({ SEARCH_PERMISSIONS: ['search-once', 'find-duplicates'] }).searchPermissions).toEqual([
    'search-once',
    'find-duplicates',
  ]);
  for (const text of ['all', 'identify,verify', 'IDENTIFY', 'identify;search-once']) {
    expect(mistakesOf(() => fromEnvironment({ SEARCH_PERMISSIONS: text }))).toEqual([
      'SEARCH_PERMISSIONS must be a list of identify, search-once, find-duplicates, duplicate-check, commas between them.',
    ]);
  }
});

test("attention gives the built-in policies the fitted rule, and is refused beside weights of one's own", () => {
  const read = (more: Record<string, string> = {}) => fromEnvironment({ USE_ATTENTION_FUSION: 'true', ...more });
  for (const policyOf of Object.values(builtInPolicies)) {
    expect(policyOf(read().policy).fusion).toEqual(fittedAttention);
  }
  expect(mistakesOf(() => read({ FUSION_WEIGHTS: '0.7,0.1,0.1,0.1' }))).toEqual([
    expect.stringMatching(/^FUSION_WEIGHTS has no effect with USE_ATTENTION_FUSION/),
  ]);
});

test('a flag wins over the environment, and the environment over the file', () => {
  const configFile = fileOf({ API_PORT: 1001, API_HOST: '127.0.0.3', FACE_DATA_DIR: '/file' });
  const environment = { API_PORT: '1002', API_HOST: '127.0.0.4' };
  const { api, dataDir } = fromEnvironment(environment, { configFile, overrides: { API_PORT: '1003' } });
  expect({ ...api, dataDir }).toMatchObject({ port: 1003, host: '127.0.0.4', dataDir: '/file' });
});

test('an empty or null setting is one that is not set', () => {
  expect(fromEnvironment({ API_PORT: '', DATABASE_URL: '', BIOMETRIC_TEMPLATE_KEY: '' })).toEqual(fromEnvironment({}));
  expect(fromFile({ DATABASE_URL: null, API_PORT: null })).toEqual(fromEnvironment({}));
  const configFile = fileOf({ API_PORT: 1001 });
  expect(fromEnvironment({ API_PORT: '' }, { configFile }).api.port).toBe(1001);
});

test.each([
  ['PREFER_DEPTH', 'true', 'the policy says whether a depth sensor is asked for'],
  ['DEPTH_CONSISTENCY_THRESHOLD', '0.5', 'what depth must show is fitted as a whole'],
  ['NEVER_STORE_RAW_IMAGES', 'false', 'pictures are never stored'],
  ['DEVICE', 'cuda', 'the networks run on the processor only'],
])('%s=%s would have no effect, and is refused with a sentence that says so', (name, text, why) => {
  const [mistake = '', ...more] = mistakesOf(() => fromEnvironment({ [name]: text }));
  expect(more).toEqual([]);
  expect(mistake).toMatch(new RegExp(`^${name} has no effect in this version: ${why}\\. Leave it out.*\\.$`));
  expect(mistakesOf(() => fromFile({ [name]: text }))).toEqual([mistake]);
});

test('templates stay encrypted, but in development', () => {
  expect(mistakesOf(() => fromEnvironment({ ENCRYPT_TEMPLATES: 'false' }))).toEqual([
    'ENCRYPT_TEMPLATES=false is refused outside serve --dev.',
  ]);
  expect(fromEnvironment({ ENCRYPT_TEMPLATES: 'false' }, { dev: true }).keys.encrypt).toBe(false);
});

test('faces do not leave the machine in plain text unless told to', () => {
  expect(mistakesOf(() => fromEnvironment({ API_HOST: '0.0.0.0' }))).toHaveLength(1);
  expect(fromEnvironment({ API_HOST: '0.0.0.0' }, { insecure: true }).api.host).toBe('0.0.0.0');
  for (const host of ['localhost', '::1', '127.9.9.9']) expect(fromEnvironment({ API_HOST: host }).api.host).toBe(host);
});

test.each([
  '0,0,0,0',
  'rgb=0,depth=0,liveness=0,motion=0',
  '{"rgb":0,"depth":0,"liveness":0,"motion":0}',
  '0,0.5,0.3,0.2',
  '0.4,0.2',
  '0.4,0.2,0.2,0.1,0.1',
  'rgb=0.4,rgb=0.4,liveness=0.1,motion=0.1',
  '-0.4,0.2,0.2,0.2',
  '2,0,0,0',
  'NaN,0,0,0',
])('fusion weights %s are refused', (text) => {
  expect(mistakesOf(() => fromEnvironment({ FUSION_WEIGHTS: text }))).toHaveLength(1);
});

test('a gallery in Milvus needs to know where Milvus is', () => {
  expect(mistakesOf(() => fromEnvironment({ GALLERY_BACKEND: 'milvus' }))).toEqual([
    'GALLERY_BACKEND=milvus needs MILVUS_ADDRESS, such as milvus:19530.',
  ]);
  const environment = { GALLERY_BACKEND: 'milvus', MILVUS_ADDRESS: 'milvus:19530', MILVUS_TOKEN: 'root:secret' };
  expect(fromEnvironment(environment).milvus).toMatchObject({
    address: 'milvus:19530',
    token: 'root:secret',
    tls: true,
  });
});

test('thresholds and band must agree, the lower one first', () => {
  const count = (environment: Environment) => mistakesOf(() => fromEnvironment(environment)).length;
  expect(count({ REJECT_THRESHOLD: '0.9' })).toBe(1);
  expect(count({ RE_VERIFY_BAND: '0.8,0.5' })).toBe(1);
  expect(count({ RE_VERIFY_BAND: '0.5,0.8', ACCEPT_THRESHOLD: '0.9' })).toBe(1);
  expect(count({ RE_VERIFY_BAND: '0.5,0.8', ACCEPT_THRESHOLD: '0.8', REJECT_THRESHOLD: '0.5' })).toBe(0);
});

test('all mistakes are told together, each in a sentence with its name', () => {
  const wrong = { API_PORT: '99999', DEVICE: 'tpu', RE_VERIFY_BAND: 'x', ENROLLMENT_MIN_SAMPLES: '0' };
  const configFile = fileOf({ LOG_LEVEL: 'loud', NO_SUCH_SETTING: 1, constructor: 1 });
  const mistakes = mistakesOf(() => fromEnvironment({ ...wrong, BIOMETRIC_TEMPLATE_KEY: 'short' }, { configFile }));
  for (const name of [...Object.keys(wrong), 'LOG_LEVEL', 'NO_SUCH_SETTING', 'constructor', 'BIOMETRIC_TEMPLATE_KEY']) {
    expect(mistakes.filter((mistake) => mistake.startsWith(name))).toHaveLength(1);
  }
  expect(mistakes).toHaveLength(8);
  expect(mistakes.every((mistake) => mistake.endsWith('.') || mistake.includes('openssl'))).toBe(true);
});

test.each([['[1,2]'], ['not json'], ['"text"']])('a config file that holds %s is told', (content) => {
  expect(mistakesOf(() => fromFile(content))).toEqual([expect.stringMatching(/is not a JSON object\.$/)]);
});

test('a config file that is not there is told', () => {
  const mistakes = mistakesOf(() => fromEnvironment({}, { configFile: join(folder, 'none.json') }));
  expect(mistakes).toEqual([expect.stringMatching(/cannot be read\.$/)]);
});

test('the key itself is not taken for the name of its variable', () => {
  expect(mistakesOf(() => fromEnvironment({ TEMPLATE_KEY_ENV: 'a'.repeat(64) }))).toHaveLength(1);
});

test('a key of another variable is read, and none from the default one', () => {
  const { keys } = fromEnvironment({
    TEMPLATE_KEY_ENV: 'MY_KEY',
    MY_KEY: key,
    BIOMETRIC_TEMPLATE_KEY: '11'.repeat(32),
  });
  expect(keys).toMatchObject({ key, keyName: 'MY_KEY' });
});

const names = Object.keys(settings) as SettingName[];
const secretLike = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9+/_-]{12,64}$/),
  fc.stringMatching(/^sk-[a-z0-9]{20}$/),
  fc.stringMatching(/^[0-9a-f]{63}$/),
  fc.stringMatching(/^[a-z]{4}:[A-Za-z0-9]{12}@[a-z]{6}\.org:1$/),
);

test(`no value is ever told, whatever setting it is in (seed ${testSeed})`, () => {
  const named = [...names, 'BIOMETRIC_TEMPLATE_KEY'];
  const values = fc.record(Object.fromEntries(named.map((name) => [name, secretLike])));
  const property = fc.property(values, fc.boolean(), (secrets, inFile) => {
    const mistakes = mistakesOf(() => (inFile ? fromFile(secrets) : fromEnvironment(secrets))).join('\n');
    for (const secret of Object.values(secrets)) expect(mistakes).not.toContain(secret);
    expect(mistakes).toContain('API_PORT');
  });
  fc.assert(property, { numRuns: 200, seed: testSeed });
});

test('an embedding or a pack that the manifest does not have is a mistake', () => {
  const models = (environment: Environment) => fromEnvironment(environment).models;
  expect(mistakesOf(() => manifestFor(models({ EMBEDDING_MODEL: 'none' })))).toEqual([
    expect.stringMatching(/^EMBEDDING_MODEL must be one of .+\.$/),
  ]);
  expect(mistakesOf(() => manifestFor(models({ MODEL_PACK: 'none' })))).toEqual([
    expect.stringMatching(/^MODEL_PACK must be one of default, .+\.$/),
  ]);
});

test('a former embedding is one of the manifest, another than the one in use, and one that the pack can measure', () => {
  const manifest = (environment: Environment) => manifestFor(fromEnvironment(environment).models);
  const mistake = (environment: Environment) => mistakesOf(() => manifest(environment));
  const changing = { EMBEDDING_MODEL: 'reid-0095', FORMER_EMBEDDING: 'fr-feature' };
  const { former, modelId } = resolvePack(manifest(changing), 'default');
  expect([modelId, former?.modelId]).toEqual([
    expect.stringMatching(/^reid-0095@/),
    expect.stringMatching(/^fr-feature@/),
  ]);
  expect(mistake({ FORMER_EMBEDDING: 'none' })).toEqual([
    expect.stringMatching(/^FORMER_EMBEDDING must be one of .+\.$/),
  ]);
  expect(mistake({ FORMER_EMBEDDING: 'fr-feature' })).toEqual([
    'FORMER_EMBEDDING cannot be measured here: the pack default has the embedding fr-feature in use already.',
  ]);
  expect(mistake({ FORMER_EMBEDDING: 'w600k-mbf' })).toEqual([
    expect.stringMatching(
      /^FORMER_EMBEDDING cannot be measured here: embedder w600k-mbf is aligned to the five points/,
    ),
  ]);
});
