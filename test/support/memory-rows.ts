import type { DeviceKeyRow, SubjectKeyRow, TemplateRow } from '../../src/recognition/ports.js';

/** Rows of MemoryStore as they are handed out. */

/** The caller owns what it reads, and may zero it. */
export function copyTemplate<T extends TemplateRow | null>(row: T): T {
  return row && { ...row, record: row.record.slice() };
}

export function copyDeviceKey<T extends DeviceKeyRow | null>(row: T): T {
  return row && { ...row, spki: row.spki.slice() };
}

export function copyKey(row: SubjectKeyRow | null): SubjectKeyRow | null {
  return row && { ...row, kekEpoch: row.kekEpoch.slice(), wrapped: row.wrapped.slice() };
}

export function keyOf(subjectId: string, generation: number): string {
  return `${subjectId} ${generation}`;
}
