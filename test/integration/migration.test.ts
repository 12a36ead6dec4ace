import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { readManifest } from '../../src/models/manifest.js';
import { errorDetails, exchange } from '../support/grpc-client.js';
import { reasonMissing } from '../support/model-cache.js';
import { hasDemoPicture } from '../support/pipeline-engine.js';
import { withPostgres } from '../support/postgres.js';
import {
  dataFolder,
  endServices,
  face,
  JPEG,
  newKey,
  runToEnd,
  type Service,
  START_MS_MAX,
  startService,
} from '../support/service.js';

/**
 * A change of model as an operator makes it: servers of the old model and of the new one on one database, restarted one
 * after the other, real networks, PostgreSQL and gRPC. Nobody is ever refused who was accepted before.
 */

jest.setTimeout(START_MS_MAX);

/** Another embedding that every clone has the weights for: the one of the default pack, twice in one vector. */
const twice = 'fr-feature-twice';
const part = { model: 'fr-feature', weight: 1 };
const single = readManifest().embeddings.find(({ name }) => name === part.model)!;

const missing = (names: readonly string[]) => names.map(reasonMissing).find((reason) => reason !== null) ?? null;
const reasonFor = (...embedders: readonly string[]): string | null =>
  hasDemoPicture
    ? missing(['blazeface', 'facemesh', 'iris', 'fr-liveness', 'fr-feature', ...embedders])
    : 'models/cache/demo has no demo picture';

const postgres = withPostgres();
afterAll(endServices, START_MS_MAX);

/** Faces of the demo picture; the man of the first row, and somebody else. */
const ada = [0, 2] as const;
const eve = [4, 10] as const;

/**
 * A camera's frames of a face that stretches below the eyes and shrinks again, as no flat picture held before a camera
 * does. It is much less than a living face moves, so the test's servers ask for less.
 */
async function framesOf([row, column]: readonly [number, number], count = 12): Promise<Buffer[]> {
  const [width, height, cut] = [640, 480, 250];
  const picture = await face(row, column);
  const top = await sharp(picture).extract({ left: 0, top: 0, width, height: cut }).png().toBuffer();
  const lower = await sharp(picture)
    .extract({ left: 0, top: cut, width, height: height - cut })
    .png()
    .toBuffer();
  const frame = async (index: number): Promise<Buffer> => {
    const stretched = Math.round((height - cut) * (1 + 0.06 * Math.sin(index / 2)));
    const bottom = await sharp(lower).resize(width, stretched, { fit: 'fill' }).png().toBuffer();
    const canvas = { width, height: cut + stretched, channels: 3 as const, background: '#777' };
    const layers = [
      { input: top, left: 0, top: 0 },
      { input: bottom, left: 0, top: cut },
    ];
    return sharp({ create: canvas }).composite(layers).jpeg({ quality: 92 }).toBuffer();
  };
  return Promise.all(Array.from({ length: count }, (_, index) => frame(index)));
}

const FRAME_MS = 100;

function streamed(config: object, images: readonly Buffer[]) {
  const startMs = Date.now();
  const frames = images.map((image, index) => {
    const atMs = startMs + FRAME_MS * index;
    const capturedAt = { seconds: Math.floor(atMs / 1000), nanos: (atMs % 1000) * 1e6 };
    return { frame: { sequence: index + 1, capturedAt, format: JPEG, image } };
  });
  return [{ config }, ...frames, { end: {} }];
}

async function verified({ client }: Service, subjectId: string, images: readonly Buffer[]) {
  const { answers, status } = await exchange(client.verify(), streamed({ subjectId }, images));
  return answers.at(-1)?.decision ?? errorDetails(status).reason;
}

async function enrolled({ client }: Service, subjectId: string, images: readonly Buffer[], replace = false) {
  const { answers, status } = await exchange(client.enroll(), streamed({ subjectId, replace }, images));
  return answers.at(-1)?.enrollResult?.enrolled ?? errorDetails(status).reason;
}

async function modelsOf({ client }: Service, subjectId: string): Promise<string[]> {
  const { templates } = await client.templates.list({ subjectId });
  return templates.map(({ modelId }) => modelId.split('@')[0]!).sort();
}

const changes: readonly (readonly [string, readonly string[]])[] = [
  [twice, []],
  ['reid-0095', ['reid-0095']],
];

for (const [embedding, embedders] of changes) {
  const reason = reasonFor(...embedders);
  (reason === null ? describe : describe.skip)(reason ?? `from fr-feature to ${embedding}`, () => changesTo(embedding));
}

function changesTo(embedding: string): void {
  const settings = { common: {}, old: {}, both: {}, after: {} };
  let [adaFrames, eveFrames]: [Buffer[], Buffer[]] = [[], []];
  const running: Service[] = [];

  beforeAll(async () => {
    [adaFrames, eveFrames] = await Promise.all([framesOf(ada), framesOf(eve)]);
    const dataDir = await dataFolder();
    const manifest = join(dataDir, 'manifest.json');
    const dimension = 2 * single.dimension;
    const embeddings = [{ ...single, name: twice, parts: [part, part], dimension }];
    writeFileSync(manifest, JSON.stringify({ version: 1, models: [], packs: [], embeddings }));
    const { host, port, user, database } = await postgres.freshTarget();
    settings.common = {
      DATABASE_URL: `postgres://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`,
      BIOMETRIC_TEMPLATE_KEY: newKey(),
      MODEL_MANIFEST: manifest,
      MICRO_MOTION_MIN_VARIANCE: '0.000001',
      REVEAL_SCORES: 'true',
    };
    settings.old = settings.common;
    settings.both = { ...settings.common, EMBEDDING_MODEL: embedding, FORMER_EMBEDDING: 'fr-feature' };
    settings.after = { ...settings.common, EMBEDDING_MODEL: embedding };
  }, START_MS_MAX);

  afterEach(() => Promise.all(running.splice(0).map((service) => service.stop())), START_MS_MAX);

  async function start(which: 'old' | 'both' | 'after'): Promise<Service> {
    const service = await startService({ dataDir: await dataFolder(), settings: settings[which] });
    running.push(service);
    return service;
  }

  /** Ada is accepted and somebody else is not, whichever server is asked. */
  async function everywhere(...servers: readonly Service[]): Promise<string[]> {
    const models: string[] = [];
    for (const server of servers) {
      const accepted = await verified(server, 'ada', adaFrames);
      expect(accepted).toMatchObject({ outcome: 'OUTCOME_ACCEPT' });
      models.push(typeof accepted === 'object' ? accepted.modelId.split('@')[0]! : '');
      expect(await verified(server, 'ada', eveFrames)).toMatchObject({ outcome: 'OUTCOME_REJECT' });
    }
    return models;
  }

  test('subjects move while both kinds of server serve, and nobody is refused on the way', async () => {
    const old = await start('old');
    expect(await enrolled(old, 'ada', adaFrames)).toBe(true);
    expect(await enrolled(old, 'eve', eveFrames)).toBe(true);
    await expect(old.client.templates.migrate({})).rejects.toMatchObject({ details: expect.any(String) as string });

    const both = await start('both');
    expect(await everywhere(old, both)).toEqual(['fr-feature', 'fr-feature']);
    const { migration } = await both.client.templates.migrate({});
    expect(migration).toMatchObject({ subjects: 2, subjectsMigrated: 0, coverage: 0, finishedAt: null });

    expect(await everywhere(both, old, both)).toEqual(['fr-feature', 'fr-feature', embedding]);
    expect(await modelsOf(both, 'ada')).toEqual(['fr-feature', embedding].sort());
    expect((await old.client.templates.getMigration({})).migration).toMatchObject({
      subjectsMigrated: 1,
      coverage: 0.5,
    });
    expect(both.lines.filter((line) => line.includes('"template moved"'))).toHaveLength(1);

    // Known to both kinds at once.
    expect(await enrolled(both, 'third', eveFrames)).toBe(true);
    for (const server of [old, both]) {
      expect(await verified(server, 'third', eveFrames)).toMatchObject({ outcome: 'OUTCOME_ACCEPT' });
    }

    await old.stop();
    const finished = await both.client.templates.finishMigration({ requestId: 'finish-1' });
    expect(finished).toMatchObject({ templatesDeleted: 2, migration: { subjects: 3, subjectsMigrated: 2 } });
    expect(await both.client.templates.finishMigration({ requestId: 'finish-1' })).toEqual(finished);
    expect(await verified(both, 'eve', eveFrames)).toMatchObject({ outcome: 'OUTCOME_ACCEPT' });

    const after = await start('after');
    expect(await everywhere(both, after)).toEqual([embedding, embedding]);
    expect([await modelsOf(after, 'ada'), await modelsOf(after, 'eve')]).toEqual([[embedding], ['fr-feature']]);
    expect(await verified(after, 'eve', eveFrames)).toBe('MODEL_MISMATCH');
    expect(await enrolled(after, 'eve', eveFrames, true)).toBe(true);
    expect(await modelsOf(after, 'eve')).toEqual([embedding]);
  });

  test('the command says how far it is', async () => {
    const command = async (...args: string[]) => {
      const { code, out, err } = await runToEnd(['templates', ...args, '--json'], settings.both);
      expect({ code, err }).toEqual({ code: 0, err: expect.any(String) as string });
      return JSON.parse(out) as Record<string, unknown>;
    };
    expect(await command('status')).toMatchObject({ subjects: 3, subjectsMigrated: 3, coverage: 1 });
    expect(await command('migrate')).toMatchObject({ finishedAt: null, coverage: 1 });
    expect(await command('finish')).toMatchObject({ templatesDeleted: 0 });
    const refused = await runToEnd(['templates', 'migrate', '--json'], settings.after);
    expect(refused.code).toBe(65);
    expect(JSON.parse(refused.out)).toMatchObject({ error: { code: 'MODEL_MISMATCH' } });
  });
}
