import { z } from 'zod';
import { FaceError } from '../../src/errors.js';
import type {
  BytesContext,
  SealedTemplate,
  TemplateContext,
  TemplateRow,
  UnitOfWork,
  Vault,
} from '../../src/recognition/ports.js';

/**
 * A vault that hides nothing: the record is the context and the numbers as text. It keeps the promises of the real one
 * that use cases depend on: one data key per subject, another context does not open, a sealed vault does nothing.
 */
export class FakeVault implements Vault {
  sealed = false;

  async seal(embedding: Float32Array, context: TemplateContext, unit: UnitOfWork): Promise<SealedTemplate> {
    this.#needKey();
    const latest = await unit.subjectKeys.latest(context.subjectId);
    const row = latest ?? {
      subjectId: context.subjectId,
      generation: 1,
      kekEpoch: new Uint8Array(8),
      wrapped: Uint8Array.of(1),
    };
    if (!latest) await unit.subjectKeys.insert(row);
    const body = JSON.stringify({ context: contextOf(context), numbers: [...embedding] });
    return { record: Uint8Array.from(Buffer.from(body)), keyGeneration: row.generation };
  }

  async open(row: TemplateRow, unit: Pick<UnitOfWork, 'subjectKeys'>): Promise<Float32Array> {
    this.#needKey();
    const key = await unit.subjectKeys.find(row.subjectId, row.keyGeneration);
    const parsed = parse(row.record);
    if (!key || parsed?.context !== contextOf(row))
      throw new FaceError('TEMPLATE_INTEGRITY', 'A stored template is not what was sealed.');
    return Float32Array.from(parsed.numbers);
  }

  sealBytes(bytes: Uint8Array, { purpose, id }: BytesContext): Uint8Array {
    this.#needKey();
    return Uint8Array.from(Buffer.from(JSON.stringify({ purpose, id, hex: Buffer.from(bytes).toString('hex') })));
  }

  openBytes(sealed: Uint8Array, { purpose, id }: BytesContext): Uint8Array {
    this.#needKey();
    const parsed = sealedBytes.safeParse(jsonOf(sealed));
    if (!parsed.success || parsed.data.purpose !== purpose || parsed.data.id !== id)
      throw new FaceError('TEMPLATE_INTEGRITY', 'A sealed record is not what was sealed.');
    return Uint8Array.from(Buffer.from(parsed.data.hex, 'hex'));
  }

  /** 32 bytes that depend on every part; not a keyed digest. */
  keyedDigest(purpose: string, parts: readonly Uint8Array[]): Uint8Array {
    this.#needKey();
    const digest = new Uint8Array(32);
    const bytes = Buffer.from(JSON.stringify([purpose, ...parts.map((part) => Buffer.from(part).toString('hex'))]));
    for (const [i, byte] of bytes.entries()) digest[i % 32] = ((digest[i % 32] ?? 0) * 31 + byte + i) & 255;
    return digest;
  }

  #needKey(): void {
    if (this.sealed) throw new FaceError('KEYS_SEALED', 'The engine has no key for templates.');
  }
}

function contextOf({ templateId, subjectId, modelId, version }: TemplateContext): string {
  return JSON.stringify([templateId, subjectId, modelId, version]);
}

const sealedBody = z.object({ context: z.string(), numbers: z.array(z.number()) });

const sealedBytes = z.object({ purpose: z.string(), id: z.string(), hex: z.string() });

function parse(record: Uint8Array): { context: string; numbers: number[] } | null {
  return sealedBody.safeParse(jsonOf(record)).data ?? null;
}

function jsonOf(record: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(record).toString());
  } catch {
    return null;
  }
}
