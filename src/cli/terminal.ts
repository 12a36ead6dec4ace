import { Presets, SingleBar } from 'cli-progress';

/** Exit codes, the same for every command; README.md lists them. */
export const exitCodes = {
  /** Done; for a claim: ACCEPT; for liveness: BONA_FIDE. */
  ok: 0,
  /** REJECT, ATTACK, or not enrolled. */
  rejected: 1,
  /** RE_VERIFY or INCONCLUSIVE: try again with a better capture. */
  reVerify: 2,
  /** sysexits.h: the command line is wrong. */
  usage: 64,
  /** A picture or another input is wrong. */
  data: 65,
  /** Models, database or keys are not there. */
  unavailable: 69,
  internal: 70,
  /** The configuration is wrong. */
  config: 78,
} as const;

/**
 * Where a command speaks. With `--json` exactly one object, on the last line of standard output; everything else goes
 * to standard error.
 */
export interface Terminal {
  readonly json: boolean;
  /** The command's result: as one JSON line, or as `lines` for people. */
  result(value: object, lines: readonly string[]): void;
  note(line: string): void;
  /** A bar on standard error when that is a terminal; nothing otherwise. */
  progress(total: number, what: string): Progress;
}

export interface Progress {
  step(): void;
  end(): void;
}

export function terminal(json: boolean, out: NodeJS.WriteStream = process.stdout, err = process.stderr): Terminal {
  return {
    json,
    result: (value, lines) => void out.write(json ? `${JSON.stringify(value)}\n` : `${lines.join('\n')}\n`),
    note: (line) => void err.write(`${line}\n`),
    progress: (total, what) => {
      const bar = new SingleBar(
        { stream: err, noTTYOutput: false, hideCursor: true, format: `${what} {bar} {value}/{total}` },
        Presets.shades_classic,
      );
      bar.start(total, 0);
      const release = uponSignal(() => bar.stop());
      return {
        step: () => bar.increment(),
        end: () => {
          release();
          bar.stop();
        },
      };
    },
  };
}

const signals = ['SIGINT', 'SIGTERM'] as const;

/** Runs `restore` before a signal ends the process: a terminal keeps a hidden cursor. @returns the way to call it off */
function uponSignal(restore: () => void): () => void {
  const release = (): void => {
    for (const signal of signals) process.off(signal, ended);
  };
  const ended = (signal: NodeJS.Signals): void => {
    release();
    restore();
    // What the signal does by itself, unless somebody else handles it.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  for (const signal of signals) process.on(signal, ended);
  return release;
}

/** Columns padded to the widest cell. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(header), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)];
}

/** A score for people; null is a dash. */
export function shown(score: number | null): string {
  return score === null ? '–' : score.toFixed(3);
}
