import { z } from 'zod';
import type { IndexShape, Unopened } from './gallery-index.js';
import type { ChangePoint, SnapshotSeal } from './ports.js';

/** The readable part of a snapshot: which gallery it is of, and its key, sealed. */

const VERSION = 1;

const form = z.strictObject({
  version: z.literal(VERSION),
  modelId: z.string(),
  dimension: z.number(),
  precision: z.string(),
  seedDigest: z.string(),
  sequence: z.number().int().nonnegative(),
  token: z.string().nullable(),
  references: z.number().int().nonnegative(),
  sealedKey: z.base64(),
  /** Subjects whose templates did not open: their ids are nobody's business who reads the file. */
  sealedUnopened: z.base64(),
});

const unopenedForm = z.array(z.tuple([z.string(), z.enum(['TEMPLATE_INTEGRITY', 'KEYS_SEALED'])]));

/** What the gallery was when a snapshot was written. */
export interface GalleryMoment {
  readonly point: ChangePoint;
  readonly references: number;
  readonly unopened: ReadonlyMap<string, Unopened['code']>;
}

/** Why a snapshot is not used; the code is for the log. */
export class SnapshotRefused extends Error {
  constructor(readonly code: 'CHANGES_GONE' | 'OTHER_SHAPE' | 'OTHER_FORM' | 'OTHER_COUNT') {
    super(code);
    this.name = 'SnapshotRefused';
  }
}

export interface HeaderBinding {
  readonly modelId: string;
  readonly shape: IndexShape;
  readonly seal: SnapshotSeal;
}

/** With the file's key, the caller's, who zeroes it. */
export type KeyedMoment = GalleryMoment & { readonly key: Uint8Array };

export function sealHeader(moment: KeyedMoment, { modelId, shape, seal }: HeaderBinding): Uint8Array {
  const { point, references, unopened, key } = moment;
  const unopenedBytes = Buffer.from(JSON.stringify([...unopened]));
  const header: z.infer<typeof form> = {
    version: VERSION,
    modelId,
    ...shape,
    ...point,
    references,
    sealedKey: Buffer.from(seal.seal(key, idOf('key', modelId, point))).toString('base64'),
    sealedUnopened: Buffer.from(seal.seal(unopenedBytes, idOf('unopened', modelId, point))).toString('base64'),
  };
  return Uint8Array.from(Buffer.from(JSON.stringify(header)));
}

/** @throws SnapshotRefused; FaceError KEYS_SEALED, TEMPLATE_INTEGRITY */
export function openHeader(bytes: Uint8Array, { modelId, shape, seal }: HeaderBinding): KeyedMoment {
  const header = parsed(bytes, form);
  const isOurs =
    header.modelId === modelId &&
    header.dimension === shape.dimension &&
    header.precision === shape.precision &&
    header.seedDigest === shape.seedDigest;
  if (!isOurs) throw new SnapshotRefused('OTHER_SHAPE');
  const { sequence, token, references } = header;
  const point = { sequence, token };
  const sealedUnopened = Buffer.from(header.sealedUnopened, 'base64');
  const unopened = parsed(seal.open(sealedUnopened, idOf('unopened', modelId, point)), unopenedForm);
  const key = seal.open(Buffer.from(header.sealedKey, 'base64'), idOf('key', modelId, point));
  return { point, references, unopened: new Map<string, Unopened['code']>(unopened), key };
}

function parsed<T>(bytes: Uint8Array, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(Buffer.from(bytes).toString()));
  } catch {
    throw new SnapshotRefused('OTHER_FORM');
  }
}

/** A key moved into the header of a file of another moment does not open. */
function idOf(what: string, modelId: string, { sequence, token }: ChangePoint): string {
  return [what, modelId, String(sequence), token ?? ''].join(' ');
}
