import type { Command } from 'commander';
import type { Config, Flags } from '../config/config.js';
import type { Recognition } from '../recognition/recognition.js';
import type { Doors, Needs, Opened } from './doors.js';
import { terminal as terminalOf, type Terminal } from './terminal.js';

/** What every command has in common: its options, and how it gets configuration and use cases. */

/** Options of every command. */
export interface Common {
  readonly json?: true;
  readonly config?: string;
  readonly dev?: true;
  readonly dataDir?: string;
  readonly pack?: string;
  readonly host?: string;
  readonly port?: string;
  readonly insecure?: true;
}

/** @returns the exit code */
export type Action<O> = (context: { config: Config; terminal: Terminal; options: O }) => Promise<number> | number;

/** Adds a command to its parent; `does` says what it does with its arguments. */
export type Define = <O extends Common>(
  parent: Command,
  usage: string,
  description: string,
) => { made: Command; does: (build: (args: readonly string[]) => Action<O>) => Command };

/** @param finish is told the exit code of the command that ran */
export function defining(doors: Doors, finish: (exitCode: number) => void): Define {
  return <O extends Common>(parent: Command, usage: string, description: string) => {
    const made = common(parent.command(usage).description(description).exitOverride());
    const does = (build: (args: readonly string[]) => Action<O>) =>
      made.action(async () => {
        const options = made.opts<O>();
        const config = doors.config(flagsOf(options));
        finish(await build(made.args)({ config, options, terminal: terminalOf(options.json === true) }));
      });
    return { made, does };
  };
}

function common(command: Command): Command {
  return command
    .option('--json', 'one JSON object on the last line of standard output')
    .option('--config <file>', 'JSON file with settings; the environment wins over it')
    .option('--data-dir <folder>', 'folder of the embedded database (FACE_DATA_DIR)')
    .option('--pack <name>', 'pack of networks (MODEL_PACK)')
    .option('--dev', 'make a random template key in the data folder when there is none');
}

function flagsOf(options: Common): Flags {
  const named = {
    FACE_DATA_DIR: options.dataDir,
    MODEL_PACK: options.pack,
    API_HOST: options.host,
    API_PORT: options.port,
  };
  return {
    dev: options.dev === true,
    insecure: options.insecure === true,
    configFile: options.config ?? null,
    overrides: Object.fromEntries(Object.entries(named).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]]))),
  };
}

/** Runs `work` over what a command needs, and closes it whatever comes of it. */
export async function opened(
  doors: Doors,
  config: Config,
  work: (recognition: Recognition, open: Opened) => Promise<number>,
  needs: Needs = 'all',
): Promise<number> {
  const open = await doors.open(config, needs);
  try {
    return await work(open.recognition, open);
  } finally {
    await open.close();
  }
}
