import { randomBytes } from 'node:crypto';
import { EnvelopeVault } from '../../src/crypto/vault.js';
import { deriveKeyEncryptionKey } from '../../src/crypto/key-encryption-key.js';
import { isFaceError } from '../../src/errors.js';
import type { Store, TemplateContext, TemplateRow, UnitOfWork, Vault } from '../../src/recognition/ports.js';
import { FakeVault } from '../support/fake-vault.js';
import { MemoryStore } from '../support/memory-store.js';

const call = () => ({ signal: AbortSignal.timeout(10_000) });
const master = randomBytes(32);
const kekOf = (key: Uint8Array, salt: string | null = null) => deriveKeyEncryptionKey(Uint8Array.from(key), salt);
const production = (key: Uint8Array | null = master) =>
  new EnvelopeVault({ kek: key && kekOf(key), encryptTemplates: true, dev: false, dataKeysMax: 4 });
const development = (encryptTemplates: boolean) =>
  new EnvelopeVault({ kek: kekOf(master), encryptTemplates, dev: true, dataKeysMax: 4 });

const context: TemplateContext = { templateId: 't1', subjectId: 'ada', modelId: 'm@1', version: 1 };
const embedding = Float32Array.from({ length: 512 }, (_, i) => Math.sin(i) / 16);

const codeOfCall = (call: () => unknown): string => {
  try {
    call();
    return 'none';
  } catch (error) {
    return isFaceError(error) ? error.code : String(error);
  }
};

let store: Store;
const run = <T>(work: (unit: UnitOfWork) => Promise<T>): Promise<T> => store.transaction(work, call());
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: unknown) => (isFaceError(error) ? error.code : String(error)),
  );

beforeEach(async () => {
  store = new MemoryStore();
  await run(async (unit) => {
    await unit.subjects.insert('ada');
    await unit.subjects.insert('bob');
  });
});

async function enrolled(vault: Vault, at: TemplateContext = context): Promise<TemplateRow> {
  return run(async (unit) => {
    const sealed = await vault.seal(embedding, at, unit);
    return unit.templates.put({ ...at, ...sealed, framesUsed: 5, quality: 70 });
  });
}

describe.each<[string, () => Vault]>([
  ['EnvelopeVault', () => production()],
  ['EnvelopeVault of development, readable', () => development(false)],
  ['FakeVault', () => new FakeVault()],
])('%s', (_, make) => {
  test('what was sealed is what opens', async () => {
    const vault = make();
    const row = await enrolled(vault);
    expect(await run((unit) => vault.open(row, unit))).toEqual(embedding);
  });

  test('one subject has one data key, another has another', async () => {
    const vault = make();
    const rows = [await enrolled(vault), await enrolled(vault, { ...context, templateId: 't2', modelId: 'm@2' })];
    expect(rows.map((row) => row.keyGeneration)).toEqual([1, 1]);
    await enrolled(vault, { ...context, templateId: 't3', subjectId: 'bob' });
    expect(await run((unit) => unit.subjectKeys.latest('bob'))).not.toBeNull();
  });

  test.each<Partial<TemplateRow>>([
    { templateId: 't9' },
    { subjectId: 'bob' },
    { modelId: 'm@9' },
    { version: 2 },
    { keyGeneration: 2 },
    { record: new Uint8Array(0) },
  ])('a row changed in %j is TEMPLATE_INTEGRITY', async (change) => {
    const vault = make();
    const row = await enrolled(vault);
    await enrolled(vault, { ...context, templateId: 't2', subjectId: 'bob' });
    expect(await codeOf(run((unit) => vault.open({ ...row, ...change }, unit)))).toBe('TEMPLATE_INTEGRITY');
  });

  test('a template whose data key was deleted is TEMPLATE_INTEGRITY', async () => {
    const vault = make();
    const row = await enrolled(vault);
    await run((unit) => vault.open(row, unit));
    await run((unit) => unit.subjects.remove('ada'));
    expect(await codeOf(run((unit) => vault.open(row, unit)))).toBe('TEMPLATE_INTEGRITY');
  });

  test('sealed bytes are what opens, for the same purpose and id alone', () => {
    const vault = make();
    const bytes = Uint8Array.from({ length: 300 }, (_, i) => i);
    const bound = { purpose: 'capture record', id: 'r1' };
    const sealed = vault.sealBytes(bytes, bound);
    expect([...vault.openBytes(sealed, bound)]).toEqual([...bytes]);
    expect([...bytes.subarray(0, 3)]).toEqual([0, 1, 2]);
    for (const other of [
      { ...bound, purpose: 'evaluation' },
      { ...bound, id: 'r2' },
      { purpose: bound.id, id: bound.purpose },
    ]) {
      expect(codeOfCall(() => vault.openBytes(sealed, other))).toBe('TEMPLATE_INTEGRITY');
    }
    for (const broken of [new Uint8Array(0), sealed.subarray(0, -1), Uint8Array.of(0, ...sealed)]) {
      expect(codeOfCall(() => vault.openBytes(broken, bound))).toBe('TEMPLATE_INTEGRITY');
    }
    expect(vault.openBytes(vault.sealBytes(new Uint8Array(0), bound), bound)).toHaveLength(0);
  });

  test('a digest depends on its purpose and on where its parts end', () => {
    const vault = make();
    const digests = [
      vault.keyedDigest('a', [Buffer.from('bc')]),
      vault.keyedDigest('ab', [Buffer.from('c')]),
      vault.keyedDigest('a', [Buffer.from('b'), Buffer.from('c')]),
      vault.keyedDigest('a', []),
    ];
    expect(digests.every((digest) => digest.length === 32)).toBe(true);
    expect(new Set(digests.map((digest) => Buffer.from(digest).toString('hex'))).size).toBe(4);
    expect(vault.keyedDigest('a', [Buffer.from('bc')])).toEqual(digests[0]);
  });
});

describe('EnvelopeVault', () => {
  test('without a key it is sealed, and nothing works', async () => {
    const row = await enrolled(production());
    const vault = production(null);
    expect(vault.sealed).toBe(true);
    expect(await codeOf(enrolled(vault))).toBe('KEYS_SEALED');
    expect(await codeOf(run((unit) => vault.open(row, unit)))).toBe('KEYS_SEALED');
    expect(() => vault.keyedDigest('a', [])).toThrow(/no key/);
  });

  test('another key or salt is KEYS_SEALED: the right one still opens the template', async () => {
    const row = await enrolled(production());
    const others = [randomBytes(32), master].map(
      (key, i) =>
        new EnvelopeVault({
          kek: kekOf(key, i === 1 ? 'another salt 123' : null),
          encryptTemplates: true,
          dev: false,
          dataKeysMax: 4,
        }),
    );
    for (const vault of others) {
      expect(await codeOf(run((unit) => vault.open(row, unit)))).toBe('KEYS_SEALED');
      expect(await codeOf(enrolled(vault, { ...context, templateId: 't2', version: 2 }))).toBe('KEYS_SEALED');
    }
    expect(await run((unit) => production().open(row, unit))).toEqual(embedding);
  });

  test('a readable record is TEMPLATE_INTEGRITY outside development', async () => {
    const row = await enrolled(development(false));
    expect(Buffer.from(row.record).includes(Buffer.from(embedding.buffer))).toBe(true);
    expect(await codeOf(run((unit) => production().open(row, unit)))).toBe('TEMPLATE_INTEGRITY');
    expect(await run((unit) => development(true).open(row, unit))).toEqual(embedding);
  });

  test('readable templates outside development are refused at the start', () => {
    expect(() => new EnvelopeVault({ kek: null, encryptTemplates: false, dev: false, dataKeysMax: 4 })).toThrow(
      /ENCRYPT_TEMPLATES/,
    );
  });

  test('an encrypted record holds nothing of the embedding, and no two are equal', async () => {
    const vault = production();
    const [one, two] = [await enrolled(vault), await enrolled(vault, { ...context, version: 2, templateId: 't2' })];
    const numbers = Buffer.from(embedding.buffer);
    for (let at = 0; at < numbers.length; at += 8)
      expect(Buffer.from(one.record).includes(numbers.subarray(at, at + 8))).toBe(false);
    expect(Buffer.from(one.record).equals(Buffer.from(two.record))).toBe(false);
    expect(one.record).toHaveLength(2_148);
  });

  test('sealed bytes are hidden, no two are equal, and another key or salt does not open them', () => {
    const bound = { purpose: 'capture record', id: 'r1' };
    const bytes = Buffer.from('what a capture showed');
    const [one, two] = [production().sealBytes(bytes, bound), production().sealBytes(bytes, bound)];
    expect(Buffer.from(one).includes(bytes.subarray(0, 8))).toBe(false);
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(false);
    expect(Buffer.from(production().openBytes(one, bound)).equals(bytes)).toBe(true);
    const salted = new EnvelopeVault({
      kek: kekOf(master, 'another salt 123'),
      encryptTemplates: true,
      dev: false,
      dataKeysMax: 4,
    });
    for (const other of [production(randomBytes(32)), salted])
      expect(codeOfCall(() => other.openBytes(one, bound))).toBe('TEMPLATE_INTEGRITY');
  });

  test('readable bytes are made and opened in development alone', () => {
    const bound = { purpose: 'capture record', id: 'r1' };
    const bytes = Buffer.from('what a capture showed');
    const readable = development(false).sealBytes(bytes, bound);
    expect(Buffer.from(readable).includes(bytes)).toBe(true);
    expect(Buffer.from(development(true).openBytes(readable, bound)).equals(bytes)).toBe(true);
    expect(codeOfCall(() => production().openBytes(readable, bound))).toBe('TEMPLATE_INTEGRITY');
  });

  test('without a key, or closed, it neither seals nor opens bytes', () => {
    const bound = { purpose: 'capture record', id: 'r1' };
    const closed = production();
    const sealed = closed.sealBytes(new Uint8Array(4), bound);
    closed.close();
    for (const vault of [closed, production(null)]) {
      expect(codeOfCall(() => vault.sealBytes(new Uint8Array(4), bound))).toBe('KEYS_SEALED');
      expect(codeOfCall(() => vault.openBytes(sealed, bound))).toBe('KEYS_SEALED');
    }
  });

  test('a data key wrapped for one subject does not serve another', async () => {
    const vault = production();
    await enrolled(vault);
    const stolen = await run(async (unit) => {
      const key = await unit.subjectKeys.latest('ada');
      await unit.subjectKeys.insert({ ...key!, subjectId: 'bob' });
      return codeOf(vault.seal(embedding, { ...context, subjectId: 'bob' }, unit));
    });
    expect(stolen).toBe('TEMPLATE_INTEGRITY');
  });

  test('a key made in a transaction that failed seals nothing later', async () => {
    const vault = production();
    const failing = run(async (unit) => {
      await vault.seal(embedding, context, unit);
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    const row = await enrolled(vault);
    expect(await run((unit) => production().open(row, unit))).toEqual(embedding);
  });

  test('a subject deleted and enrolled again has a new key', async () => {
    const vault = production();
    await enrolled(vault);
    await run(async (unit) => {
      await unit.subjects.remove('ada');
      await unit.subjects.insert('ada');
    });
    const row = await enrolled(vault);
    expect(await run((unit) => production().open(row, unit))).toEqual(embedding);
  });

  test('more subjects than cached keys are no trouble', async () => {
    const vault = production();
    const rows: TemplateRow[] = [];
    for (let i = 0; i < 10; i++) {
      await run((unit) => unit.subjects.insert(`s${i}`));
      rows.push(await enrolled(vault, { ...context, subjectId: `s${i}`, templateId: `t${i}` }));
    }
    const opened = await Promise.all(rows.map((row) => run((unit) => vault.open(row, unit))));
    for (const one of opened) expect(one).toEqual(embedding);
  });

  test('closed, it has forgotten its keys', async () => {
    const kek = kekOf(master);
    const vault = new EnvelopeVault({ kek, encryptTemplates: true, dev: false, dataKeysMax: 4 });
    const row = await enrolled(vault);
    vault.close();
    expect(vault.sealed).toBe(true);
    expect([...kek.key, ...kek.serviceKey].every((byte) => byte === 0)).toBe(true);
    expect(await codeOf(run((unit) => vault.open(row, unit)))).toBe('KEYS_SEALED');
  });
});
