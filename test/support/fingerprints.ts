import type { Fingerprint, NoiseSigns } from '../../src/biometrics/observation.js';
import { randomFrom } from './seeded.js';

/** Fingerprints as pictures of one scene have them: one hash, and noise of each picture's own. */

const window = { column: 1, row: 1, columns: 40, rows: 30, step: 4 };

/** Of a picture of its own. Two of different seeds agree in about half of all places. */
export function printOf(seed: number): Fingerprint {
  const random = randomFrom(seed);
  const signs = (): NoiseSigns => ({
    window,
    signs: Int8Array.from({ length: window.columns * window.rows }, () => (random.gaussian() < 0 ? -1 : 1)),
  });
  return { hash: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), picture: signs(), face: signs() };
}

/** The same picture, encoded anew: this share of its signs is another one. */
export function encodedAnew(print: Fingerprint, share: number, seed: number): Fingerprint {
  const random = randomFrom(seed);
  const noisy = ({ signs, ...rest }: NoiseSigns): NoiseSigns => {
    const changed = signs.slice();
    // Every 1 / share-th place from a drawn one on, so that it is this share and not about it.
    const stride = Math.round(1 / share);
    const start = Math.floor(Math.abs(random.gaussian()) * 1000) % stride;
    for (let i = start; i < changed.length; i += stride) changed[i] = -(changed[i] ?? 0);
    return { ...rest, signs: changed };
  };
  return { hash: print.hash.slice(), picture: noisy(print.picture), face: noisy(print.face) };
}

/** A copy in memory of its own. */
export function copyOf({ hash, picture, face }: Fingerprint): Fingerprint {
  const copied = (noise: NoiseSigns): NoiseSigns => ({ ...noise, signs: noise.signs.slice() });
  return { hash: hash.slice(), picture: copied(picture), face: copied(face) };
}
