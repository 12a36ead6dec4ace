import { createECDH, createHash, createPrivateKey, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { badField } from '../errors.js';
import type { DeviceSignatures, SignedFrame } from '../recognition/device-ports.js';
import type { ImageFormat } from '../recognition/capture-input.js';

/**
 * Signatures of a device over its frames: docs/device-signature.md.
 *
 * Ed25519 (RFC 8032), or ECDSA over P-256 with SHA-256 as r ‖ s; both are 64 bytes long.
 */
export const deviceSignatures: DeviceSignatures = { checkKey, verify: verifyFrame, decoyKey };

/** Names the purpose and the version, and ends with a zero, so that no other message of a key can begin like it. */
const DOMAIN = Buffer.from('face-engine frame v1\0', 'latin1');
const NONCE_BYTES = 32;
/** With an uncompressed point; a compressed one would be a second way to write the same key. */
const P256_SPKI_BYTES = 91;

/** As the numbers of `ImageFormat` on the wire. */
const formatNumbers = {
  JPEG: 1,
  PNG: 2,
  WEBP: 3,
  RGB24: 4,
  GRAY8: 5,
  NV12: 6,
} as const satisfies Record<ImageFormat, number>;

/** What is signed: every part has its length, so that no two frames make the same bytes. */
export function signedBytes({ nonce, sequence, atMs, image }: SignedFrame): Buffer {
  if (nonce.byteLength !== NONCE_BYTES) throw new RangeError('a nonce of 32 bytes was expected');
  const numbers = Buffer.alloc(21);
  numbers.writeUInt32BE(sequence, 0);
  numbers.writeBigUInt64BE(BigInt(atMs), 4);
  numbers.writeUInt8(formatNumbers[image.format], 12);
  numbers.writeUInt32BE(image.width, 13);
  numbers.writeUInt32BE(image.height, 17);
  return Buffer.concat([DOMAIN, nonce, numbers, createHash('sha256').update(image.data).digest()]);
}

function verifyFrame(frame: SignedFrame, signature: Uint8Array, spki: Uint8Array): boolean {
  const key = publicKeyOf(spki);
  if (!key) return false;
  const bytes = signedBytes(frame);
  if (key.asymmetricKeyType === 'ed25519') return verify(null, bytes, key, signature);
  return verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature);
}

function checkKey(spki: Uint8Array, field: string): void {
  if (publicKeyOf(spki)) return;
  throw badField(
    field,
    'a DER SubjectPublicKeyInfo of an Ed25519 or ECDSA P-256 key',
    `${spki.byteLength} other bytes`,
  );
}

/** Null for what is no key of a kind that is taken, and for one that is not written in the one way DER has for it. */
function publicKeyOf(spki: Uint8Array): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    if (!isTaken(key, spki.byteLength)) return null;
    return key.export({ format: 'der', type: 'spki' }).equals(spki) ? key : null;
  } catch {
    return null;
  }
}

function isTaken({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject, bytes: number): boolean {
  if (asymmetricKeyType === 'ed25519') return true;
  const onCurve = asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1';
  return onCurve && bytes === P256_SPKI_BYTES;
}

/** PKCS #8 of an Ed25519 key, up to its 32 bytes; SubjectPublicKeyInfo of a P-256 key, up to its 65. */
const ED25519_PRIVATE = Buffer.from('302e020100300506032b657004220420', 'hex');
const P256_PUBLIC = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');

/** Of either kind by the last bit of the seed: what a check takes must not tell a decoy from a key. */
function decoyKey(seed: Uint8Array): Uint8Array {
  if ((seed.at(-1) ?? 0) % 2 === 0) {
    const key = createPrivateKey({ key: Buffer.concat([ED25519_PRIVATE, seed]), format: 'der', type: 'pkcs8' });
    return createPublicKey(key).export({ format: 'der', type: 'spki' });
  }
  const curve = createECDH('prime256v1');
  // A seed past the order of the curve, one in 2³², has its first bytes cleared.
  curve.setPrivateKey(Buffer.concat([Buffer.alloc(4), seed.subarray(4)]));
  return Buffer.concat([P256_PUBLIC, curve.getPublicKey()]);
}
