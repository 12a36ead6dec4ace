import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { FaceError } from '../errors.js';

const KEY_BYTES = 32;
const KEY_FILE_BYTES_MAX = 256;

/**
 * A master key from a setting such as BIOMETRIC_TEMPLATE_KEY.
 *
 * @param name of the setting, for the message; the value is never told
 * @returns 32 bytes the caller owns
 * @throws FaceError BAD_FIELD
 */
export function masterKeyFromHex(name: string, value: string): Uint8Array {
  if (!/^[0-9a-fA-F]{64}$/.test(value)) {
    throw badKey(
      name,
      `${name} must be 64 hexadecimal digits (32 bytes); ${whatCame(value)}. Make one with: openssl rand -hex 32`,
    );
  }
  const decoded = Buffer.from(value, 'hex');
  const key = Uint8Array.from(decoded);
  decoded.fill(0);
  if (key.every((byte) => byte === key[0])) {
    throw badKey(name, `${name} is one byte repeated, which is no key. Make one with: openssl rand -hex 32`);
  }
  return key;
}

/**
 * A master key from a file that nobody but its owner may read.
 *
 * @throws FaceError BAD_FIELD when the file cannot be read, is open to others, or holds no key
 */
export async function masterKeyFromFile(file: string): Promise<Uint8Array> {
  const handle = await open(file, 'r').catch((cause: unknown) => {
    throw badKey('key file', `The key file ${file} cannot be read. Make one with: openssl rand -hex 32`, cause);
  });
  try {
    const { mode } = await handle.stat();
    // Asked of the open file, so that it cannot be exchanged in between.
    if ((mode & 0o077) !== 0) {
      throw badKey(
        'key file',
        `The key file ${file} must be readable by its owner only; its mode is ${octal(mode)}. Run: chmod 600 ${file}`,
      );
    }
    const bytes = Buffer.alloc(KEY_FILE_BYTES_MAX);
    const { bytesRead } = await handle.read(bytes, 0, KEY_FILE_BYTES_MAX, 0);
    const key = masterKeyFromHex(`The key file ${file}`, bytes.toString('latin1', 0, bytesRead).trim());
    bytes.fill(0);
    return key;
  } finally {
    await handle.close();
  }
}

/**
 * Writes a new random master key to a file of mode 0600, on disk when this resolves.
 *
 * @throws FaceError BAD_FIELD when there is a file already: a key that sealed templates is never overwritten
 */
export async function createKeyFile(file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'wx', 0o600).catch((cause: unknown) => {
    throw badKey(
      'key file',
      `The key file ${file} cannot be made: it must not exist, and its folder must be writable.`,
      cause,
    );
  });
  const key = randomBytes(KEY_BYTES);
  try {
    await handle.writeFile(`${key.toString('hex')}\n`);
    await handle.sync();
  } finally {
    key.fill(0);
    await handle.close();
  }
  const directory = await open(path.dirname(file), 'r');
  await directory.sync().finally(() => directory.close());
}

/**
 * The master key in a file, which is made when it is not there. Several processes may ask at one time: all get the key
 * of the one that was first.
 *
 * @throws FaceError BAD_FIELD when the file can neither be made nor read, is open to others, or holds no key
 */
export async function masterKeyFromOwnFile(file: string): Promise<Uint8Array> {
  if (!existsSync(file)) {
    // Whole before it has its name, and never in place of another.
    const draft = `${file}.${randomBytes(8).toString('hex')}`;
    await createKeyFile(draft);
    try {
      await link(draft, file);
    } catch (cause) {
      if (!existsSync(file)) throw badKey('key file', `The key file ${file} cannot be made.`, cause);
    } finally {
      await rm(draft, { force: true });
    }
  }
  return masterKeyFromFile(file);
}

function whatCame(value: string): string {
  return value.length === 64 ? 'it has other characters' : `it has ${value.length} characters`;
}

function octal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(4, '0');
}

function badKey(field: string, message: string, cause?: unknown): FaceError {
  return new FaceError('BAD_FIELD', message, { field, cause });
}
