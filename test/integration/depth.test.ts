import { depthDecision, depthEvidence, type DepthOrigin } from '../../src/biometrics/depth.js';
import type { FaceObservation } from '../../src/biometrics/observation.js';
import { type Engine, poolDefaults, startEngine } from '../../src/engine/engine.js';
import type { DepthFrame } from '../../src/recognition/capture-input.js';
import { canonicalFace } from '../../bench/depth-frames/surface.js';
import { packInCache } from '../../bench/support/packs.js';
import { reasonMissing } from '../support/model-cache.js';
import { everything, hasDemoPicture, observe, tile } from '../support/pipeline-engine.js';
import { never } from '../support/test-pool.js';

/** The way of depth through a real worker. The picture and its mesh are real; the depth is made from the mesh. */

const names = ['blazeface', 'facemesh', 'iris', 'fr-liveness', 'fr-feature'];
const reasons = names.map(reasonMissing).filter((reason) => reason !== null);
if (!hasDemoPicture) reasons.push('models/cache/demo has no demo picture');

/** Side of the picture; of the map; and where a wall and the face are, millimetres. */
const PICTURE = 400;
const MAP = 200;
const WALL_MM = 1500;
const FACE_MM = 450;

/** Heights of the mesh's triangles over a plane, painted into a map; `relief` 0 is a print of the face. */
function mapOf({ landmarks, points }: FaceObservation, relief: number, origin: DepthOrigin): DepthFrame {
  const depths = new Float32Array(MAP * MAP).fill(WALL_MM);
  const mmPerPx = 63 / Math.hypot(points[2]! - points[0]!, points[3]! - points[1]!);
  const scale = MAP / PICTURE;
  const at = (index: number) =>
    [
      landmarks[3 * index]! * scale,
      landmarks[3 * index + 1]! * scale,
      FACE_MM + relief * landmarks[3 * index + 2]! * mmPerPx,
    ] as const;
  const { triangles } = canonicalFace;
  for (let i = 0; i < triangles.length; i += 3) {
    const [a, b, c] = [at(triangles[i]!), at(triangles[i + 1]!), at(triangles[i + 2]!)];
    const area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
    const [top, bottom] = [Math.ceil(Math.min(a[1], b[1], c[1])), Math.max(a[1], b[1], c[1])];
    for (let y = Math.max(0, top); y <= Math.min(MAP - 1, bottom); y++) {
      for (
        let x = Math.max(0, Math.ceil(Math.min(a[0], b[0], c[0])));
        x <= Math.min(MAP - 1, Math.max(a[0], b[0], c[0]));
        x++
      ) {
        const wb = ((x - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (y - a[1])) / area;
        const wc = ((b[0] - a[0]) * (y - a[1]) - (x - a[0]) * (b[1] - a[1])) / area;
        if (!(wb >= 0 && wc >= 0 && wb + wc <= 1)) continue;
        const z = (1 - wb - wc) * a[2] + wb * b[2] + wc * c[2];
        if (z < depths[y * MAP + x]!) depths[y * MAP + x] = z;
      }
    }
  }
  // A focal length by which the face has the size of an adult's at that distance.
  const focal = FACE_MM / (mmPerPx / scale);
  const z16 = new Uint8Array(Uint16Array.from(depths).buffer);
  return { z16, width: MAP, height: MAP, fx: focal, fy: focal, cx: MAP / 2, cy: MAP / 2, origin };
}

(reasons.length > 0 ? describe.skip : describe)(reasons[0] ?? 'a picture of a face with depth', () => {
  let engine: Engine;
  let face: FaceObservation;
  const picture = () => tile(0, 1).resize(PICTURE, PICTURE, { fit: 'fill' });
  const observed = async (depth: DepthFrame): Promise<FaceObservation> => {
    const data = new Uint8Array(await picture().png().toBuffer());
    const seen = await engine.observe({ format: 'PNG', data, width: 0, height: 0, depth }, everything, never());
    return seen.face!;
  };

  beforeAll(async () => {
    const { pack, paths } = await packInCache('default');
    engine = startEngine({ pack, modelFiles: paths, estimateDepth: true }, { ...poolDefaults, workers: 1 });
    await engine.ready;
    face = (await observe(engine, picture())).face!;
  });
  afterAll(() => engine.close());

  test('is measured as the face it is, with a relief', async () => {
    const { depth, relief } = await observed(mapOf(face, 1, 'SENSOR_TOF'));
    expect(depth).toMatchObject({ origin: 'SENSOR_TOF' });
    expect(depthDecision(depthEvidence([depth!, depth!, depth!]))).toBe('bona-fide');
    expect(Math.hypot(...relief!)).toBeCloseTo(1, 5);
  });

  test('is measured as the print it is', async () => {
    const { depth } = await observed(mapOf(face, 0, 'STEREO'));
    expect(depthDecision(depthEvidence([depth!, depth!, depth!]))).toBe('attack');
  });

  test('that is estimated, here or by the client, is told as that', async () => {
    expect(face.depth).toMatchObject({ origin: 'ESTIMATED' });
    expect(face.depth!.noseReliefMm).toBeGreaterThan(15);
    const { depth, relief } = await observed(mapOf(face, 1, 'ESTIMATED'));
    expect(depth).toMatchObject({ origin: 'ESTIMATED' });
    expect(relief).toBeNull();
  });

  test('leaves what the picture says as it was', async () => {
    const { depth, relief, ...rest } = await observed(mapOf(face, 1, 'SENSOR_TOF'));
    const { depth: estimated, relief: none, ...plain } = face;
    expect([depth?.origin, estimated?.origin, relief?.length, none]).toEqual(['SENSOR_TOF', 'ESTIMATED', 256, null]);
    expect(rest).toEqual(plain);
  });
});
