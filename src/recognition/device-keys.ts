import type { Policy } from '../biometrics/policy.js';
import { badField, FaceError } from '../errors.js';
import type { Context } from './context.js';
import { wipe, type Frame } from './capture-input.js';
import type { FrameVerifier } from './device-ports.js';
import type { Call, DeviceKey, DeviceKeyRow, UnitOfWork } from './ports.js';
import type { Claim, EnrolmentRequest } from './requests.js';

/** Keys of devices, bound to a subject by its enrolment: docs/device-signature.md. */

/** Of one subject. */
export const DEVICE_KEYS_MAX = 8;

/** Who must have signed the frames of a capture. */
export interface Signer {
  /** As told in `started`. */
  readonly nonce: Uint8Array;
  /** Null: the config names no key. */
  readonly verifies: FrameVerifier | null;
}

/** @param spki null when the config names no key */
export function signerOf({ deviceSignatures }: Context, nonce: Uint8Array, spki: Uint8Array | null): Signer {
  return { nonce, verifies: spki && deviceSignatures.verifierOf(spki) };
}

/**
 * A frame that is refused is zeroed: no worker takes it over.
 *
 * @throws FaceError DEVICE_SIGNATURE_INVALID; BAD_FIELD for a signature that nobody would look at
 */
export function requireSignature(frame: Frame, signer: Signer): void {
  const fault = signatureFault(frame, signer);
  if (!fault) return;
  wipe(frame.image);
  throw fault;
}

function signatureFault({ sequence, image, signature }: Frame, { nonce, verifies }: Signer): FaceError | null {
  if (!verifies) {
    if (!signature) return null;
    return badField('frame.signature', 'nothing, since the config names no device key,', 'a signature');
  }
  if (!signature) return invalid(`frame ${sequence} carries no signature, and the config names a device key.`);
  if (verifies({ nonce, sequence, atMs: signature.atMs, image }, signature.bytes)) return null;
  return invalid(`frame ${sequence} is not signed with the device key that the config names, over this nonce.`);
}

const invalid = (message: string): FaceError =>
  new FaceError('DEVICE_SIGNATURE_INVALID', message, { field: 'frame.signature' });

/**
 * The key a claim names.
 *
 * A subject that has no such key, or is not there, gets one that nobody can sign with: its frames are refused as those
 * with a wrong signature are, so that only who holds a subject's key learns that it is bound.
 *
 * @returns null when none is named @throws FaceError BAD_FIELD when the policy requires one
 */
export async function claimedKey(
  { store, vault, deviceSignatures }: Context,
  { subjectId, deviceKeyId }: Claim,
  policy: Policy,
  call: Call,
): Promise<Uint8Array | null> {
  if (deviceKeyId === undefined) {
    if (policy.deviceSignature === 'required') throw keyWanted('config.device_key_id', policy);
    return null;
  }
  // Made for every subject, so that the time this takes does not tell which of them has the key.
  const decoy = deviceSignatures.decoyKey(
    vault.keyedDigest('decoy device key', [Buffer.from(subjectId), Buffer.from(deviceKeyId)]),
  );
  const row = await store.transaction((unit) => unit.deviceKeys.find(subjectId, deviceKeyId), call);
  return row?.spki ?? decoy;
}

/** The key an enrolment is to bind, which must sign its frames too; null when none is. @throws FaceError BAD_FIELD */
export function keyToBind(
  { deviceSignatures }: Context,
  { deviceKey }: EnrolmentRequest,
  policy: Policy,
): DeviceKey | null {
  if (!deviceKey) {
    if (policy.deviceSignature === 'required') throw keyWanted('config.device_key', policy);
    return null;
  }
  deviceSignatures.checkKey(deviceKey.spki, 'config.device_key.spki');
  return deviceKey;
}

const keyWanted = (field: string, { name }: Policy): FaceError =>
  badField(field, `a device key, which the policy ${name} requires,`, 'nothing');

/** @throws FaceError BAD_FIELD when the subject has another key of this id that may not be replaced, or too many */
export async function requireRoom(
  { subjectId, deviceKey, replace }: EnrolmentRequest,
  unit: UnitOfWork,
): Promise<void> {
  if (!deviceKey) return;
  const bound = await unit.deviceKeys.listOf(subjectId);
  const named = bound.find(({ keyId }) => keyId === deviceKey.keyId);
  if (named && !replace && Buffer.compare(named.spki, deviceKey.spki) !== 0) {
    throw badField(
      'config.device_key.key_id',
      'an id that no other key of the subject has, or `replace`,',
      'one of them',
    );
  }
  if (!named && bound.length >= DEVICE_KEYS_MAX) {
    throw badField('config.device_key', `at most ${DEVICE_KEYS_MAX} keys of one subject`, 'one more');
  }
}

/** Binds the key in the transaction of its enrolment, which holds the subject locked. */
export async function bindKey(request: EnrolmentRequest, unit: UnitOfWork): Promise<void> {
  const { subjectId, deviceKey } = request;
  if (!deviceKey) return;
  await requireRoom(request, unit);
  await unit.deviceKeys.put({ subjectId, keyId: deviceKey.keyId, spki: deviceKey.spki });
}

/** What may be told about a key; the key itself is the device's to show. */
export type DeviceKeyInfo = Pick<DeviceKeyRow, 'keyId' | 'createdAt'>;

export function withoutKey({ keyId, createdAt }: DeviceKeyRow): DeviceKeyInfo {
  return { keyId, createdAt };
}
