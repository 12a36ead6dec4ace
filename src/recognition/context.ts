import type { Calibration } from '../biometrics/calibration.js';
import type { Policy, PolicyDocument } from '../biometrics/policy.js';
import { FaceError } from '../errors.js';
import type { DeviceSignatures } from './device-ports.js';
import type { Gallery } from './gallery-ports.js';
import type { JobRunner } from './job-runner.js';
import type { ActivePolicy, Clock, FaceEngine, Journal, PolicyRow, Store, Vault } from './ports.js';
import type { PolicyName } from './requests.js';
import type { SearchPermissions } from './search-permissions.js';
import type { Turns } from './turns.js';

/** What the use cases are made of; `compose.ts` fills it once. */
export interface Context {
  readonly engine: FaceEngine;
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly deviceSignatures: DeviceSignatures;
  readonly calibration: Calibration;
  readonly policies: PolicyBook;
  readonly capture: CaptureSettings;
  /** The calibrated scale of the former model; null outside a change of model. */
  readonly formerCalibration: Calibration | null;
  /** Whether what captures showed is kept, so that policies can be simulated over it. */
  readonly recordCaptures: boolean;
  readonly gallery: Gallery;
  readonly searchPermissions: SearchPermissions;
  readonly jobs: JobRunner;
  /** Enrolments that look for duplicates, one at a time. */
  readonly enrolmentTurns: Turns;
  /** Cryptographically random bytes: nonces and identifiers. */
  randomBytes(length: number): Uint8Array;
}

/**
 * The policies in force. Claims are decided by a snapshot, so that a claim needs no database to know its rules; whoever
 * runs the service refreshes it (every second, and at once after an activation by this server).
 */
export interface PolicyBook {
  readonly defaultName: PolicyName;
  /** Version 1 of the built-in names, with the operator's settings in them. */
  readonly builtIn: readonly Policy[];
  /** What this server lacks to decide by these rules, a sentence; null when nothing. */
  unusable(document: PolicyDocument): string | null;
  /** The active version of a name; null when it has none. */
  active(name: PolicyName): Policy | null;
  /** Whether a version of this name is built in or stored, active or not. */
  knows(name: PolicyName): boolean;
  /** How often it was refreshed: who read rows while another refresh came in may hold old ones. */
  readonly revision: number;
  /** Takes what is stored now as the snapshot. */
  refresh(rows: readonly PolicyRow[], active: readonly ActivePolicy[]): void;
}

export interface CaptureSettings {
  readonly frameBytesMax: number;
  /** What clients are told to set their camera to, pixels. */
  readonly recommendedWidth: number;
  readonly recommendedHeight: number;
}

/** @throws FaceError POLICY_UNKNOWN, or POLICY_INACTIVE for a name without active rules and for rules this server cannot decide by */
export function policyNamed(book: PolicyBook, asked: PolicyName | null): Policy {
  const name = asked ?? book.defaultName;
  const policy = book.active(name);
  if (!policy && book.knows(name)) {
    throw new FaceError(
      'POLICY_INACTIVE',
      'no version of this policy is active. Activate one with Policies.Activate.',
      {
        field: 'config.policy',
      },
    );
  }
  if (!policy) {
    throw new FaceError('POLICY_UNKNOWN', 'there is no policy of this name. Policies.List lists them.', {
      field: 'config.policy',
    });
  }
  const lacking = book.unusable(policy);
  if (lacking === null) return policy;
  throw new FaceError('POLICY_INACTIVE', `the policy ${policy.name} cannot decide here: ${lacking}`, {
    field: 'config.policy',
  });
}
