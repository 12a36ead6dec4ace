import { randomUUID } from 'node:crypto';
import { qualityOf, type Pool } from '../biometrics/evidence.js';
import type { Context } from './context.js';
import type { TemplateContext, UnitOfWork } from './ports.js';

/**
 * Calibrated similarity (FMR 0.1 %) every frame of a template must have to the pool of the others. Stricter than what a
 * claim is rejected for: a frame of another person in a template would open it to that person for years.
 */
export const SAME_PERSON_MIN = 0.7;

export interface NewTemplate extends Omit<TemplateContext, 'templateId'> {
  /** What `embedding` is the vector of. */
  readonly pool: Pool;
  readonly embedding: Float32Array;
}

/** Seals and stores a template in the caller's transaction. @returns its id */
export async function storeTemplate({ vault }: Context, made: NewTemplate, unit: UnitOfWork): Promise<string> {
  const { subjectId, modelId, version, pool } = made;
  const identity = { templateId: randomUUID(), subjectId, modelId, version };
  const sealed = await vault.seal(made.embedding, identity, unit);
  await unit.templates.put({ ...identity, ...sealed, framesUsed: pool.samples.length, quality: qualityOf(pool) });
  return identity.templateId;
}
