import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { signedBytes } from '../../src/crypto/device-signature.js';
import type { SignedFrame } from '../../src/recognition/device-ports.js';
import type { DeviceKey } from '../../src/recognition/ports.js';

/** A device with a key of its own. */
export interface Device {
  readonly key: DeviceKey;
  sign(frame: SignedFrame): Uint8Array;
}

export function newDevice(keyId: string, kind: 'Ed25519' | 'P-256' = 'Ed25519'): Device {
  const { publicKey, privateKey } = pairOf(kind);
  const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
  return {
    key: { keyId, spki },
    sign: (frame) =>
      kind === 'Ed25519'
        ? sign(null, signedBytes(frame), privateKey)
        : sign('sha256', signedBytes(frame), { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  };
}

function pairOf(kind: 'Ed25519' | 'P-256'): { publicKey: KeyObject; privateKey: KeyObject } {
  return kind === 'Ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
}
