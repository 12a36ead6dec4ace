import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PadCue } from '../../src/biometrics/observation.js';
import { readCaptures } from '../../src/evaluation/data/captures.js';
import type { PictureObserver } from '../../src/evaluation/ports.js';

/** A picture with a face, as the cues of single frames judge it. */
export interface JudgedPicture {
  readonly subject: string;
  readonly label: 'bona-fide' | 'attack' | 'people';
  readonly bonaFide: boolean;
  readonly cues: readonly PadCue[];
}

export interface Pictures {
  /** Labelled sessions; the first four characters of a session name its subject. */
  readonly data: string;
  /** PERSON/*.jpg, the first picture of each. */
  readonly people: string;
  readonly peopleMax: number;
}

const wanted = { embedding: false, formerEmbedding: false, liveness: true, eyes: false, motion: null };

export async function judgedPictures(observer: PictureObserver, pictures: Pictures): Promise<JudgedPicture[]> {
  const named = [...capturesOf(pictures), ...peopleOf(pictures)];
  const judged = new Array<JudgedPicture | null>(named.length);
  const pending = named.entries();
  const { signal } = new AbortController();
  const work = async (): Promise<void> => {
    for (const [index, { path, subject, label }] of pending) {
      const { face } = await observer.observe(path, wanted, signal);
      judged[index] = face && { subject, label, bonaFide: label !== 'attack', cues: face.cues };
    }
  };
  await Promise.all(Array.from({ length: observer.workers + 2 }, work));
  return judged.filter((picture) => picture !== null);
}

type Named = Pick<JudgedPicture, 'subject' | 'label'> & { readonly path: string };

function capturesOf({ data }: Pictures): Named[] {
  const { bonaFide, attacks } = readCaptures(data);
  const labelled = [
    ...bonaFide.map((presentation) => ({ presentation, label: 'bona-fide' as const })),
    ...[...attacks.values()].flat().map((presentation) => ({ presentation, label: 'attack' as const })),
  ];
  return labelled.flatMap(({ presentation, label }) =>
    presentation.frames.map((path) => ({ path, subject: presentation.name.slice(0, 4), label })),
  );
}

function peopleOf({ people, peopleMax }: Pictures): Named[] {
  return readdirSync(people)
    .sort()
    .slice(0, peopleMax)
    .flatMap((subject) => {
      const [first] = readdirSync(join(people, subject)).sort();
      return first === undefined ? [] : [{ path: join(people, subject, first), subject, label: 'people' as const }];
    });
}
