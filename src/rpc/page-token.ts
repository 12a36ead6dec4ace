import { timingSafeEqual } from 'node:crypto';
import { badField } from '../errors.js';

/** A keyed digest over bytes, at least 16 bytes long; the key stays with the one who hands it in. */
export type Sign = (bytes: Uint8Array) => Uint8Array;

/**
 * Where a list goes on: digest ‖ last key, base64url.
 *
 * Signed, so that a list can only be continued where the server left off, and under the name of its list, so that the
 * token of one does not open another.
 */
export interface PageTokens {
  write(lastKey: string): string;
  /** Null for the first page. @throws FaceError BAD_FIELD */
  read(token: string): string | null;
}

const TOKEN_LENGTH_MAX = 1024;

export function createPageTokens(list: string, sign: Sign): PageTokens {
  const digestOf = (lastKey: Buffer) => sign(Buffer.concat([Buffer.from(`page-token\0${list}\0`), lastKey]));
  return {
    write: (lastKey) => {
      const key = Buffer.from(lastKey);
      return Buffer.concat([digestOf(key), key]).toString('base64url');
    },
    read: (token) => {
      if (token === '') return null;
      const bytes = Buffer.from(token.slice(0, TOKEN_LENGTH_MAX), 'base64url');
      const digestLength = digestOf(Buffer.alloc(0)).byteLength;
      const key = bytes.subarray(digestLength);
      const digest = bytes.subarray(0, digestLength);
      if (digest.length !== digestLength || !timingSafeEqual(digest, digestOf(key))) {
        throw badField('page_token', 'next_page_token of the page before', 'another text');
      }
      return key.toString();
    },
  };
}
