import sharp from 'sharp';
import { join } from 'node:path';
import type { PairsResult } from './results.js';

/** Longest side of a picture in a report, pixels: enough to judge whether two show one person. */
const SIDE_MAX = 240;

/**
 * The pictures of the worst pairs, small and without metadata, for a report that was asked to show them.
 *
 * @returns path below the data folder → data URI; a picture that cannot be read is left out
 */
export async function worstPictures(
  { worstMated, worstNonMated }: PairsResult,
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const paths = new Set([...worstMated, ...worstNonMated].flatMap(({ a, b }) => [a, b]));
  const images = new Map<string, string>();
  for (const path of paths) {
    const small = await smallPicture(join(folder, path));
    if (small !== null) images.set(path, `data:image/jpeg;base64,${small.toString('base64')}`);
  }
  return images;
}

async function smallPicture(path: string): Promise<Buffer | null> {
  try {
    return await sharp(path)
      .rotate()
      .resize(SIDE_MAX, SIDE_MAX, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 80 })
      .toBuffer();
  } catch {
    return null;
  }
}
