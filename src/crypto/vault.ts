import { createHmac, randomBytes } from 'node:crypto';
import { FaceError } from '../errors.js';
import type {
  BytesContext,
  SealedTemplate,
  SubjectKeyRow,
  TemplateContext,
  TemplateRow,
  UnitOfWork,
  Vault,
} from '../recognition/ports.js';
import { integrityFault, type RecordSuite } from './committed-record.js';
import { joined, type RecordContext, text } from './context.js';
import { DataKeyCache } from './data-key-cache.js';
import { DATA_KEY_BYTES, unwrapDataKey, wrapDataKey } from './envelope.js';
import type { KeyEncryptionKey } from './key-encryption-key.js';
import { type BytesKey, deriveBytesKey, openBytes, sealBytes } from './service-bytes.js';
import { openTemplate, sealTemplate, TEMPLATE_PURPOSE, TEMPLATE_SCHEMA } from './template-record.js';

/** What opens templates outside the vault: the keys themselves, borrowed. */
export interface LentKeys {
  /** The key encryption key; 32 bytes. */
  readonly key: Uint8Array;
  /** 8 bytes. */
  readonly epoch: Uint8Array;
  /** 32 bytes. */
  readonly serviceKey: Uint8Array;
  readonly modelId: string;
  /** Whether readable records (suite 2) are opened. */
  readonly readable: boolean;
}

export interface VaultOptions {
  /** Null: the vault stays sealed. Taken over, and zeroed by `close`. */
  readonly kek: KeyEncryptionKey | null;
  /** ENCRYPT_TEMPLATES; false needs `dev`. */
  readonly encryptTemplates: boolean;
  /** Whether readable records (suite 2) are opened. In production they are forgeries. */
  readonly dev: boolean;
  readonly dataKeysMax: number;
}

/**
 * Seals templates under data keys of their subjects, and those under the key encryption key; bytes of no subject under
 * a key derived from the service key.
 *
 * A data key's row is read at every use: when it is gone the subject's templates are unreadable at once, whatever is
 * cached. A row wrapped under another key encryption key is KEYS_SEALED, not TEMPLATE_INTEGRITY: nothing is lost, the
 * right key opens it.
 */
export class EnvelopeVault implements Vault {
  #kek: KeyEncryptionKey | null;
  readonly #bytesKey: Uint8Array | null;
  readonly #suite: RecordSuite;
  readonly #suites: readonly RecordSuite[];
  readonly #dataKeys: DataKeyCache;

  /** @throws FaceError BAD_FIELD for readable templates outside development */
  constructor({ kek, encryptTemplates, dev, dataKeysMax }: VaultOptions) {
    if (!encryptTemplates && !dev) {
      throw new FaceError(
        'BAD_FIELD',
        'ENCRYPT_TEMPLATES=false is for serve --dev only. Remove it: templates are always encrypted in production.',
        {
          field: 'ENCRYPT_TEMPLATES',
        },
      );
    }
    this.#kek = kek;
    this.#bytesKey = kek && deriveBytesKey(kek.serviceKey);
    this.#suite = encryptTemplates ? 1 : 2;
    this.#suites = dev ? [1, 2] : [1];
    this.#dataKeys = new DataKeyCache(dataKeysMax);
  }

  get sealed(): boolean {
    return this.#kek === null;
  }

  async seal(embedding: Float32Array, context: TemplateContext, unit: UnitOfWork): Promise<SealedTemplate> {
    const row = (await unit.subjectKeys.latest(context.subjectId)) ?? (await this.#newDataKey(context.subjectId, unit));
    const { epoch } = this.#key();
    const record = sealTemplate({
      embedding,
      context: this.#recordContext(context),
      key: { dek: this.#dataKey(row), generation: row.generation, kekEpoch: epoch },
      suite: this.#suite,
    });
    return { record, keyGeneration: row.generation };
  }

  async open(row: TemplateRow, unit: Pick<UnitOfWork, 'subjectKeys'>): Promise<Float32Array> {
    this.#key();
    const keyRow = await unit.subjectKeys.find(row.subjectId, row.keyGeneration);
    if (!keyRow) throw integrityFault(new Error('the data key is gone'));
    return openTemplate({
      record: row.record,
      context: this.#recordContext(row),
      dek: this.#dataKey(keyRow),
      suites: this.#suites,
    });
  }

  sealBytes(bytes: Uint8Array, context: BytesContext): Uint8Array {
    return sealBytes({ bytes, context, key: this.#serviceBytesKey(), suite: this.#suite });
  }

  openBytes(sealed: Uint8Array, context: BytesContext): Uint8Array {
    return openBytes({ sealed, context, key: this.#serviceBytesKey().key, suites: this.#suites });
  }

  keyedDigest(purpose: string, parts: readonly Uint8Array[]): Uint8Array {
    const { serviceKey } = this.#key();
    return Uint8Array.from(
      createHmac('sha256', serviceKey)
        .update(joined([text(purpose), ...parts]))
        .digest(),
    );
  }

  /**
   * Lends the keys to what opens many templates of one model at once, outside JavaScript. They are the vault's own and no
   * copies, so that closing it takes them back: nothing of them is kept beyond the promise.
   *
   * @throws FaceError KEYS_SEALED
   */
  async lendKeys<T>(modelId: string, run: (keys: LentKeys) => Promise<T>): Promise<T> {
    const { key, epoch, serviceKey } = this.#key();
    return await run({ key, epoch, serviceKey, modelId, readable: this.#suites.includes(2) });
  }

  /** Forgets every key; the vault is sealed afterwards. */
  close(): void {
    this.#dataKeys.clear();
    this.#kek?.key.fill(0);
    this.#kek?.serviceKey.fill(0);
    this.#bytesKey?.fill(0);
    this.#kek = null;
  }

  async #newDataKey(subjectId: string, unit: UnitOfWork): Promise<SubjectKeyRow> {
    const kek = this.#key();
    const generation = 1;
    const dek = randomBytes(DATA_KEY_BYTES);
    const wrapped = wrapDataKey(kek, dek, { subjectReference: this.#subjectReference(subjectId), generation });
    dek.fill(0);
    const row = { subjectId, generation, kekEpoch: kek.epoch.slice(), wrapped };
    await unit.subjectKeys.insert(row);
    return row;
  }

  /** Borrowed from the cache until the next await. */
  #dataKey(row: SubjectKeyRow): Uint8Array {
    const kek = this.#key();
    if (!Buffer.from(row.kekEpoch).equals(kek.epoch)) {
      throw new FaceError(
        'KEYS_SEALED',
        'The key configured is not the key that sealed this template. Start the engine with the former key and salt.',
      );
    }
    const cached = this.#dataKeys.get(row);
    if (cached) return cached;
    const dek = unwrapDataKey(kek, row.wrapped, {
      subjectReference: this.#subjectReference(row.subjectId),
      generation: row.generation,
    });
    this.#dataKeys.add(row, dek);
    return dek;
  }

  #recordContext({ templateId, subjectId, modelId, version }: TemplateContext): RecordContext {
    return {
      subjectReference: this.#subjectReference(subjectId),
      modelId,
      schema: TEMPLATE_SCHEMA,
      recordId: templateId,
      purpose: TEMPLATE_PURPOSE,
      tenant: '',
      version,
      expiresAtMs: null,
    };
  }

  #subjectReference(subjectId: string): Uint8Array {
    return this.keyedDigest('subject reference', [text(subjectId)]);
  }

  #serviceBytesKey(): BytesKey {
    const { epoch } = this.#key();
    // There with the key encryption key, and only wiped when that is gone.
    if (!this.#bytesKey) throw keysSealed();
    return { key: this.#bytesKey, kekEpoch: epoch };
  }

  #key(): KeyEncryptionKey {
    if (!this.#kek) throw keysSealed();
    return this.#kek;
  }
}

function keysSealed(): FaceError {
  return new FaceError(
    'KEYS_SEALED',
    'The engine has no key for templates. Set BIOMETRIC_TEMPLATE_KEY or a key file, or use serve --dev.',
  );
}
