import { Command, InvalidArgumentError, Option } from 'commander';
import type { Config } from '../config/config.js';
import type { Manifest } from '../models/manifest.js';
import { idOf } from '../recognition/ids.js';
import type { Recognition } from '../recognition/recognition.js';
import type { PolicyName } from '../recognition/requests.js';
import { checkLivenessOf } from './check-liveness.js';
import { comparePictures } from './compare.js';
import { defining, opened, type Common, type Define } from './define.js';
import { doctor } from './doctor.js';
import type { Doors } from './doors.js';
import { enrollPictures } from './enroll.js';
import { evaluateCommands } from './evaluate-commands.js';
import { failureOf } from './failure.js';
import { preparePackNamed, showPacks, verifyPackNamed } from './models.js';
import { policyCommands } from './policy-commands.js';
import { searchCommands, tagList, type CaptureFlags } from './search-commands.js';
import { serveUntilStopped } from './serve.js';
import { createOneSubject, deleteOneSubject, listAllSubjects, showSubject } from './subjects.js';
import { endMigration, showMigration, startMigration } from './templates.js';
import { exitCodes, type Terminal } from './terminal.js';
import { verifyPictures } from './verify.js';

interface CaptureOptions extends Common {
  readonly policy?: PolicyName;
  readonly replace?: true;
  readonly tags?: readonly string[];
  readonly fps?: number;
}

interface MigrateOptions extends Common {
  readonly from?: string;
}

/** Stills have no motion: a second apart, no frame counts as the neighbour of another. */
const STILLS_INTERVAL_MS = 1000;

export interface Surroundings {
  readonly version: string;
  readonly doors: Doors;
  /** The manifest the configuration names. */
  readonly manifest: (config: Config) => Manifest;
}

/** Runs one command line. @returns the exit code, which `terminal.ts` lists */
export async function runCommand(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const ended = { exitCode: exitCodes.ok as number };
  const program = programOf(surroundings, (code) => (ended.exitCode = code));
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    const { exitCode, code, message } = failureOf(error);
    // Commander has already said what is wrong with a command line.
    if (code !== 'USAGE') process.stderr.write(`${message}\n`);
    const asked = exitCode === exitCodes.ok;
    if (argv.includes('--json') && !asked) process.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`);
    return exitCode;
  }
  return ended.exitCode;
}

function programOf(surroundings: Surroundings, finish: (exitCode: number) => void): Command {
  const program = new Command('face-engine')
    .description('Self-hosted face biometric engine')
    .version(surroundings.version)
    .exitOverride()
    .showHelpAfterError('(face-engine --help lists the commands)');
  const command = defining(surroundings.doors, finish);
  service(program, command, surroundings);
  captures(program, command, surroundings.doors);
  searchCommands(program, command, surroundings.doors, captureFlags());
  subjects(program, command, surroundings.doors);
  templates(program, command, surroundings.doors);
  policyCommands(program, command, surroundings.doors);
  evaluateCommands(program, command, surroundings.doors);
  models(program, command, surroundings);
  return program;
}

function service(program: Command, define: Define, { doors }: Surroundings): void {
  const { made, does } = define(program, 'serve', 'serve gRPC until SIGTERM');
  made
    .option('--host <address>', 'address to listen on (API_HOST)')
    .option('--port <number>', 'port to listen on, 0 for a free one (API_PORT)')
    .option('--insecure', 'allow plain text beyond loopback');
  does(
    () =>
      ({ config, terminal }) =>
        serveUntilStopped(doors, config, terminal),
  );
  define(program, 'doctor', 'say what works and what does not').does(
    () =>
      ({ config, terminal }) =>
        doctor(doors.diagnose(config), terminal),
  );
}

function captureFlags(): CaptureFlags {
  return {
    policy: new Option('--policy <name>', 'policy to decide by (DEFAULT_POLICY)'),
    fps: new Option('--fps <number>', 'take the pictures as a stream of this many frames a second').argParser(rate),
    intervalOf: ({ fps }) => (fps ? 1000 / fps : STILLS_INTERVAL_MS),
  };
}

function captures(program: Command, define: Define, doors: Doors): void {
  const { policy, fps, intervalOf } = captureFlags();
  const enroll = define<CaptureOptions>(program, 'enroll <subject> <pictures...>', 'enrol a subject from pictures');
  enroll.made
    .addOption(policy)
    .addOption(fps)
    .option('--replace', 'put the template in the place of an earlier one')
    .option('--tags <tags>', 'tags of the subject, in the place of those it has, commas between them', tagList);
  enroll.does(([subjectId = '', ...paths]) => ({ config, terminal, options }) => {
    const { policy: name = null, replace = false, tags } = options;
    const how = { policy: name, replace, intervalMs: intervalOf(options), ...(tags && { tags }) };
    const named = { subjectId: idOf(subjectId, 'subject'), paths };
    return opened(doors, config, (_, open) => enrollPictures(open, named, how, terminal));
  });

  const verify = define<CaptureOptions>(program, 'verify <subject> <pictures...>', 'verify a claim with pictures');
  verify.made.addOption(policy).addOption(fps);
  verify.does(([subjectId = '', ...paths]) => ({ config, terminal, options }) => {
    const how = { policy: options.policy ?? null, intervalMs: intervalOf(options) };
    const claim = { subjectId: idOf(subjectId, 'subject'), paths };
    return opened(doors, config, (recognition) => verifyPictures(recognition, claim, how, terminal));
  });

  const usage = 'check-liveness <pictures...>';
  const check = define<CaptureOptions>(program, usage, 'look for a presentation attack; a stream needs --fps');
  check.made.addOption(policy).addOption(fps);
  check.does((paths) => ({ config, terminal, options }) => {
    const how = { policy: options.policy ?? null, intervalMs: intervalOf(options) };
    return opened(doors, config, (recognition) => checkLivenessOf(recognition, paths, how, terminal));
  });

  const compare = define(program, 'compare <first> <second>', 'compare two pictures, or two folders of them');
  compare.does(
    ([first = '', second = '']) =>
      ({ config, terminal }) =>
        opened(doors, config, (recognition) => comparePictures(recognition, first, second, terminal), 'engine'),
  );
}

function subjects(program: Command, define: Define, doors: Doors): void {
  const group = program.command('subjects').description('subjects and their templates').exitOverride();
  type Work = (recognition: Recognition, subjectId: string, terminal: Terminal) => Promise<number>;
  const add = (usage: string, description: string, work: Work) =>
    define(group, usage, description).does(([given = '']) => ({ config, terminal }) => {
      const subjectId = idOf(given, 'subject');
      return opened(doors, config, (recognition) => work(recognition, subjectId, terminal), 'store');
    });
  define(group, 'list', 'list all subjects').does(
    () =>
      ({ config, terminal }) =>
        opened(doors, config, (recognition) => listAllSubjects(recognition, terminal), 'store'),
  );
  add('show <subject>', 'show a subject and its templates', showSubject);
  add('create <subject>', 'create a subject without a template', createOneSubject);
  add('delete <subject>', 'delete a subject, its templates and its keys', deleteOneSubject);
}

function templates(program: Command, define: Define, doors: Doors): void {
  const group = program.command('templates').description('templates on their way to another model').exitOverride();
  const migrate = define<MigrateOptions>(group, 'migrate', 'start moving templates from the former model');
  migrate.made.option('--from <model>', 'model id to move from; the one of FORMER_EMBEDDING when left out');
  migrate.does(
    () =>
      ({ config, terminal, options }) =>
        opened(doors, config, (recognition) => startMigration(recognition, options.from ?? null, terminal), 'store'),
  );
  define(group, 'status', 'say how many subjects have moved').does(
    () =>
      ({ config, terminal }) =>
        opened(doors, config, (recognition) => showMigration(recognition, terminal), 'store'),
  );
  define(group, 'finish', "delete the former model's templates of subjects that have moved").does(
    () =>
      ({ config, terminal }) =>
        opened(doors, config, (recognition) => endMigration(recognition, terminal), 'store'),
  );
}

function models(program: Command, define: Define, { manifest }: Surroundings): void {
  const group = program.command('models').description('networks and packs').exitOverride();
  define(group, 'list', 'list the packs').does(
    () =>
      ({ config, terminal }) =>
        showPacks(manifest(config), terminal),
  );
  define(group, 'prepare [pack]', 'fetch and convert what a pack needs').does(
    ([pack]) =>
      ({ config, terminal }) =>
        preparePackNamed(manifest(config), pack ?? config.models.pack, config.models, terminal),
  );
  define(group, 'verify [pack]', 'hash every file of a pack again').does(
    ([pack]) =>
      ({ config, terminal }) =>
        verifyPackNamed(manifest(config), pack ?? config.models.pack, config.models, terminal),
  );
}

function rate(text: string): number {
  const value = Number(text);
  if (!(value >= 0.1 && value <= 120)) throw new InvalidArgumentError('a number from 0.1 to 120 is expected.');
  return value;
}
