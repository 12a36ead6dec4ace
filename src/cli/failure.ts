import { CommanderError } from 'commander';
import { ConfigError } from '../config/config.js';
import { isFaceError, type FaceErrorCode } from '../errors.js';
import { exitCodes } from './terminal.js';

const dataCodes: ReadonlySet<FaceErrorCode> = new Set<FaceErrorCode>([
  'BAD_FIELD',
  'IMAGE_UNDECODABLE',
  'UNSUPPORTED_FORMAT',
  'IMAGE_TOO_LARGE',
  'SUBJECT_UNKNOWN',
  'SUBJECT_EXISTS',
  'TEMPLATE_UNKNOWN',
  'TEMPLATE_EXISTS',
  'MIGRATION_UNKNOWN',
  'MODEL_MISMATCH',
  'POLICY_UNKNOWN',
  'POLICY_INACTIVE',
]);
const unavailableCodes: ReadonlySet<FaceErrorCode> = new Set<FaceErrorCode>([
  'KEYS_SEALED',
  'STORE_DOWN',
  'MODELS_LOADING',
  'GALLERY_LOADING',
  'GALLERY_FULL',
  'SEARCH_NOT_ALLOWED',
  'OVERLOADED',
  'DRAINING',
]);

/** What a failed command says, and the code it ends with. */
export interface Failure {
  readonly exitCode: number;
  readonly code: string;
  readonly message: string;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof CommanderError) {
    return { exitCode: error.exitCode === 0 ? exitCodes.ok : exitCodes.usage, code: 'USAGE', message: error.message };
  }
  if (error instanceof ConfigError) return { exitCode: exitCodes.config, code: 'CONFIG', message: error.message };
  if (isFaceError(error)) return { exitCode: exitCodeOf(error.code), code: error.code, message: error.message };
  const message = error instanceof Error ? error.message : 'an unknown error';
  return { exitCode: exitCodes.internal, code: 'INTERNAL', message };
}

function exitCodeOf(code: FaceErrorCode): number {
  if (code === 'DUPLICATE_PERSON') return exitCodes.rejected;
  if (dataCodes.has(code)) return exitCodes.data;
  return unavailableCodes.has(code) ? exitCodes.unavailable : exitCodes.internal;
}
