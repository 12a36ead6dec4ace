import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Measurements, Observation } from '../../biometrics/observation.js';
import { FaceError, isFaceError } from '../../errors.js';
import type { ImageFormat } from '../../recognition/capture-input.js';
import type { FaceEngine } from '../../recognition/ports.js';
import { pictureFaults } from './embed.js';
import type { PictureObserver } from '../ports.js';
import type { DatedCalibration } from '../results.js';
import type { MeasurementCache } from './sealed-cache.js';

export interface ObserverParts {
  readonly engine: FaceEngine;
  readonly cache: MeasurementCache;
  readonly embeddingName: string;
  readonly pack: string;
  readonly calibration: DatedCalibration;
  readonly workers: number;
}

/** Looks at a file with the engine, unless the cache knows what the engine would say. */
export function pictureObserver({ engine, cache, ...named }: ObserverParts): PictureObserver {
  return {
    ...named,
    modelId: engine.modelId,
    dimension: engine.embeddingDim,
    observe: async (path, wanted, signal) => {
      const data = await bytesOf(path);
      // Motion needs the picture of a face from frame to frame, and no picture is kept.
      if (wanted.motion) return measured(engine, { path, data }, wanted, signal);
      const digest = createHash('sha256').update(data).digest();
      const known = cache.find(digest, wanted);
      if (known) {
        data.fill(0);
        return known;
      }
      const observation = await measured(engine, { path, data }, wanted, signal);
      cache.keep(digest, wanted, observation);
      return observation;
    },
  };
}

interface PictureFile {
  readonly path: string;
  /** The engine takes it over. */
  readonly data: Uint8Array<ArrayBuffer>;
}

async function measured(
  engine: FaceEngine,
  { path, data }: PictureFile,
  wanted: Measurements,
  signal: AbortSignal,
): Promise<Observation> {
  const format = formatOf(data);
  if (!format) throw new FaceError('IMAGE_UNDECODABLE', `${path} must be a JPEG, PNG or WebP picture`);
  return engine.observe({ format, data, width: 0, height: 0 }, wanted, { signal }).catch((cause: unknown) => {
    if (!isFaceError(cause)) throw cause;
    // The picture is the only field a caller has filled: it has too few pixels to be looked at.
    const code = cause.code === 'BAD_FIELD' ? 'IMAGE_UNDECODABLE' : cause.code;
    throw pictureFaults.has(code) ? new FaceError(code, `${path}: ${cause.message}`, { cause }) : cause;
  });
}

async function bytesOf(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new FaceError('BAD_FIELD', `${path} cannot be read`, { cause });
  });
  // A buffer of its own: the engine transfers it, and small files share one.
  const data = new Uint8Array(bytes);
  bytes.fill(0);
  return data;
}

const beginnings: readonly { readonly format: ImageFormat; readonly bytes: readonly number[]; readonly at: number }[] =
  [
    { format: 'JPEG', bytes: [0xff, 0xd8, 0xff], at: 0 },
    { format: 'PNG', bytes: [0x89, 0x50, 0x4e, 0x47], at: 0 },
    { format: 'WEBP', bytes: [0x57, 0x45, 0x42, 0x50], at: 8 },
  ];

/** By the first bytes: data sets name many a PNG .jpg. */
function formatOf(data: Uint8Array): ImageFormat | null {
  const found = beginnings.find(({ bytes, at }) => bytes.every((byte, i) => data[at + i] === byte));
  return found?.format ?? null;
}
