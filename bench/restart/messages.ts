import type { Place } from './foundation.js';

/** Between the program and the servers it starts, in the order in which they are sent. */

export type ToServer =
  | { readonly kind: 'start'; readonly place: Place }
  /** To look for a subject until it is told, or is not told any more. */
  | {
      readonly kind: 'watch';
      readonly subjectId: string;
      readonly probe: Float32Array;
      readonly until: 'told' | 'gone';
    }
  | { readonly kind: 'count'; readonly subjectIds: readonly string[] }
  | { readonly kind: 'close' };

export interface Ready {
  readonly kind: 'ready';
  /** From the opening of vault and store on. */
  readonly readyMs: number;
  /** From when the gallery was told to load on. */
  readonly loadMs: number;
  readonly fromSnapshot: boolean;
  /** Lines of the log that said how far it is. */
  readonly linesHeard: number;
  /** Different numbers of references that its state told on the way, looked at ten times a second. */
  readonly stepsSeen: number;
  readonly references: number;
  readonly indexBytes: number;
  readonly rssBytes: number;
}

export interface Seen {
  readonly kind: 'seen';
  /** When searches told it, or did not any more; monotonic, of the machine. */
  readonly atNs: bigint;
  /** When the change was applied as a whole, with what the file had of it on the disk. */
  readonly appliedNs: bigint;
}

export type FromServer =
  | Ready
  | { readonly kind: 'written'; readonly writeMs: number }
  | { readonly kind: 'watching' }
  | Seen
  | { readonly kind: 'counted'; readonly references: number };

/** The message of a kind. */
export type Answer<K extends FromServer['kind']> = Extract<FromServer, { readonly kind: K }>;
