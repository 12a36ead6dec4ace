import type { Measurements, Observation } from '../../src/biometrics/observation.js';
import { FaceError } from '../../src/errors.js';
import type { Image } from '../../src/recognition/capture-input.js';
import type { Call, FaceEngine, FormerModel } from '../../src/recognition/ports.js';
import { embeddingDim } from './observations.js';

/** An engine whose pictures are numbers of scripted observations. Like the real one it takes a picture's buffer over. */
export class FakeEngine implements FaceEngine {
  readonly embeddingDim = embeddingDim;
  /** What `observe` was asked for, in order. */
  readonly asked: Measurements[] = [];
  /** Called before every answer: tests move the clock, or abort, here. */
  onObserve: () => void = () => undefined;
  readonly #script: (Observation | FaceError)[] = [];

  constructor(
    readonly modelId = 'fake@000000000001',
    readonly former: FormerModel | null = null,
  ) {}

  /** A picture that shows this, or that fails so. */
  image(shows: Observation | FaceError): Image {
    const data = new Uint8Array(4);
    new DataView(data.buffer).setUint32(0, this.#script.push(shows) - 1);
    return { format: 'JPEG', data, width: 0, height: 0 };
  }

  async observe(image: Image, wanted: Measurements, { signal }: Call): Promise<Observation> {
    this.asked.push(wanted);
    const shown =
      this.#script[new DataView(structuredClone(image.data.buffer, { transfer: [image.data.buffer] })).getUint32(0)];
    await Promise.resolve();
    this.onObserve();
    if (signal.aborted) throw new FaceError('CANCELLED', 'the call ended before its frame was observed');
    if (!shown) throw new FaceError('IMAGE_UNDECODABLE', 'no observation was scripted for this picture');
    if (shown instanceof FaceError) throw shown;
    return measured(shown, { ...wanted, formerEmbedding: wanted.formerEmbedding && this.former !== null });
  }
}

/** Nothing is measured that was not asked for. */
function measured(shown: Observation, wanted: Measurements): Observation {
  const { face } = shown;
  return {
    ...shown,
    face: face && {
      ...face,
      embedding: wanted.embedding ? (face.embedding?.slice() ?? null) : null,
      formerEmbedding: wanted.formerEmbedding ? (face.formerEmbedding?.slice() ?? null) : null,
      relief: face.relief?.slice() ?? null,
      liveness: wanted.liveness ? face.liveness : null,
      fingerprint: wanted.motion ? face.fingerprint : null,
      eyeOpening: wanted.eyes ? face.eyeOpening : null,
    },
  };
}
