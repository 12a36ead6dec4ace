import type { Measurements, Observation } from '../biometrics/observation.js';
import type { PolicyDocument } from '../biometrics/policy.js';
import type { Sight } from './capture-input.js';
import type { JobTable } from './job-ports.js';

/** What the use cases need from the rooms around them. Each port has a real implementation and a fake in test/support. */

export interface Call {
  readonly signal: AbortSignal;
}

/** A public key of a device. */
export interface DeviceKey {
  /** Chosen by the caller, 1–128 characters of [A-Za-z0-9._:@-]. */
  readonly keyId: string;
  /** DER SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
}

/** A key bound to a subject. */
export interface DeviceKeyRow extends DeviceKey {
  readonly subjectId: string;
  readonly createdAt: Date;
}

export interface FaceEngine {
  /** `name@sha256-12` of the embedding, stamped on every template. */
  readonly modelId: string;
  readonly embeddingDim: number;
  /** The model that is being left, measured too where it is asked for; null outside a change of model. */
  readonly former: FormerModel | null;
  /**
   * Measures one picture in one worker, and its depth map where it has one.
   *
   * @throws FaceError IMAGE_UNDECODABLE, UNSUPPORTED_FORMAT, IMAGE_TOO_LARGE, BAD_FIELD for the picture; DEPTH_MISMATCH for its depth; OVERLOADED at
   * once when the queue is full; WORKER_LOST, DRAINING, CANCELLED
   */
  observe(sight: Sight, wanted: Measurements, call: Call): Promise<Observation>;
}

export interface FormerModel {
  /** As stamped on its templates. */
  readonly modelId: string;
  readonly embeddingDim: number;
}

export interface Subject {
  /** Chosen by the caller, 1–128 characters of [A-Za-z0-9._:@-]. */
  readonly subjectId: string;
  readonly createdAt: Date;
  /** Words of the caller's that searches can be narrowed to: at most 16, in his order, none twice. */
  readonly tags: readonly string[];
}

/** One stored template. The record is sealed; nothing in this row is biometric. */
export interface TemplateRow {
  readonly templateId: string;
  readonly subjectId: string;
  readonly modelId: string;
  /** 1 at first enrolment, one more at every replacement. */
  readonly version: number;
  /** Generation of the subject's data key that sealed the record. */
  readonly keyGeneration: number;
  /** An FBE1 record (docs/template-record.md). */
  readonly record: Uint8Array;
  readonly framesUsed: number;
  /** Unified quality of the enrolled sample, 0–100. */
  readonly quality: number;
  readonly createdAt: Date;
}

/** A subject's data key, wrapped under a key encryption key; deleting the row shreds every record it sealed. */
export interface SubjectKeyRow {
  readonly subjectId: string;
  readonly generation: number;
  /** Which key encryption key wrapped it, 8 bytes. */
  readonly kekEpoch: Uint8Array;
  readonly wrapped: Uint8Array;
}

/** The answer to a mutating call, kept for 24 hours so that a repeated request gets the same one. */
export interface RequestRow {
  readonly requestId: string;
  /** Keyed digest of method and body: a plain hash would let a reader of the table confirm a guess. */
  readonly digest: Uint8Array;
  /** The answer as the use case gave it; holds ids and times, never biometric data. */
  readonly answer: unknown;
}

/** A version of a policy that is not built in. */
export interface PolicyRow {
  readonly name: string;
  /** ≥ 1; from 2 on for names that are built in. */
  readonly version: number;
  readonly document: PolicyDocument;
  readonly createdAt: Date;
}

/** Which version of a name decides; names without a row are decided by their built-in version. */
export interface ActivePolicy {
  readonly name: string;
  readonly version: number;
}

/** What one capture showed, without a vector, a picture or a subject; sealed under a service key. */
export interface CaptureRecordRow {
  readonly recordId: string;
  readonly sealed: Uint8Array;
  readonly createdAt: Date;
}

/** Templates on their way from one model to another. */
export interface MigrationRow {
  readonly fromModelId: string;
  readonly toModelId: string;
  readonly startedAt: Date;
  /** Null while it lasts. */
  readonly finishedAt: Date | null;
}

export interface MigrationCoverage {
  /** Subjects with a template of either model. */
  readonly subjects: number;
  /** Of them, those with a template of the model in use. */
  readonly subjectsMigrated: number;
}

export interface PageRequest {
  /** Rows after this key, in key order; null for the first page. */
  readonly after: string | null;
  readonly limit: number;
}

/** Tables of one transaction. Every method fails with STORE_DOWN when the database is out of reach. */
export interface UnitOfWork {
  readonly subjects: {
    /** @param tags none when left out @throws FaceError SUBJECT_EXISTS */
    insert(subjectId: string, tags?: readonly string[]): Promise<Subject>;
    /** Puts these in the place of those it has; null when there is no such subject. */
    setTags(subjectId: string, tags: readonly string[]): Promise<Subject | null>;
    find(subjectId: string): Promise<Subject | null>;
    list(page: PageRequest): Promise<readonly Subject[]>;
    /** Removes the subject with its templates, wrapped keys and device keys; false when there was none. */
    remove(subjectId: string): Promise<boolean>;
    /** Holds other enrolments and deletions of this subject back until the transaction ends. */
    lock(subjectId: string): Promise<Subject | null>;
  };
  readonly enrolments: {
    /** Holds back, on every server, whoever asks the same until the transaction ends. */
    holdBack(): Promise<void>;
  };
  readonly templates: {
    /** Inserts, or replaces the subject's template of the same model when `row.version` is one above the stored one. */
    put(row: Omit<TemplateRow, 'createdAt'>): Promise<TemplateRow>;
    find(subjectId: string, modelId: string): Promise<TemplateRow | null>;
    get(templateId: string): Promise<TemplateRow | null>;
    listOf(subjectId: string): Promise<readonly TemplateRow[]>;
    /** Those of these subjects who have a template of the model, in no order. */
    having(subjectIds: readonly string[], modelId: string): Promise<readonly string[]>;
    remove(templateId: string): Promise<boolean>;
    coverage(fromModelId: string, toModelId: string): Promise<MigrationCoverage>;
    /**
     * Deletes the former model's templates of subjects after one, by subject id in byte order, that have one of the new
     * model: how many, and the last such subject; null when there was none.
     */
    removeMigrated(
      fromModelId: string,
      toModelId: string,
      page: { readonly after: string | null; readonly limit: number },
    ): Promise<{ readonly removed: number; readonly last: string | null }>;
  };
  readonly policies: {
    /** All stored versions, by name and version. */
    list(): Promise<readonly PolicyRow[]>;
    find(name: string, version: number): Promise<PolicyRow | null>;
    /** Stores the version after the highest one, which is `versionMin` at least; others that do so wait. */
    append(document: PolicyDocument, versionMin: number): Promise<PolicyRow>;
    active(): Promise<readonly ActivePolicy[]>;
    activate(choice: ActivePolicy): Promise<void>;
  };
  readonly captureRecords: {
    insert(row: Omit<CaptureRecordRow, 'createdAt'>): Promise<void>;
    /** Oldest first, after `after` (a record id of the page before) and not older than `since`. */
    list(since: Date | null, page: PageRequest): Promise<readonly CaptureRecordRow[]>;
  };
  readonly migrations: {
    /** The one that lasts, else the last one that was finished, else null. */
    latest(): Promise<MigrationRow | null>;
    insert(row: Pick<MigrationRow, 'fromModelId' | 'toModelId'>): Promise<MigrationRow>;
    /** Ends the one that lasts; null when there is none. */
    finish(): Promise<MigrationRow | null>;
  };
  readonly subjectKeys: {
    find(subjectId: string, generation: number): Promise<SubjectKeyRow | null>;
    /** The row of the highest generation. */
    latest(subjectId: string): Promise<SubjectKeyRow | null>;
    insert(row: SubjectKeyRow): Promise<void>;
  };
  readonly deviceKeys: {
    find(subjectId: string, keyId: string): Promise<DeviceKeyRow | null>;
    /** By key id. */
    listOf(subjectId: string): Promise<readonly DeviceKeyRow[]>;
    /** Inserts, or replaces the subject's key of the same id. @throws FaceError SUBJECT_UNKNOWN */
    put(row: Omit<DeviceKeyRow, 'createdAt'>): Promise<void>;
    remove(subjectId: string, keyId: string): Promise<boolean>;
  };
  readonly jobs: JobTable;
  readonly requests: {
    find(requestId: string): Promise<RequestRow | null>;
    insert(row: RequestRow): Promise<void>;
  };
}

export interface Store {
  /**
   * Runs `work` in one transaction: all of it is stored or none of it. Serialisation failures and deadlocks are
   * retried with jitter, so `work` may run more than once.
   *
   * @throws FaceError STORE_DOWN when the database cannot be reached within the call's time
   */
  transaction<T>(work: (unit: UnitOfWork) => Promise<T>, call: Call): Promise<T>;
}

/** Everything a sealed template is bound to; rebuilt from the row, never stored beside the record. */
export interface TemplateContext {
  readonly templateId: string;
  readonly subjectId: string;
  readonly modelId: string;
  readonly version: number;
}

export interface SealedTemplate {
  readonly record: Uint8Array;
  readonly keyGeneration: number;
}

/** What sealed bytes are bound to. */
export interface BytesContext {
  /** Such as `capture record`. */
  readonly purpose: string;
  readonly id: string;
}

export interface Vault {
  /** True while no key encryption key is there: `seal` and `open` fail with KEYS_SEALED. */
  readonly sealed: boolean;
  /** Seals under the subject's data key, made and wrapped in `unit` when there is none yet. */
  seal(embedding: Float32Array, context: TemplateContext, unit: UnitOfWork): Promise<SealedTemplate>;
  /** @throws FaceError TEMPLATE_INTEGRITY when the record, its key or its context is not what was sealed */
  open(row: TemplateRow, unit: Pick<UnitOfWork, 'subjectKeys'>): Promise<Float32Array>;
  /**
   * Seals bytes that belong to no subject, under a service key, bound to what they are for and to their id.
   *
   * @throws FaceError KEYS_SEALED
   */
  sealBytes(bytes: Uint8Array, context: BytesContext): Uint8Array;
  /** @returns bytes the caller owns @throws FaceError KEYS_SEALED, TEMPLATE_INTEGRITY */
  openBytes(sealed: Uint8Array, context: BytesContext): Uint8Array;
  /** HMAC over parts joined with their lengths, under a service key; 32 bytes. */
  keyedDigest(purpose: string, parts: readonly Uint8Array[]): Uint8Array;
}

/** What no answer tells and an operator wants to know: that it happened, and why not; never to whom. */
export interface Journal {
  templateMoved(): void;
  templateNotMoved(cause: unknown): void;
  captureNotRecorded(cause: unknown): void;
  /** What was deleted is deleted, but searches of this server may tell it for a moment yet. */
  galleryBehind(cause: unknown): void;
  jobFailed(cause: unknown): void;
}

/** Time and randomness are handed in, so that a use case replays. */
export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number;
}
