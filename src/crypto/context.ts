/**
 * Everything a record is bound to, as canonical bytes: every field once, in the order of its tag, as
 * tag 2 · length 4 · value, big-endian. Nothing of it is stored beside the record; it is rebuilt from the row.
 */
export interface RecordContext {
  /** Keyed digest of the subject id, 32 bytes. */
  readonly subjectReference: Uint8Array;
  readonly modelId: string;
  /** What the plaintext is. */
  readonly schema: string;
  readonly recordId: string;
  readonly purpose: string;
  /** Empty in an engine without tenants. */
  readonly tenant: string;
  readonly version: number;
  /** Milliseconds since 1970; null when the record does not expire. */
  readonly expiresAtMs: number | null;
}

export function contextBytes(context: RecordContext): Buffer {
  return Buffer.concat([
    field(1, context.subjectReference),
    field(2, text(context.modelId)),
    field(3, text(context.schema)),
    field(4, text(context.recordId)),
    field(5, text(context.purpose)),
    field(6, text(context.tenant)),
    field(7, uint32(context.version)),
    field(8, context.expiresAtMs === null ? new Uint8Array(0) : uint64(context.expiresAtMs)),
  ]);
}

/** Parts with their lengths, so that no two lists of parts give the same bytes. */
export function joined(parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat(parts.flatMap((part) => [uint32(part.byteLength), part]));
}

export function text(value: string): Buffer {
  return Buffer.from(value, 'utf8');
}

function field(tag: number, value: Uint8Array): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt16BE(tag, 0);
  head.writeUInt32BE(value.byteLength, 2);
  return Buffer.concat([head, value]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}
