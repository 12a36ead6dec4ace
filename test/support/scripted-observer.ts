import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Measurements, Observation } from '../../src/biometrics/observation.js';
import { FaceError } from '../../src/errors.js';
import type { PictureObserver, Progress } from '../../src/evaluation/ports.js';
import { embeddingDim, table } from './observations.js';

/** An observer of a folder whose pictures are scripted observations. */
export class ScriptedObserver implements PictureObserver {
  readonly modelId = 'fake@000000000001';
  readonly embeddingName = 'fake';
  readonly pack = 'tiny';
  readonly dimension = embeddingDim;
  readonly calibration = table;
  readonly workers = 2;
  /** What was asked of each picture, by its path. */
  readonly asked = new Map<string, Measurements>();
  readonly #shows = new Map<string, Observation | FaceError>();

  constructor(readonly folder: string) {}

  /** Puts an empty file there, which shows this or fails so. */
  async put(path: string, shows: Observation | FaceError): Promise<void> {
    const file = join(this.folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, '');
    this.#shows.set(file, shows);
  }

  async observe(path: string, wanted: Measurements, signal: AbortSignal): Promise<Observation> {
    this.asked.set(path, wanted);
    await Promise.resolve();
    signal.throwIfAborted();
    const shown = this.#shows.get(path);
    if (!shown) throw new FaceError('BAD_FIELD', 'nothing was scripted for this picture');
    if (shown instanceof FaceError) throw shown;
    // Whoever asked may zero what was given.
    const { face } = structuredClone(shown);
    return {
      ...shown,
      face: face && {
        ...face,
        embedding: wanted.embedding ? face.embedding : null,
        liveness: wanted.liveness ? face.liveness : null,
        cues: wanted.liveness ? face.cues : [],
        chip: wanted.motion ? face.chip : null,
        flow: wanted.motion?.reference ? face.flow : null,
        fingerprint: wanted.motion ? face.fingerprint : null,
        eyeOpening: wanted.eyes ? face.eyeOpening : null,
      },
    };
  }
}

/** Counts, and says whether the end was told. */
export class CountedProgress implements Progress {
  total = 0;
  done = 0;
  ended = false;

  start(total: number): void {
    this.total = total;
  }

  step(): void {
    this.done += 1;
  }

  end(): void {
    this.ended = true;
  }
}
