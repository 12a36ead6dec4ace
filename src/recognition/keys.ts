import { FaceError } from '../errors.js';
import type { Context } from './context.js';

/** @throws FaceError KEYS_SEALED when templates can neither be made nor opened */
export function requireKey({ vault }: Context): void {
  if (!vault.sealed) return;
  throw new FaceError('KEYS_SEALED', 'the server has no template key, so it can neither make nor open templates');
}
