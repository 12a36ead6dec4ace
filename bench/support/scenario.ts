import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { tileFrame } from './demo-picture.js';
import { projectRoot } from './private-server.js';

/** One file of bench/load. */
const scenarioSchema = z.strictObject({
  name: z.string(),
  call: z.string(),
  total: z.int().positive(),
  concurrency: z.int().positive(),
  /** Calls a second at most: ghz logs a hundred lines of a kind a second, and every answer is to be seen in its log. */
  rpsMax: z.int().positive(),
  /** What the text form of every final answer holds. */
  expect: z.string(),
  /** A request, or the messages of a stream. */
  data: z.unknown(),
});

export type Scenario = z.infer<typeof scenarioSchema>;

const folder = join(projectRoot, 'bench/load');
export const demoPicturePath = join(projectRoot, 'models/cache/demo/screenshot-facematch.jpg');

export async function readScenarios(): Promise<Scenario[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (name) => scenarioSchema.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))),
  );
}

/** The request as ghz reads it: every `tile R/C` replaced by the base64 of that face. */
export async function requestOf({ data }: Scenario): Promise<string> {
  const text = JSON.stringify(data);
  const tiles = new Map<string, string>();
  for (const [whole, row, column] of text.matchAll(/tile (\d+)\/(\d+)/g)) {
    if (tiles.has(whole)) continue;
    const frame = await tileFrame(demoPicturePath, Number(row), Number(column));
    tiles.set(whole, Buffer.from(frame).toString('base64'));
  }
  return text.replaceAll(/tile \d+\/\d+/g, (tile) => tiles.get(tile) ?? tile);
}
