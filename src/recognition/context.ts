import type { Calibration } from '../biometrics/calibration.js';
import type { Policy } from '../biometrics/policy.js';
import type { Clock, FaceEngine, Store, Vault } from './ports.js';
import type { PolicyName } from './requests.js';

/** What the use cases are made of; `compose.ts` fills it once. */
export interface Context {
  readonly engine: FaceEngine;
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly calibration: Calibration;
  readonly policies: PolicyBook;
  readonly capture: CaptureSettings;
  /** Cryptographically random bytes: nonces and identifiers. */
  randomBytes(length: number): Uint8Array;
}

export interface PolicyBook {
  readonly byName: Readonly<Record<PolicyName, Policy>>;
  readonly defaultName: PolicyName;
}

export interface CaptureSettings {
  readonly frameBytesMax: number;
  /** What clients are told to set their camera to, pixels. */
  readonly recommendedWidth: number;
  readonly recommendedHeight: number;
}

export function policyNamed(book: PolicyBook, name: PolicyName | null): Policy {
  return book.byName[name ?? book.defaultName];
}
