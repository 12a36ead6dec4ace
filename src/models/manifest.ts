import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { FaceError } from '../errors.js';

/** models/manifest.json: every network the engine may load, where its weights come from, and how to feed it. */

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits');

/** A plain file name: a manifest cannot write outside its folder. */
const fileName = z.string().regex(/^[\w-][\w.-]*$/, 'must be a file name without folders');

/** How the source's files become one ONNX file, where they are not one already. */
const conversion = {
  convert: z.enum(['tfjs', 'openvino', 'float']).optional(),
  /** The outputs that a converted graph keeps, by name; all, when absent. What feeds only the others is left out. */
  outputs: z.array(z.string()).optional(),
};

/** A file inside a published package, pinned by version and by the tarball's integrity (Subresource Integrity, sha512). */
const npmSource = z.strictObject({
  kind: z.literal('npm'),
  package: z.string(),
  version: z.string(),
  integrity: z.string().startsWith('sha512-'),
  /** Paths inside the tarball, `package/…`: the model, and its companions (the weights of a graph). */
  path: z.string(),
  companions: z.array(z.string()).default([]),
  /** Path of the package's licence, kept beside the model. */
  licencePath: z.string(),
  ...conversion,
});

/** A pinned address. `files[0]` is converted or taken as it is; each file is refused unless its sha256 is right. */
const urlSource = z.strictObject({
  kind: z.literal('url'),
  files: z.array(z.strictObject({ url: z.url(), sha256 })).min(1),
  ...conversion,
});

/** Files of these names in FACE_MODELS_DIR; the same sha256 hold. */
const fileSource = z.strictObject({
  kind: z.literal('file'),
  files: z.array(z.strictObject({ name: fileName, sha256 })).min(1),
  ...conversion,
});

const point = z.tuple([z.number(), z.number()]);

const input = z.strictObject({
  width: z.int().positive(),
  height: z.int().positive(),
  layout: z.enum(['nchw', 'nhwc']),
  order: z.enum(['rgb', 'bgr', 'gray']),
  mean: z.array(z.number()),
  scale: z.array(z.number()),
});

/** The comparison score at each false match rate, from non-mated comparisons; `calibration.ts` interpolates. */
export const calibrationTable = z.strictObject({
  /** Comparison score at the impostor median, where the calibrated scale leaves its linear part. */
  impostorMedian: z.number(),
  /** Falling FMR, rising score. */
  points: z.array(z.strictObject({ fmr: z.number(), score: z.number() })).min(2),
  nonMatedPairs: z.int().positive(),
  data: z.string(),
  date: z.iso.date(),
});

/** How the raw score of a PAD cue becomes a log-likelihood ratio; made by `npm run fit:pad`. */
export const llrCalibration = z.strictObject({
  midpoint: z.number(),
  slope: z.number().positive(),
  limit: z.number().positive(),
  data: z.string(),
  date: z.iso.date(),
});

const common = {
  name: z.string(),
  /** The materialised file in models/cache, and what it must be. */
  file: fileName,
  sha256,
  bytes: z.int().positive(),
  input,
  licence: z.string(),
  provenance: z.string(),
  /** Shown at start when the pack is used; for weights that may not be used everywhere. */
  notice: z.string().optional(),
  sources: z.array(z.discriminatedUnion('kind', [npmSource, urlSource, fileSource])).min(1),
};

const detector = z.strictObject({
  ...common,
  role: z.literal('detector'),
  architecture: z.enum(['blazeface', 'yunet']),
  scoreMin: z.number(),
});

const mesh = z.strictObject({
  ...common,
  role: z.literal('mesh'),
  architecture: z.literal('facemesh'),
  /** Side of the square crop divided by the longer side of the detected face. */
  cropScale: z.number(),
  /** Whether the face flag still needs the logistic function. */
  presence: z.enum(['logit', 'probability']),
});

const eyes = z.strictObject({
  ...common,
  role: z.literal('eyes'),
  architecture: z.enum(['eye-state', 'iris']),
  /** Side of the square crop divided by the eye width. */
  cropScale: z.number(),
  /** Index of the open state in the output (eye-state only). */
  openIndex: z.int().optional(),
});

const pad = z.strictObject({
  ...common,
  role: z.literal('pad'),
  architecture: z.literal('classifier'),
  /** Crop side divided by the face box; `clip` moves it inside the picture; `square` uses the longer side for both. */
  crop: z.strictObject({ scale: z.number(), square: z.boolean(), clip: z.boolean() }),
  liveIndex: z.int(),
  /** Log-likelihood ratio = slope · (log-odds of the live class − midpoint), held within ± limit. */
  calibration: llrCalibration,
});

const embedder = z.strictObject({
  ...common,
  role: z.literal('embedder'),
  architecture: z.literal('embedder'),
  /** Who says where the five points are: the face mesh, or the detector, which must then be one that finds them. */
  points: z.enum(['mesh', 'detector']),
  /** Where the five points fall in the input, pixels. */
  template: z.array(point).length(5),
  dimension: z.int().positive(),
});

export const modelEntry = z.discriminatedUnion('role', [detector, mesh, eyes, pad, embedder]);

/** One embedder, or several concatenated: each part L2-normalised, scaled by its weight, then all together L2-normalised. */
const embedding = z.strictObject({
  name: z.string(),
  parts: z.array(z.strictObject({ model: z.string(), weight: z.number().positive() })).min(1),
  dimension: z.int().positive(),
  calibration: calibrationTable,
});

const pack = z.strictObject({
  name: z.string(),
  detector: z.string(),
  mesh: z.string(),
  eyes: z.string().nullable(),
  pad: z.array(z.string()),
  embedding: z.string(),
  /** An embedding that is being left, measured beside the pack's own while subjects move on from it. */
  former: z.string().optional(),
  /** What the pack is for, one sentence. */
  purpose: z.string(),
});

export const manifestSchema = z.strictObject({
  version: z.literal(1),
  models: z.array(modelEntry),
  embeddings: z.array(embedding),
  packs: z.array(pack),
});

export type ModelEntry = z.infer<typeof modelEntry>;
export type ModelSource = ModelEntry['sources'][number];
export type ModelOfRole<R extends ModelEntry['role']> = Extract<ModelEntry, { role: R }>;
export type PointsSource = ModelOfRole<'embedder'>['points'];
export type EmbeddingEntry = z.infer<typeof embedding>;
export type LlrCalibration = z.infer<typeof llrCalibration>;
export type CalibrationTable = z.infer<typeof calibrationTable>;
export type Manifest = z.infer<typeof manifestSchema>;

/** An embedding with its names resolved. */
export interface ResolvedEmbedding {
  readonly embedding: EmbeddingEntry;
  /** The embedding's parts, in order. */
  readonly embedders: readonly ModelOfRole<'embedder'>[];
  /** `name@sha256-12` of the embedding: stamped on every template. Of a composed one, the sha256 is taken over its parts' and their weights. */
  readonly modelId: string;
}

/** A pack with its names resolved; its own embedding is the one in use. */
export interface ModelPack extends ResolvedEmbedding {
  readonly name: string;
  readonly purpose: string;
  readonly detector: ModelOfRole<'detector'>;
  readonly mesh: ModelOfRole<'mesh'>;
  readonly eyes: ModelOfRole<'eyes'> | null;
  readonly pad: readonly ModelOfRole<'pad'>[];
  /** The embedding that is being left; null outside a change of model. */
  readonly former: ResolvedEmbedding | null;
}

/** Reads and checks models/manifest.json, or another manifest of the same form. */
export function readManifest(path = join(__dirname, '../../../models/manifest.json')): Manifest {
  const parsed = manifestSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) {
    throw new FaceError('INTERNAL', `${path} is not a valid model manifest: ${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}
