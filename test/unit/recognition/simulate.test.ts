import { openedRecord } from '../../../src/recognition/capture-records.js';
import { recognition } from '../../../src/recognition/recognition.js';
import type { Context } from '../../../src/recognition/context.js';
import { FaceError } from '../../../src/errors.js';
import { builtInPolicies } from '../../../src/biometrics/built-in-policies.js';
import { documentOf } from '../../../src/recognition/policy-documents.js';
import { defaultPolicySettings, type FrameGates } from '../../../src/biometrics/policy.js';
import { alice, livePerson, mallory, stillPicture } from '../../support/observations.js';
import { FakeEngine } from '../../support/fake-engine.js';
import { call, codeOf, drained, Frames, world, type World } from '../../support/use-cases.js';

/** A world that keeps records, with Alice enrolled. */
async function recording(): Promise<World> {
  const plain = world();
  const context: Context = { ...plain.context, recordCaptures: true };
  const here = { ...plain, context, uses: recognition(context) };
  const request = { subjectId: 'alice', policy: null, replace: false, requestId: null, picturesDigest: null };
  await drained(here.uses.enroll(request, new Frames(here, livePerson(alice, 20)), call));
  return here;
}

const verify = (here: World, subjectId: string, person = alice, policy: string | null = null) =>
  drained(here.uses.verify({ subjectId, policy }, new Frames(here, livePerson(person, 12)), call));

const rowsOf = (here: World) =>
  here.store.transaction((unit) => unit.captureRecords.list(null, { after: null, limit: 100 }), call);

const passive = documentOf(builtInPolicies.passive(defaultPolicySettings));
const simulate = (here: World, changes: Partial<typeof passive> = {}) =>
  here.uses.simulatePolicy({ policy: { ...passive, ...changes }, recordedAfter: null }, call);

describe('records', () => {
  test('are kept of verifications alone, for known and unknown subjects alike, and open to what was decided', async () => {
    const here = await recording();
    const accepted = await verify(here, 'alice');
    const refused = await verify(here, 'nobody');
    const rows = await rowsOf(here);
    expect(rows).toHaveLength(2);
    const records = rows.map((row) => openedRecord(here.context, row));
    expect(records.map((record) => record?.outcome)).toEqual([accepted.result.outcome, refused.result.outcome]);
    expect(records.map((record) => record?.reason)).toEqual([accepted.result.reasons[0], refused.result.reasons[0]]);
    expect(records[0]).toMatchObject({
      policyVersion: 'passive@1',
      modelId: here.engine.modelId,
      livenessMeasured: true,
    });
    expect(Object.keys(rows[0]!).sort()).toEqual(['createdAt', 'recordId', 'sealed']);
  });

  test('are not kept unless the operator says so', async () => {
    const here = await recording();
    const off = recognition({ ...here.context, recordCaptures: false });
    await drained(off.verify({ subjectId: 'alice', policy: null }, new Frames(here, livePerson(alice, 12)), call));
    expect(await rowsOf(here)).toHaveLength(0);
  });

  test('that cannot be kept change no decision, and the journal hears why', async () => {
    const here = await recording();
    here.vault.sealBytes = () => {
      throw new FaceError('KEYS_SEALED', 'the key went');
    };
    const { result } = await verify(here, 'alice');
    expect(result.outcome).toBe('ACCEPT');
    expect(here.journal.notRecorded).toEqual([expect.objectContaining({ code: 'KEYS_SEALED' })]);
    expect(await rowsOf(here)).toHaveLength(0);
  });

  test('moved to another row open to nothing', async () => {
    const here = await recording();
    await verify(here, 'alice');
    const [row] = await rowsOf(here);
    expect(openedRecord(here.context, { ...row!, recordId: '00000000-0000-4000-8000-000000000000' })).toBeNull();
  });
});

describe('simulation', () => {
  test('looks at the eyes only under rules that would have had them looked at', async () => {
    const here = await recording();
    const shut = livePerson(alice, 12, { eyeOpening: { left: 0, right: 0 } });
    await drained(here.uses.verify({ subjectId: 'alice', policy: null }, new Frames(here, shut), call));
    const openEyes = (gates: FrameGates): FrameGates => ({ ...gates, eyeOpeningMin: 0.1 });
    const gates = { enrolment: openEyes(passive.gates.enrolment), verification: openEyes(passive.gates.verification) };
    expect((await simulate(here, { gates })).reasons).toEqual([{ reason: 'QUALITY_LOW', captures: 1 }]);
    const notChecked = await simulate(here, { gates, liveness: 'not-checked' });
    expect(notChecked.reasons).toEqual([{ reason: 'SIMILARITY_SUFFICIENT', captures: 1 }]);
  });

  test('gives others a turn after every record, since captures go on meanwhile', async () => {
    const here = await recording();
    for (let i = 0; i < 4; i++) await verify(here, 'nobody');
    let [turns, over] = [0, false];
    const turn = (): void => {
      turns += 1;
      if (!over) setImmediate(turn);
    };
    setImmediate(turn);
    expect((await simulate(here)).captures).toBe(4);
    over = true;
    expect(turns).toBeGreaterThanOrEqual(4);
  });

  test('under the rules that decided changes nothing', async () => {
    const here = await recording();
    for (const subjectId of ['alice', 'alice', 'nobody']) await verify(here, subjectId);
    await verify(here, 'alice', mallory);
    expect(await simulate(here)).toEqual({
      policyVersion: 'passive@unstored',
      captures: 4,
      capturesUnusable: 0,
      changes: [
        { recorded: 'ACCEPT', simulated: 'ACCEPT', captures: 2 },
        { recorded: 'REJECT', simulated: 'REJECT', captures: 2 },
      ],
      reasons: [
        { reason: 'SIMILARITY_SUFFICIENT', captures: 2 },
        { reason: 'SIMILARITY_LOW', captures: 2 },
      ],
    });
  });

  test('under stricter rules tells how many would no longer be accepted', async () => {
    const here = await recording();
    await verify(here, 'alice');
    const { changes, reasons } = await simulate(here, { framesAcceptedMin: 100, earlyAcceptFramesMin: 100 });
    expect(changes).toEqual([{ recorded: 'ACCEPT', simulated: 'RE_VERIFY', captures: 1 }]);
    expect(reasons).toEqual([{ reason: 'TOO_FEW_FRAMES', captures: 1 }]);
  });

  test('takes a stored version by its name', async () => {
    const here = await recording();
    await verify(here, 'alice');
    const request = { policy: { name: 'comparison-only', version: 1, settingsDigest: null }, recordedAfter: null };
    expect(await here.uses.simulatePolicy(request, call)).toMatchObject({
      policyVersion: 'comparison-only@1',
      captures: 1,
    });
  });

  test('a photograph that was asked again is accepted where nobody asks for life', async () => {
    const here = await recording();
    await drained(
      here.uses.verify({ subjectId: 'alice', policy: null }, new Frames(here, stillPicture(alice, 12)), call),
    );
    const { changes } = await simulate(here, { liveness: 'not-checked' });
    expect(changes).toEqual([{ recorded: 'RE_VERIFY', simulated: 'ACCEPT', captures: 1 }]);
  });

  test('counts captures it can say nothing about: without liveness, or of another model', async () => {
    const here = await recording();
    await verify(here, 'alice', alice, 'comparison-only');
    expect(await simulate(here)).toMatchObject({ captures: 1, capturesUnusable: 1, changes: [], reasons: [] });
    const other = recognition({ ...here.context, engine: new FakeEngine('other@000000000002') });
    const request = { policy: { ...passive, liveness: 'not-checked' as const }, recordedAfter: null };
    expect(await other.simulatePolicy(request, call)).toMatchObject({ captures: 1, capturesUnusable: 1 });
  });

  test('goes over pages, from the time it is given', async () => {
    const here = await recording();
    const once = () =>
      drained(here.uses.verify({ subjectId: 'nobody', policy: null }, new Frames(here, livePerson(alice, 1)), call));
    for (let i = 0; i < 101; i++) await once();
    expect((await simulate(here)).captures).toBe(101);
    here.clock.advance(1_000);
    const recordedAfter = new Date(here.clock.nowMs());
    await once();
    const later = await here.uses.simulatePolicy({ policy: passive, recordedAfter }, call);
    expect(later.captures).toBe(1);
  });

  test('refuses rules that are out of range, and versions nobody stored', async () => {
    const here = await recording();
    expect(await codeOf(simulate(here, { similarityFloor: 2 }))).toBe('BAD_FIELD');
    const named = (version: number, settingsDigest: string | null) =>
      here.uses.simulatePolicy({ policy: { name: 'passive', version, settingsDigest }, recordedAfter: null }, call);
    expect(await codeOf(named(9, null))).toBe('POLICY_UNKNOWN');
    // As a server with other settings stamps it.
    expect(await codeOf(named(1, '1f2e3d4c'))).toBe('POLICY_UNKNOWN');
  });
});

test('embeddings of a capture that is over are zeroed', async () => {
  const here = await recording();
  const given: Float32Array[] = [];
  const observe = here.engine.observe.bind(here.engine);
  here.engine.observe = async (...args) => {
    const seen = await observe(...args);
    if (seen.face?.embedding) given.push(seen.face.embedding);
    return seen;
  };
  await verify(here, 'alice');
  await drained(here.uses.checkLiveness({ policy: null }, new Frames(here, livePerson(alice, 8)), call));
  const broken = new Frames(here, [...livePerson(alice, 3), new FaceError('IMAGE_UNDECODABLE', 'no picture')]);
  expect(await codeOf(drained(here.uses.verify({ subjectId: 'alice', policy: null }, broken, call)))).toBe(
    'IMAGE_UNDECODABLE',
  );
  expect(given.length).toBeGreaterThan(10);
  for (const embedding of given) expect(embedding.every((value) => value === 0)).toBe(true);
});
