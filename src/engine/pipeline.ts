import { fusedLlr } from '../biometrics/cue-fusion.js';
import { probability } from '../biometrics/log-odds.js';
import type { FaceObservation, Measurements, Observation, PadCue } from '../biometrics/observation.js';
import { FaceError } from '../errors.js';
import type { ModelEntry, ModelPack } from '../models/manifest.js';
import { createBlazeFace } from './blazeface.js';
import { createEmbedder, embedAll, type Embedder, type Points, type Recipe, recipeOf } from './embedder.js';
import { createEyes, type EyesNetwork } from './eyes.js';
import { createFlowMeter, type FlowMeter } from './face-flow.js';
import { createFaceFinder, type FaceFinder, type FoundFace } from './face-finder.js';
import { createFingerprintMeter, type FingerprintMeter } from './fingerprint.js';
import type { PlacedFace } from './face-geometry.js';
import { boundingBox, eyeLineAngle } from './geometry.js';
import { createMesh, fivePoints } from './mesh.js';
import type { Native, Picture } from './native.js';
import { createPadNetwork, type PadNetwork } from './pad-network.js';
import { poseOf } from './pose.js';
import { Pyramid } from './pyramid.js';
import { createQualityMeter } from './quality-chip.js';
import { type Network, openNetwork } from './session.js';
import { Stopwatch } from './stopwatch.js';
import { createTextureJudge, type TextureJudge } from './texture-judge.js';
import { createYunet } from './yunet.js';

/**
 * One frame's whole way: pyramid → detect → mesh → five points → quality, pose → eyes, PAD, motion → embed.
 *
 * Everything is measured at the mesh's points, but for embedders that are aligned to the detector's.
 *
 * Lives in one worker thread and owns its memory: the next `observe` may start only when the last has answered.
 */
export interface Pipeline {
  /**
   * @param picture upright, borrowed until the answer
   * @param stages gathers milliseconds by stage, added to what is there; leave it out and no clock is read
   * @returns never throws for what a picture shows; a face whose numbers are not finite counts as none
   */
  observe(picture: Picture, wanted: Measurements, stages?: Map<string, number>): Promise<Observation>;
  close(): Promise<void>;
}

interface Parts {
  readonly pyramid: Pyramid;
  readonly networks: readonly Network[];
  readonly finder: FaceFinder;
  readonly measureQuality: (face: PlacedFace) => FaceObservation['quality'];
  readonly eyes: EyesNetwork | null;
  readonly fingerprint: FingerprintMeter;
  readonly pads: readonly PadNetwork[];
  readonly judgeTexture: TextureJudge;
  readonly flow: FlowMeter;
  readonly inUse: Recipe;
  /** Null outside a change of model. */
  readonly former: Recipe | null;
}

/** @param modelFiles path of each network of the pack, by its name in the manifest */
export async function createPipeline(
  pack: ModelPack,
  modelFiles: ReadonlyMap<string, string>,
  native: Native,
): Promise<Pipeline> {
  const networks: Network[] = [];
  const open = async (entry: ModelEntry) => {
    const path = modelFiles.get(entry.name);
    if (path === undefined) throw new FaceError('INTERNAL', `pack ${pack.name}: no file was given for ${entry.name}`);
    const network = await openNetwork(path, entry.input);
    networks.push(network);
    return network;
  };
  const close = async () => {
    for (const network of networks) await network.close();
  };
  try {
    const parts = { ...(await assemble(pack, open, native)), networks };
    return { observe: (picture, wanted, stages) => observe(parts, picture, wanted, new Stopwatch(stages)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function assemble(
  pack: ModelPack,
  open: (entry: ModelEntry) => Promise<Network>,
  native: Native,
): Promise<Omit<Parts, 'networks'>> {
  const pyramid = new Pyramid(native);
  const createDetector = pack.detector.architecture === 'blazeface' ? createBlazeFace : createYunet;
  const detector = createDetector(pack.detector, await open(pack.detector), pyramid);
  const mesh = createMesh(pack.mesh, await open(pack.mesh), pyramid);
  const pads: PadNetwork[] = [];
  for (const entry of pack.pad) pads.push(createPadNetwork(entry, await open(entry), pyramid));
  const embedders = new Map<string, Embedder>();
  for (const entry of new Set([...pack.embedders, ...(pack.former?.embedders ?? [])])) {
    embedders.set(entry.name, createEmbedder(entry, await open(entry), { native, pyramid }));
  }
  return {
    pyramid,
    finder: createFaceFinder(detector, mesh, pack.mesh.cropScale),
    measureQuality: createQualityMeter(native, pyramid),
    eyes: pack.eyes && createEyes(pack.eyes, await open(pack.eyes), pyramid),
    fingerprint: createFingerprintMeter(native),
    pads,
    judgeTexture: createTextureJudge(native, pyramid),
    flow: createFlowMeter(native, pyramid),
    inUse: recipeOf(pack, embedders),
    former: pack.former && recipeOf(pack.former, embedders),
  };
}

async function observe(parts: Parts, picture: Picture, wanted: Measurements, watch: Stopwatch): Promise<Observation> {
  parts.pyramid.load(picture);
  try {
    const { width, height } = picture;
    const { face: found, faceCount, secondFaceRatio } = await parts.finder.find(picture, watch);
    if (found === null) return { width, height, faceCount: 0, secondFaceRatio: 0, face: null };
    const face = await observeFace(parts, found, { picture, wanted, watch });
    return { width, height, faceCount, secondFaceRatio, face };
  } finally {
    parts.pyramid.clear();
    for (const network of parts.networks) network.clear();
    watch.lap('clear');
  }
}

async function observeFace(
  parts: Parts,
  { detection, mesh }: FoundFace,
  { picture, wanted, watch }: { picture: Picture; wanted: Measurements; watch: Stopwatch },
): Promise<FaceObservation> {
  const { landmarks } = mesh;
  const points = fivePoints(landmarks);
  const box = boundingBox(landmarks, 3);
  const quality = parts.measureQuality({ landmarks, points, box, picture });
  watch.lap('quality');
  const pose = poseOf(landmarks);
  watch.lap('pose');
  const eyeOpening = wanted.eyes && parts.eyes ? await parts.eyes.opening(landmarks) : null;
  if (eyeOpening) watch.lap('eyes');
  const judged = wanted.liveness
    ? await judge(parts, { box, points, angle: eyeLineAngle(points), picture })
    : notJudged;
  if (judged.liveness !== null) watch.lap('liveness');
  const motion = wanted.motion ? follow(parts.flow, points, wanted.motion.reference) : noMotion;
  if (motion.chip) watch.lap('motion');
  const fingerprint = wanted.motion ? parts.fingerprint(picture, box) : null;
  if (fingerprint) watch.lap('fingerprint');
  const sources = { mesh: points, detector: detection.points };
  const embeddings = await embed(parts, sources, { wanted, watch });
  return {
    box,
    detectionScore: detection.score,
    presenceScore: mesh.presence,
    points,
    landmarks,
    pose,
    quality,
    eyeOpening,
    ...judged,
    ...motion,
    fingerprint,
    ...embeddings,
    // The worker looks at depth, which no network sees.
    depth: null,
    relief: null,
  };
}

type Judged = Pick<FaceObservation, 'liveness' | 'cues'>;
const notJudged: Judged = { liveness: null, cues: [] };

/** What each cue of this frame says of life, and all of them together; texture alone judges nobody. */
async function judge(
  { pads, judgeTexture }: Parts,
  face: Parameters<PadNetwork['judge']>[0] & Parameters<TextureJudge>[0],
): Promise<Judged> {
  if (pads.length === 0) return notJudged;
  const cues: PadCue[] = [judgeTexture(face)];
  for (const pad of pads) cues.push(await pad.judge(face));
  return { liveness: probability(fusedLlr(cues)), cues };
}

type Followed = Pick<FaceObservation, 'chip' | 'flow'>;
const noMotion: Followed = { chip: null, flow: null };

function follow(meter: FlowMeter, points: Float32Array, reference: Uint8Array | null): Followed {
  const chip = meter.chip(points);
  return { chip, flow: reference && meter.flow(reference, chip) };
}

async function embed(
  { inUse, former }: Parts,
  points: Points,
  { wanted, watch }: { wanted: Measurements; watch: Stopwatch },
): Promise<Pick<FaceObservation, 'embedding' | 'formerEmbedding'>> {
  const formerWanted = wanted.formerEmbedding ? former : null;
  const recipes = [...(wanted.embedding ? [inUse] : []), ...(formerWanted ? [formerWanted] : [])];
  const embeddings = await embedAll(recipes, points, (stage) => watch.lap(stage));
  return {
    embedding: wanted.embedding ? (embeddings[0] ?? null) : null,
    formerEmbedding: formerWanted ? (embeddings.at(-1) ?? null) : null,
  };
}
