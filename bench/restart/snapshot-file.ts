import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The sealed file of a gallery, read as docs/gallery-snapshot.md lays it out; nothing of it is opened. */

const HEADER_LENGTH_AT = 44;
const FIXED_BYTES = 80;
const CHUNK_BYTES = 2 ** 24;

/** The one of a data folder. */
export async function snapshotOf(dataDir: string): Promise<{ readonly path: string; readonly bytes: number }> {
  const folder = join(dataDir, 'gallery');
  const [name, ...more] = (await readdir(folder)).filter((file) => file.endsWith('.snapshot'));
  if (name === undefined || more.length > 0) throw new Error('one snapshot was expected in the data folder');
  const path = join(folder, name);
  return { path, bytes: (await stat(path)).size };
}

/** How many records there are, and how many of them are zeros. */
export async function recordsIn(path: string): Promise<{ readonly records: number; readonly erased: number }> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(48);
    await file.read(head, 0, head.length, 0);
    const { size } = await file.stat();
    let records = 0;
    let erased = 0;
    for (let at = FIXED_BYTES + head.readUInt32BE(HEADER_LENGTH_AT); at < size;) {
      const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, size - at));
      await file.read(chunk, 0, chunk.length, at);
      let place = 0;
      for (; place + 4 <= chunk.length; records++) {
        const end = place + 4 + chunk.readUInt32BE(place);
        if (end > chunk.length) break;
        if (chunk.subarray(place + 4, end).every((byte) => byte === 0)) erased++;
        place = end;
      }
      if (place === 0) throw new Error('the snapshot is cut, or has a record longer than any');
      at += place;
    }
    return { records, erased };
  } finally {
    await file.close();
  }
}
