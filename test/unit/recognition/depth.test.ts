import type { DepthMeasures } from '../../../src/biometrics/depth.js';
import { DEPTH_MODEL_ID } from '../../../src/biometrics/depth-similarity.js';
import type { Observation } from '../../../src/biometrics/observation.js';
import { FaceError } from '../../../src/errors.js';
import type { EnrolmentRequest } from '../../../src/recognition/requests.js';
import { estimatedDepth, faceDepth, printDepth, reliefOf } from '../../support/depths.js';
import { alice, livePerson, mallory } from '../../support/observations.js';
import { call, codeOf, drained, Frames, world, type World } from '../../support/use-cases.js';

/** Enrolment, verification and liveness with a depth sensor. */

const request = (changes: Partial<EnrolmentRequest> = {}): EnrolmentRequest => ({
  subjectId: 'alice',
  policy: 'sensor',
  replace: false,
  requestId: null,
  picturesDigest: null,
  ...changes,
});

/** A person before a depth sensor, with the relief of this seed. */
const before = (person: Float32Array, depth: DepthMeasures, relief: number, frames = 12): Observation[] =>
  livePerson(person, frames, { depth, relief: depth.origin === 'ESTIMATED' ? null : reliefOf(relief) });
const aliceSeen = before(alice, faceDepth(), 1);

const enrolled = (here: World, changes: Partial<EnrolmentRequest> = {}, shown = aliceSeen) =>
  drained(here.uses.enroll(request(changes), new Frames(here, shown), call));
const verified = (here: World, shown: readonly Observation[], policy = 'sensor', subjectId = 'alice') =>
  drained(here.uses.verify({ subjectId, policy }, new Frames(here, shown), call));
const templatesOf = (here: World) => here.store.transaction((unit) => unit.templates.listOf('alice'), call);
const modelsOf = async (here: World) => (await templatesOf(here)).map(({ modelId, version }) => [modelId, version]);

async function withAlice(): Promise<World> {
  const here = world();
  await enrolled(here);
  return here;
}

describe('a verification under sensor', () => {
  test('accepts a face with the depth of one, and the relief takes part', async () => {
    const here = await withAlice();
    const { result } = await verified(here, aliceSeen);
    expect(result).toMatchObject({ outcome: 'ACCEPT', reasons: ['SIMILARITY_SUFFICIENT', 'LIVENESS_SHOWN'] });
    expect(result.modalities).toContain('DEPTH');
    expect(result.scores.depth).toBeGreaterThan(0.6);
  });

  test('asks for a sensor where none took part, and says so on the way', async () => {
    const here = await withAlice();
    for (const shown of [livePerson(alice, 12), before(alice, estimatedDepth(), 1)]) {
      const { steps, result } = await verified(here, shown);
      expect(result).toMatchObject({ outcome: 'RE_VERIFY', reasons: ['DEPTH_MISSING'], hint: 'USE_DEPTH_SENSOR' });
      expect(steps.at(-1)).toMatchObject({ kind: 'feedback', missing: 'DEPTH_MISSING' });
    }
  });

  test.each(['sensor', 'passive'])('rejects a print that a sensor saw, under %s', async (policy) => {
    const here = await withAlice();
    const { result } = await verified(here, before(alice, printDepth(), 1), policy);
    expect(result).toMatchObject({ outcome: 'REJECT', reasons: ['DEPTH_NOT_A_FACE'], hint: null });
  });

  test('tells nothing of depth for a stranger, known subject or not', async () => {
    const here = await withAlice();
    const shown = before(mallory, faceDepth(), 1);
    const [known, unknown] = [await verified(here, shown), await verified(here, shown, 'sensor', 'nobody')];
    for (const { result } of [known, unknown]) {
      expect(result).toMatchObject({ outcome: 'REJECT', reasons: ['SIMILARITY_LOW'] });
      expect(result.scores.depth).toBeNull();
      expect(result.modalities).not.toContain('DEPTH');
    }
  });

  test('zeroes the reliefs it opened', async () => {
    const here = await withAlice();
    await verified(here, aliceSeen);
    expect(here.vault.opened.length).toBe(2);
    expect(here.vault.opened.every((vector) => vector.every((value) => value === 0))).toBe(true);
  });

  test('zeroes the relief when the template does not open', async () => {
    const here = await withAlice();
    const open = here.vault.open.bind(here.vault);
    jest.spyOn(here.vault, 'open').mockImplementation(async (row, unit) => {
      if (row.modelId !== DEPTH_MODEL_ID) throw new FaceError('TEMPLATE_INTEGRITY', 'it does not open');
      return open(row, unit);
    });
    expect(await codeOf(verified(here, aliceSeen))).toBe('TEMPLATE_INTEGRITY');
    expect(here.vault.opened).toHaveLength(1);
    expect(here.vault.opened[0]!.every((value) => value === 0)).toBe(true);
  });

  test.each(['comparison-only', 'passive'])(
    'compares no relief of what was never found to be a face, under %s',
    async (policy) => {
      const here = await withAlice();
      const halfway = faceDepth({
        surfaceResidualMm: 2.5,
        noseReliefMm: 17,
        shapeCorrelation: 0.47,
        reliefCorrelation: 0.44,
      });
      for (const depth of [halfway, ...(policy === 'comparison-only' ? [printDepth()] : [])]) {
        const { result } = await verified(here, before(alice, depth, 1), policy);
        expect(result.outcome).toBe('ACCEPT');
        expect(result.scores.depth).toBeNull();
        expect(result.modalities).not.toContain('DEPTH');
      }
      const { result } = await verified(here, aliceSeen, policy);
      expect(result.modalities).toContain('DEPTH');
    },
  );

  test('goes on without the relief when the subject has none', async () => {
    const here = world();
    await enrolled(here, { policy: 'passive' }, livePerson(alice, 12));
    const { result } = await verified(here, aliceSeen);
    expect(result.outcome).toBe('ACCEPT');
    expect(result.modalities).not.toContain('DEPTH');
  });
});

describe('a depth template', () => {
  test('is stored beside that of the picture, sealed and listed like it', async () => {
    const here = await withAlice();
    const rows = await templatesOf(here);
    expect(rows.map(({ modelId }) => modelId).sort()).toEqual([DEPTH_MODEL_ID, here.engine.modelId].sort());
    expect(rows.find(({ modelId }) => modelId === DEPTH_MODEL_ID)).toMatchObject({ version: 1, framesUsed: 10 });
  });

  test('is made of no print, no estimate, and no two frames', async () => {
    const few = aliceSeen.map((seen, i) => (i < 2 ? seen : livePerson(alice, 12)[i]!));
    for (const shown of [before(alice, estimatedDepth(), 1), few]) {
      const here = world();
      const { result } = await enrolled(here, { policy: 'passive' }, shown);
      expect(result.enrolled).toBe(true);
      expect(await modelsOf(here)).toEqual([[here.engine.modelId, 1]]);
    }
    const here = world();
    await enrolled(here, { policy: 'comparison-only' }, before(alice, printDepth(), 1));
    expect(await modelsOf(here)).toEqual([[here.engine.modelId, 1]]);
  });

  test('is replaced with its enrolment, and goes with it where the new one has none', async () => {
    const here = await withAlice();
    await enrolled(here, { replace: true }, before(alice, faceDepth(), 2));
    expect(new Map((await modelsOf(here)) as [string, number][])).toEqual(
      new Map([
        [here.engine.modelId, 2],
        [DEPTH_MODEL_ID, 2],
      ]),
    );
    await enrolled(here, { replace: true, policy: 'passive' }, livePerson(alice, 12));
    expect(await modelsOf(here)).toEqual([[here.engine.modelId, 3]]);
  });

  test('alone enrols nobody, and does not stand in the way of an enrolment', async () => {
    const here = await withAlice();
    const face = (await templatesOf(here)).find(({ modelId }) => modelId === here.engine.modelId)!;
    await here.uses.deleteTemplate(face.templateId, null, call);
    const { result } = await verified(here, aliceSeen);
    expect(result).toMatchObject({ outcome: 'REJECT', reasons: ['SIMILARITY_LOW'] });
    await enrolled(here, { policy: 'passive' }, livePerson(alice, 12));
    expect(await modelsOf(here)).toEqual([[here.engine.modelId, 1]]);
  });

  test('of a face that is enrolled already leaves the refusal as it is', async () => {
    const here = await withAlice();
    expect(await codeOf(enrolled(here))).toBe('TEMPLATE_EXISTS');
  });

  test('goes with its subject', async () => {
    const here = await withAlice();
    expect(await here.uses.deleteSubject('alice', null, call)).toMatchObject({ templatesDeleted: 2 });
    expect(await templatesOf(here)).toEqual([]);
  });
});

test('a liveness check names the sensor whose depth it rests on', async () => {
  const here = world();
  const checked = async (shown: readonly Observation[]) =>
    (await drained(here.uses.checkLiveness({ policy: 'sensor' }, new Frames(here, shown), call))).result;
  expect(await checked(aliceSeen)).toMatchObject({ outcome: 'BONA_FIDE', depthOrigin: 'SENSOR_TOF' });
  expect(await checked(before(alice, printDepth(), 1))).toMatchObject({ outcome: 'ATTACK' });
  expect(await checked(livePerson(alice, 12))).toMatchObject({ outcome: 'INCONCLUSIVE', depthOrigin: null });
});
