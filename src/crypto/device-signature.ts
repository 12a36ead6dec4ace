import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  verify,
  type KeyObject,
} from 'node:crypto';
import { badField } from '../errors.js';
import type { DeviceSignatures, FrameVerifier, SignedFrame } from '../recognition/device-ports.js';
import type { ImageFormat } from '../recognition/capture-input.js';

/**
 * Signatures of a device over its frames: docs/device-signature.md.
 *
 * Ed25519 (RFC 8032), or ECDSA over P-256 with SHA-256 as r ‖ s; both are 64 bytes long.
 */
export const deviceSignatures = signaturesBy(verify);

/** @param check as node:crypto's `verify` */
export function signaturesBy(check: typeof verify): DeviceSignatures {
  return { checkKey, verifierOf: (spki) => verifierOf(spki, check), decoyKey };
}

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

const kinds = ['ed25519', 'ec'] as const;
type Kind = (typeof kinds)[number];
const spkiOf = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' });

/** Keys nobody can sign with: their other halves are gone. */
const nobodys: Readonly<Record<Kind, Uint8Array>> = {
  ed25519: spkiOf(generateKeyPairSync('ed25519').publicKey),
  ec: spkiOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey),
};

/**
 * Reads and tries one key of each kind, this one and nobody's: the kinds take different times, and what a check takes must
 * not tell a key from a decoy.
 */
function verifierOf(spki: Uint8Array, check: typeof verify): FrameVerifier {
  const own = publicKeyOf(spki);
  const ownKind = own && kindOf(own);
  const keys = kinds.map((kind) => ({ kind, key: kind === ownKind ? own : publicKeyOf(nobodys[kind]) }));
  return (frame, signature) => {
    const bytes = signedBytes(frame);
    const held = keys.map(({ kind, key }) => {
      if (!key) return false;
      const holds =
        kind === 'ed25519'
          ? check(null, bytes, key, signature)
          : check('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature);
      return holds && kind === ownKind;
    });
    return held.includes(true);
  };
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
    return spkiOf(key).equals(spki) ? key : null;
  } catch {
    return null;
  }
}

function isTaken(key: KeyObject, bytes: number): boolean {
  if (kindOf(key) === 'ed25519') return true;
  const onCurve = kindOf(key) === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
  return onCurve && bytes === P256_SPKI_BYTES;
}

const kindOf = ({ asymmetricKeyType }: KeyObject): Kind | null =>
  kinds.find((kind) => kind === asymmetricKeyType) ?? null;

/** PKCS #8 of an Ed25519 key, up to its 32 bytes. */
const ED25519_PRIVATE = Buffer.from('302e020100300506032b657004220420', 'hex');

function decoyKey(seed: Uint8Array): Uint8Array {
  const key = createPrivateKey({ key: Buffer.concat([ED25519_PRIVATE, seed]), format: 'der', type: 'pkcs8' });
  return spkiOf(createPublicKey(key));
}
