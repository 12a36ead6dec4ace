import type { Policy } from '../biometrics/policy.js';
import type { Config, Flags } from '../config/config.js';
import type { OpenedEvaluation } from '../evaluation/ports.js';
import type { Recognition } from '../recognition/recognition.js';
import type { PolicyName } from '../recognition/requests.js';

/** What the commands need of the rest; `main.ts` hands it in, so that no command constructs anything. */
export interface Doors {
  /** @throws ConfigError with every mistake */
  config(flags: Flags): Config;
  /**
   * Opens what a command needs, without listening: `engine` compares and analyses but stores nothing, `store` reads and
   * deletes rows but looks at no picture, `all` does both.
   */
  open(config: Config, needs: Needs): Promise<Opened>;
  /** Listens; resolves once clients can call. */
  serve(config: Config): Promise<Serving>;
  /** The engine behind the cache of what was measured before, unless nothing is to be kept; no database. */
  evaluation(config: Config, options: { readonly keep: boolean }): Promise<OpenedEvaluation>;
  /**
   * The version of a policy that decides claims now; null: the built-in `passive` with the operator's settings, for
   * which no database is opened.
   *
   * @throws FaceError POLICY_UNKNOWN
   */
  policy(config: Config, name: PolicyName | null): Promise<Policy>;
  diagnose(config: Config): AsyncIterable<Finding>;
}

export type Needs = 'all' | 'engine' | 'store';

export interface Opened {
  readonly recognition: Recognition;
  /**
   * Begins to load the gallery, for a command that searches; nothing where no search is allowed. It may run beside a
   * server on the same data folder, whose file of the gallery it leaves alone.
   */
  startGallery(): void;
  close(): Promise<void>;
}

export interface Serving {
  readonly port: number;
  /** What must be said at the start, such as that weights are for research only. */
  readonly notices: readonly string[];
  /** Resolves when the server has drained and closed, whatever made it stop. */
  readonly closed: Promise<void>;
  stop(): void;
}

/** One thing `doctor` looked at. */
export interface Finding {
  readonly name: string;
  readonly state: 'works' | 'warns' | 'fails';
  readonly detail: string;
}
