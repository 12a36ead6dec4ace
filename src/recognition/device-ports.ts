import type { Image } from './capture-input.js';

/** What the use cases need to know whose device a frame comes from. */

/** What a device signs of a frame: docs/device-signature.md. */
export interface SignedFrame {
  /** Of the capture, 32 bytes. */
  readonly nonce: Uint8Array;
  readonly sequence: number;
  readonly atMs: number;
  readonly image: Image;
}

export interface DeviceSignatures {
  /** @throws FaceError BAD_FIELD for anything but a DER SubjectPublicKeyInfo of an Ed25519 or a P-256 key */
  checkKey(spki: Uint8Array, field: string): void;
  /** Reads a key once for a capture. As much is done whatever the key, and whether there is one. */
  verifierOf(spki: Uint8Array): FrameVerifier;
  /** A key that the seed alone determines. @param seed 32 bytes */
  decoyKey(seed: Uint8Array): Uint8Array;
}

/** Whether the frame is signed with its key. Never throws: what is no signature is false. */
export type FrameVerifier = (frame: SignedFrame, signature: Uint8Array) => boolean;
