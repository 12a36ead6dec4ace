import type { Measurements, Observation } from '../biometrics/observation.js';
import type { DatedCalibration } from './results.js';

/** What an evaluation needs of the rooms around it. */

export interface PictureObserver {
  /** `name@sha256-12` of the embedding. */
  readonly modelId: string;
  readonly embeddingName: string;
  readonly pack: string;
  readonly dimension: number;
  /** The table in force for this embedding. */
  readonly calibration: DatedCalibration;
  /** Pictures it works on at one time; asking for a few more keeps it busy. */
  readonly workers: number;
  /**
   * Measures one file, or gives what was measured before: a picture seen once is not looked at again, also after a
   * process that was stopped.
   *
   * @throws FaceError for a file that is no readable picture
   */
  observe(path: string, wanted: Measurements, signal: AbortSignal): Promise<Observation>;
}

/** An observer with what stands behind it: engine, cache, keys. */
export interface OpenedEvaluation {
  readonly observer: PictureObserver;
  close(): Promise<void>;
}

/** Time, memory and steps of a long run, for whoever waits. */
export interface Progress {
  start(total: number, what: string): void;
  step(): void;
  end(): void;
}
