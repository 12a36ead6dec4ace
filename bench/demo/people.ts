import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { tileFrame } from '../support/demo-picture.js';

/** Whose pictures the demo shows. */
export interface Person {
  readonly name: string;
  /** Enrolled from. */
  readonly enrolment: readonly Shot[];
  /** Captures that claim to be this person and are. */
  readonly captures: readonly (readonly Shot[])[];
}

export interface Shot {
  readonly label: string;
  readonly format: 'IMAGE_FORMAT_JPEG' | 'IMAGE_FORMAT_PNG' | 'IMAGE_FORMAT_WEBP';
  bytes(): Promise<Uint8Array>;
}

export interface Cast {
  readonly enrolled: readonly Person[];
  /** People who are not enrolled, one capture each. */
  readonly strangers: readonly (readonly Shot[])[];
  readonly samplesMin: number;
}

type Tile = readonly [row: number, column: number];

const SAMPLES = 5;
const FRAMES_A_CAPTURE = 3;

/**
 * Of the man in the demo picture: five tiles to enrol, and six captures of the others, sunglasses and all. The whole
 * last row lends the strangers.
 */
export function castOfDemo(path: string): Cast {
  const shot = ([row, column]: Tile): Shot => ({
    label: `${row}/${column}`,
    format: 'IMAGE_FORMAT_JPEG',
    bytes: () => tileFrame(path, row, column),
  });
  const his: Tile[] = [...Array.from({ length: 18 }, (_, column): Tile => [0, column]), [1, 0], [1, 1], [1, 2], [1, 8]];
  const strangers = Array.from({ length: 18 }, (_, column): Tile => [5, column]);
  const captures = chunks(his.slice(SAMPLES), FRAMES_A_CAPTURE).map((tiles) => tiles.map(shot));
  return {
    enrolled: [{ name: 'demo-man', enrolment: his.slice(0, SAMPLES).map(shot), captures }],
    strangers: strangers.map((tile) => [shot(tile)]),
    samplesMin: SAMPLES,
  };
}

const formats: Readonly<Record<string, Shot['format']>> = {
  '.jpg': 'IMAGE_FORMAT_JPEG',
  '.jpeg': 'IMAGE_FORMAT_JPEG',
  '.png': 'IMAGE_FORMAT_PNG',
  '.webp': 'IMAGE_FORMAT_WEBP',
};

/** A folder per person: two pictures or more enrol, half of them and at most five; the rest verify. */
export async function castOfFolder(folder: string): Promise<Cast> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const shots = await Promise.all(
    names.sort().map(async (name) => ({ name, shots: await shotsIn(join(folder, name)) })),
  );
  const enrollable = shots.filter((person) => person.shots.length >= 2);
  if (enrollable.length === 0)
    throw new Error(`${folder} must hold a folder per person, one of them with two pictures or more`);
  const samples = Math.min(SAMPLES, ...enrollable.map((person) => Math.floor(person.shots.length / 2)));
  return {
    enrolled: enrollable.map((person) => ({
      name: person.name,
      enrolment: person.shots.slice(0, samples),
      captures: chunks(person.shots.slice(samples), FRAMES_A_CAPTURE),
    })),
    strangers: shots.filter((person) => person.shots.length === 1).map((person) => person.shots),
    samplesMin: samples,
  };
}

export async function shotsIn(folder: string): Promise<Shot[]> {
  const names = (await readdir(folder)).sort();
  return names.flatMap((name) => {
    const format = formats[extname(name).toLowerCase()];
    return format ? [{ label: name, format, bytes: () => readFile(join(folder, name)) }] : [];
  });
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
