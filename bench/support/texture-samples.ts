import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { TextureFeatures } from '../../src/biometrics/texture-features.js';
import { decodeImage } from '../../src/engine/decode.js';
import { loadNative } from '../../src/engine/native.js';
import { Pyramid } from '../../src/engine/pyramid.js';
import { createTextureMeter } from '../../src/engine/texture-meter.js';
import { readCaptures } from '../../src/evaluation/data/captures.js';
import type { PictureObserver } from '../../src/evaluation/ports.js';
import { randomFrom } from '../../src/evaluation/rates/random.js';
import { cropped, type FacePicture, photographed } from './face-picture.js';
import { recaptured, simulatedSpecies } from './recapture.js';

/** One face as the fit sees it. */
export interface TextureSample {
  readonly features: TextureFeatures;
  readonly bonaFide: boolean;
  /** Folder of the data set, or the species of a simulation. */
  readonly source: string;
  /** Whom it shows, unique over all data. */
  readonly subject: string;
  /** Presentations are judged as a whole too. */
  readonly session: string;
  /** False for pictures that were recorded as they are. */
  readonly altered: boolean;
}

export interface SampleSources {
  readonly observer: PictureObserver;
  /** In the layout of `face-engine evaluate pad`, subjects named by the first four digits of a session. */
  readonly captures: string;
  /** PERSON/*.jpg of other people, or null. */
  readonly people: string | null;
  readonly peopleMax: number;
  readonly seed: number;
  readonly note: (line: string) => void;
}

const native = loadNative();
const pyramid = new Pyramid(native);
const measure = createTextureMeter(native, pyramid);
const wanted = { embedding: false, formerEmbedding: false, liveness: false, eyes: false, motion: null };

function featuresOf({ picture, box, points }: FacePicture): TextureFeatures {
  pyramid.load(picture);
  try {
    return measure({ picture, box, points });
  } finally {
    pyramid.clear();
  }
}

async function faceIn(observer: PictureObserver, path: string): Promise<FacePicture | null> {
  const { face } = await observer.observe(path, wanted, new AbortController().signal);
  if (!face) return null;
  const picture = await decodeImage({ format: 'JPEG', data: readJpeg(path), width: 0, height: 0 }, native);
  return { picture, box: face.box, points: face.points };
}

const readJpeg = (path: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(path));

interface Labelled {
  readonly path: string;
  readonly bonaFide: boolean;
  readonly source: string;
  readonly subject: string;
  readonly session: string;
}

/** Of one capture in so many frames, simulations are made: neighbouring frames are nearly alike. */
const SIMULATED_EVERY = 6;

/** Every recorded picture as it is; of bona fide ones also altered copies and simulated presentations. */
export async function collectSamples(sources: SampleSources): Promise<TextureSample[]> {
  const random = randomFrom(sources.seed);
  const samples: TextureSample[] = [];
  const listed = [...capturesOf(sources.captures), ...peopleOf(sources)];
  let scene: FacePicture | null = null;
  for (const [index, labelled] of listed.entries()) {
    if (index % 200 === 0) sources.note(`${index} of ${listed.length} pictures`);
    const face = await faceIn(sources.observer, labelled.path);
    if (!face) continue;
    const { bonaFide, source, subject, session } = labelled;
    const add = (made: FacePicture, as: Partial<TextureSample>): void => {
      samples.push({ features: featuresOf(made), bonaFide, source, subject, session, altered: false, ...as });
    };
    add(face, {});
    if (!bonaFide || (source !== 'people' && index % SIMULATED_EVERY !== 0)) continue;
    const near = await cropped(face);
    scene ??= near;
    add(await photographed(near, random), { altered: true });
    for (const species of simulatedSpecies) {
      const shown = await recaptured(species, near, scene.picture, random);
      add(shown, { altered: true, bonaFide: false, source: `${species} of ${source}` });
    }
    scene = near;
  }
  return samples;
}

function capturesOf(folder: string): Labelled[] {
  const { bonaFide, attacks } = readCaptures(folder);
  const labels = [{ label: 'bona-fide', presentations: bonaFide }].concat(
    [...attacks].map(([label, presentations]) => ({ label, presentations })),
  );
  return labels.flatMap(({ label, presentations }) =>
    presentations.flatMap(({ name, frames }) =>
      frames.map((path) => ({
        path,
        bonaFide: label === 'bona-fide',
        source: label,
        subject: name.slice(0, 4),
        session: `${label}/${name}`,
      })),
    ),
  );
}

/** The first picture of every n-th person, in the order of their names. */
function peopleOf({ people, peopleMax }: SampleSources): Labelled[] {
  if (people === null) return [];
  const names = readdirSync(people)
    .filter((name) => statSync(join(people, name)).isDirectory())
    .sort();
  const step = Math.max(1, names.length / peopleMax);
  const chosen = Array.from({ length: Math.min(peopleMax, names.length) }, (_, i) => names[Math.floor(i * step)]!);
  return chosen.flatMap((name) => {
    const file = readdirSync(join(people, name)).sort()[0];
    if (file === undefined) return [];
    const path = join(people, name, file);
    return [{ path, bonaFide: true, source: 'people', subject: `people/${name}`, session: `people/${name}` }];
  });
}
