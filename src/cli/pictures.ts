import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { FaceError } from '../errors.js';
import type { Frame, Image, ImageFormat } from '../recognition/capture-input.js';

/** Pictures named on the command line: files, or folders whose pictures are taken in name order. */

const formats: Readonly<Record<string, ImageFormat>> = {
  '.jpg': 'JPEG',
  '.jpeg': 'JPEG',
  '.png': 'PNG',
  '.webp': 'WEBP',
};

/** @throws FaceError BAD_FIELD for a path that is no picture and no folder with pictures */
export async function picturesAt(paths: readonly string[]): Promise<string[]> {
  return (await Promise.all(paths.map(picturesUnder))).flat();
}

async function picturesUnder(path: string): Promise<string[]> {
  const info = await stat(path).catch(() => null);
  if (!info) throw new FaceError('BAD_FIELD', `there is no file or folder ${path}`);
  if (!info.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => extname(name).toLowerCase() in formats).sort();
  if (names.length === 0) throw new FaceError('BAD_FIELD', `the folder ${path} holds no .jpg, .png or .webp pictures`);
  return names.map((name) => join(path, name));
}

export async function readImage(path: string): Promise<Image> {
  const format = formats[extname(path).toLowerCase()];
  if (!format) throw new FaceError('BAD_FIELD', `${path} must be a .jpg, .png or .webp picture`);
  const bytes = await readFile(path);
  const data = new Uint8Array(bytes.byteLength);
  data.set(bytes);
  bytes.fill(0);
  return { format, data, width: 0, height: 0 };
}

/** The pictures as frames of one capture, `intervalMs` apart on the capture clock. */
export async function* framesOf(paths: readonly string[], intervalMs: number): AsyncGenerator<Frame, void> {
  const startMs = Date.now();
  for (const [index, path] of paths.entries()) {
    yield { sequence: index + 1, capturedAtMs: startMs + index * intervalMs, image: await readImage(path) };
  }
}
