import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { table } from '../src/cli/terminal.js';
import { faceClient } from '../test/support/grpc-client.js';
import { tileFrame } from './support/demo-picture.js';
import { describeMachine } from './support/machine.js';
import { type PrivateServer, projectRoot, startPrivateServer } from './support/private-server.js';
import { demoPicturePath, readScenarios, requestOf, type Scenario } from './support/scenario.js';

/**
 * npm run bench:ghz [-- --json]
 *
 * Drives a private server with ghz, from the PATH or named by GHZ, through every scenario of bench/load, and checks
 * that each call ended OK with the answer the scenario expects.
 */
const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const ghz = process.env['GHZ'] ?? 'ghz';
const SEEDED = 5;

const report = z.object({
  count: z.number(),
  rps: z.number(),
  statusCodeDistribution: z.record(z.string(), z.number()),
  latencyDistribution: z.array(z.object({ percentage: z.number(), latency: z.number() })),
});

interface Result {
  readonly name: string;
  readonly count: number;
  /** Calls that did not end OK, or ended with another answer than the expected one. */
  readonly errors: number;
  readonly rps: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

async function main(): Promise<void> {
  const server = await startPrivateServer();
  const folder = await mkdtemp(join(tmpdir(), 'face-engine-load-'));
  try {
    await seed(server.address);
    const scenarios: Result[] = [];
    for (const scenario of await readScenarios()) {
      process.stderr.write(`${scenario.name}: ${scenario.total} calls, ${scenario.concurrency} at a time\n`);
      scenarios.push(await run(scenario, server, folder));
    }
    const failed = scenarios.some(({ errors }) => errors > 0);
    if (options.json) console.log(JSON.stringify({ scenarios, machine: describeMachine() }));
    else print(scenarios);
    process.exitCode = failed ? 1 : 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
    await server.stop();
  }
}

/** Enrols the subject that the scenarios claim to be. */
async function seed(address: string): Promise<void> {
  const client = faceClient(address);
  const tiles = await Promise.all(Array.from({ length: SEEDED }, (_, column) => tileFrame(demoPicturePath, 0, column)));
  const pictures = tiles.map((tile) => ({ format: 'IMAGE_FORMAT_JPEG' as const, image: Buffer.from(tile) }));
  const config = { subjectId: 'load-subject', policy: 'comparison-only' };
  const { enrollResult } = await client.enrollOnce({ config, pictures });
  client.close();
  if (!enrollResult?.enrolled) throw new Error('the subject of the load scenarios could not be enrolled');
}

async function run(scenario: Scenario, { address }: PrivateServer, folder: string): Promise<Result> {
  const data = join(folder, 'request.json');
  const debug = join(folder, 'answers.log');
  await writeFile(data, await requestOf(scenario));
  const measured = await ghzReport([
    ...['--insecure', '--protoset', join(projectRoot, 'proto/descriptors.binpb'), '--call', scenario.call],
    ...['-n', String(scenario.total), '-c', String(scenario.concurrency)],
    ...['--rps', String(scenario.rpsMax), '--timeout', '60s'],
    ...['--data-file', data, '--debug', debug, '--format', 'json', address],
  ]);
  const expected = await answersWith(debug, scenario.expect);
  await rm(debug);
  const ok = measured.statusCodeDistribution['OK'] ?? 0;
  const millis = (percentage: number): number =>
    (measured.latencyDistribution.find((point) => point.percentage === percentage)?.latency ?? NaN) / 1e6;
  return {
    name: scenario.name,
    count: measured.count,
    errors: scenario.total - Math.min(ok, expected),
    rps: measured.rps,
    p50Ms: millis(50),
    p99Ms: millis(99),
  };
}

/** @throws Error that says how to get ghz, when it is not there */
async function ghzReport(args: readonly string[]): Promise<z.infer<typeof report>> {
  const child = spawn(ghz, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const missing = new Promise<never>((_, reject) => {
    child.once('error', () => {
      reject(
        new Error(
          `${ghz} cannot be run. Install it with: go install github.com/bojand/ghz/cmd/ghz@latest (or name it in GHZ)`,
        ),
      );
    });
  });
  return report.parse(JSON.parse(await Promise.race([text(child.stdout), missing])));
}

/** How many answers in ghz's own log of the calls hold `expected`; each call has one final answer. */
async function answersWith(log: string, expected: string): Promise<number> {
  let found = 0;
  for await (const line of createInterface({ input: createReadStream(log) })) {
    const answered = line.includes('"message":"Receive message"') || line.includes('"message":"Received response"');
    if (answered && line.includes(expected)) found++;
  }
  return found;
}

function print(results: readonly Result[]): void {
  const rows = results.map(({ name, count, errors, rps, p50Ms, p99Ms }) => [
    name,
    String(count),
    String(errors),
    rps.toFixed(1),
    p50Ms.toFixed(1),
    p99Ms.toFixed(1),
  ]);
  console.log(table(['scenario', 'calls', 'errors', 'calls/s', 'p50 ms', 'p99 ms'], rows).join('\n'));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
