import { type Command, InvalidArgumentError } from 'commander';
import type { Recognition } from '../recognition/recognition.js';
import { opened, type Common, type Define } from './define.js';
import type { Doors } from './doors.js';
import { activateVersion, createPolicy, listAllPolicies, showPolicy, simulate } from './policies.js';
import type { Terminal } from './terminal.js';

interface SimulateOptions extends Common {
  readonly since?: Date;
}

/** `face-engine policies …` */
export function policyCommands(program: Command, define: Define, doors: Doors): void {
  const group = program.command('policies').description('what claims are decided by').exitOverride();
  type Work = (recognition: Recognition, given: string, terminal: Terminal) => Promise<number>;
  const add = (usage: string, description: string, work: Work) =>
    define(group, usage, description).does(
      ([given = '']) =>
        ({ config, terminal }) =>
          opened(doors, config, (recognition) => work(recognition, given, terminal), 'store'),
    );
  add('list', 'list all versions', (recognition, _, terminal) => listAllPolicies(recognition, terminal));
  add('show <policy>', 'show the rules of NAME or NAME@VERSION as JSON', showPolicy);
  add('create <file>', 'store the rules in a JSON file as the next version of their name', createPolicy);
  add('activate <policy>', 'decide claims by NAME@VERSION from now on', activateVersion);
  const simulated = define<SimulateOptions>(
    group,
    'simulate <policy>',
    'say what NAME@VERSION or a JSON file would have decided about recorded captures',
  );
  simulated.made.option('--since <time>', 'captures recorded at or after this time, as 2026-01-31T00:00:00Z', time);
  simulated.does(([given = '']) => ({ config, terminal, options }) => {
    const since = options.since ?? null;
    return opened(doors, config, (recognition) => simulate(recognition, given, since, terminal), 'store');
  });
}

function time(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new InvalidArgumentError('a time such as 2026-01-31T00:00:00Z is expected.');
  return date;
}
