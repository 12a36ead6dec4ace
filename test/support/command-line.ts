import type { Finding, Needs } from '../../src/cli/doors.js';
import { runCommand } from '../../src/cli/program.js';
import { manifestFor } from '../../src/compose.js';
import { type Config, type Flags, readConfig } from '../../src/config/config.js';
import { FakeRecognition } from './fake-recognition.js';

/** What the fakes behind the command do; every test starts with a new one. */
export interface World {
  readonly recognition: FakeRecognition;
  readonly needs: Needs[];
  readonly flags: Flags[];
  closed: number;
  /** How often a command began to load the gallery. */
  galleriesStarted: number;
  openFault: Error | null;
  findings: Finding[];
}

export interface CommandLine {
  readonly world: World;
  readonly ran: (...argv: string[]) => Promise<{ code: number; out: string; err: string }>;
  /** Runs with --json: exactly one line of standard output, and that is one object. */
  readonly ranJson: (...argv: string[]) => Promise<{ code: number; value: Record<string, unknown>; err: string }>;
}

const serving = { port: 4242, notices: ['for research'], closed: Promise.resolve(), stop: () => undefined };

/** The command over fakes; call it at the top of a test file. */
export function commandLine(): CommandLine {
  let world = newWorld();
  beforeEach(() => (world = newWorld()));
  afterEach(() => jest.restoreAllMocks());

  const doors = {
    config: (flags: Flags): Config => {
      world.flags.push(flags);
      return readConfig({}, flags);
    },
    open: (_: Config, needs: Needs) => {
      world.needs.push(needs);
      if (world.openFault) return Promise.reject(world.openFault);
      const close = () => Promise.resolve(world.closed++).then(() => undefined);
      const startGallery = () => {
        world.galleriesStarted += 1;
      };
      return Promise.resolve({ recognition: world.recognition, startGallery, close });
    },
    serve: () => Promise.resolve(serving),
    evaluation: () => Promise.reject(new Error('no evaluation here')),
    policy: () => Promise.reject(new Error('no policy here')),
    diagnose: async function* () {
      for (const finding of world.findings) yield await Promise.resolve(finding);
    },
  };
  const ran: CommandLine['ran'] = async (...argv) => {
    const said = { out: '', err: '' };
    const into = (name: 'out' | 'err') => (chunk: unknown) => ((said[name] += String(chunk)), true);
    jest.spyOn(process.stdout, 'write').mockImplementation(into('out'));
    jest.spyOn(process.stderr, 'write').mockImplementation(into('err'));
    const surroundings = { version: '1.2.3', doors, manifest: (config: Config) => manifestFor(config.models) };
    const code = await runCommand(argv, surroundings);
    jest.restoreAllMocks();
    return { code, ...said };
  };
  const ranJson: CommandLine['ranJson'] = async (...argv) => {
    const { code, out, err } = await ran(...argv, '--json');
    expect(out).toMatch(/^\{[^\n]*\}\n$/);
    return { code, value: JSON.parse(out) as Record<string, unknown>, err };
  };
  return {
    get world() {
      return world;
    },
    ran,
    ranJson,
  };
}

function newWorld(): World {
  return {
    recognition: new FakeRecognition(),
    needs: [],
    flags: [],
    closed: 0,
    openFault: null,
    findings: [],
    galleriesStarted: 0,
  };
}
