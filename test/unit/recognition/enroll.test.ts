import type { Observation } from '../../../src/biometrics/observation.js';
import type { EnrolmentRequest } from '../../../src/recognition/requests.js';
import { FakeEngine } from '../../support/fake-engine.js';
import { alice, livePerson, mallory, noFace, stillPicture } from '../../support/observations.js';
import { rules } from '../../support/policies.js';
import { call, codeOf, drained, Frames, withModel, world, type World } from '../../support/use-cases.js';

const request = (changes: Partial<EnrolmentRequest> = {}): EnrolmentRequest => ({
  subjectId: 'alice',
  policy: null,
  replace: false,
  requestId: null,
  picturesDigest: null,
  ...changes,
});

const enrolled = (here: World, changes: Partial<EnrolmentRequest> = {}, shown = livePerson(alice, 12)) =>
  drained(here.uses.enroll(request(changes), new Frames(here, shown), call));

const templatesOf = (here: World, subjectId = 'alice') =>
  here.store.transaction((unit) => unit.templates.listOf(subjectId), call);

async function expectNothingStored(here: World): Promise<void> {
  expect(await templatesOf(here)).toEqual([]);
  expect(await here.uses.listSubjects({ after: null, limit: 10 }, call)).toEqual([]);
  expect(await here.store.transaction((unit) => unit.subjectKeys.latest('alice'), call)).toBeNull();
}

describe('a good capture', () => {
  test('stores exactly one template, with its subject', async () => {
    const here = world();
    const { result } = await enrolled(here);
    const [row, ...others] = await templatesOf(here);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ templateId: result.templateId, subjectId: 'alice', modelId: here.engine.modelId });
    expect(row).toMatchObject({ version: 1, framesUsed: result.framesAccepted, quality: result.quality });
    expect(result).toMatchObject({ enrolled: true, reasons: [], policyVersion: 'passive@1' });
  });

  test('commits once: one transaction looks before the capture, and one stores after it', async () => {
    const here = world();
    const transaction = jest.spyOn(here.store, 'transaction');
    await enrolled(here);
    expect(transaction).toHaveBeenCalledTimes(2);
  });

  test('ends by itself once twice the samples needed are there', async () => {
    const here = world();
    const { result } = await enrolled(here, {}, livePerson(alice, 40));
    expect(result.framesSeen).toBe(10);
  });

  test('needs only the samples the policy asks for when the client ends it', async () => {
    const { result } = await enrolled(world(), {}, livePerson(alice, 9));
    expect(result).toMatchObject({ enrolled: true, framesAccepted: 9 });
  });

  test('of stills says that liveness was not checked', async () => {
    const { result } = await enrolled(world(), { policy: 'comparison-only' }, stillPicture(alice, 5));
    expect(result).toMatchObject({ enrolled: true, reasons: ['LIVENESS_NOT_CHECKED'] });
  });

  test('leaves an intruder in one frame out of the template', async () => {
    const [intruder] = stillPicture(mallory, 1);
    const shown = [...stillPicture(alice, 5), ...(intruder ? [intruder] : [])];
    const { result } = await enrolled(world(), { policy: 'comparison-only' }, shown);
    expect(result).toMatchObject({ enrolled: true, framesSeen: 6, framesAccepted: 5 });
  });
});

describe('nothing is stored', () => {
  const refused: readonly [string, Observation[], Partial<EnrolmentRequest>, string][] = [
    ['nobody was there', Array.from({ length: 5 }, () => noFace), {}, 'NO_FACE'],
    ['there were too few good frames', livePerson(alice, 4), {}, 'TOO_FEW_FRAMES'],
    ['life was not shown', stillPicture(alice, 12), {}, 'LIVENESS_NOT_SHOWN'],
    ['every frame was held for an attack', livePerson(alice, 8, { liveness: 0.1 }), {}, 'PRESENTATION_ATTACK'],
    [
      'two people shared the capture',
      [...stillPicture(alice, 6), ...stillPicture(mallory, 6)],
      { policy: 'comparison-only' },
      'FRAMES_INCONSISTENT',
    ],
  ];

  test.each(refused)('when %s', async (_, shown, changes, reason) => {
    const here = world();
    const { result } = await enrolled(here, changes, shown);
    expect(result).toMatchObject({ enrolled: false, templateId: null, quality: null });
    expect(result.reasons[0]).toBe(reason);
    await expectNothingStored(here);
  });

  test('when the client goes away in the middle', async () => {
    const here = world();
    const abort = new AbortController();
    here.engine.onObserve = () => {
      if (here.engine.asked.length === 9) abort.abort();
    };
    const frames = new Frames(here, livePerson(alice, 12));
    const enrolment = drained(here.uses.enroll(request(), frames, { signal: abort.signal }));
    expect(await codeOf(enrolment)).toBe('CANCELLED');
    await expectNothingStored(here);
  });

  test('when the client goes away while it keeps silent, at once', async () => {
    const here = world();
    const abort = new AbortController();
    const frames = new Frames(here, livePerson(alice, 6), 'client keeps silent');
    const enrolment = drained(here.uses.enroll(request(), frames, { signal: abort.signal }));
    const gone = new Error('the client went away');
    setTimeout(() => abort.abort(gone), 20);
    await expect(enrolment).rejects.toBe(gone);
    expect(frames.closed).toBe(true);
    await expectNothingStored(here);
  });

  test('when the store fails at commit', async () => {
    const here = world();
    here.engine.onObserve = () => {
      if (here.engine.asked.length === 9) here.store.failNext(1);
    };
    expect(await codeOf(enrolled(here))).toBe('STORE_DOWN');
    await expectNothingStored(here);
  });

  test('when a picture cannot be decoded', async () => {
    const here = world();
    const bad = here.engine.image(noFace);
    const frames = (async function* () {
      yield* new Frames(here, livePerson(alice, 3));
      yield await Promise.resolve({ sequence: 3, capturedAtMs: 300, image: { ...bad, data: new Uint8Array([255, 255, 255, 255]) } }); // prettier-ignore
    })();
    expect(await codeOf(drained(here.uses.enroll(request(), frames, call)))).toBe('IMAGE_UNDECODABLE');
    await expectNothingStored(here);
  });

  test('while the server has no key, and no frame is pulled', async () => {
    const here = world();
    here.vault.sealed = true;
    const frames = new Frames(here, livePerson(alice, 3));
    expect(await codeOf(drained(here.uses.enroll(request(), frames, call)))).toBe('KEYS_SEALED');
    expect(frames.pulled).toBe(0);
    await expectNothingStored(here);
  });
});

describe('a template that is there already', () => {
  test('is kept, and told before the first frame', async () => {
    const here = world();
    await enrolled(here);
    const frames = new Frames(here, livePerson(mallory, 12));
    expect(await codeOf(drained(here.uses.enroll(request(), frames, call)))).toBe('TEMPLATE_EXISTS');
    expect(frames.pulled).toBe(0);
    expect(await templatesOf(here)).toHaveLength(1);
  });

  test('is replaced by one of the next version where the request says so', async () => {
    const here = world();
    const first = await enrolled(here);
    const second = await enrolled(here, { replace: true });
    const rows = await templatesOf(here);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ templateId: second.result.templateId, version: 2 });
    expect(second.result.templateId).not.toBe(first.result.templateId);
  });

  test('is kept when it came while this capture ran', async () => {
    const here = world();
    const slow = here.uses.enroll(request(), new Frames(here, livePerson(alice, 12)), call);
    await slow.next();
    const { result } = await enrolled(here);
    expect(await codeOf(drained(slow))).toBe('TEMPLATE_EXISTS');
    expect(await templatesOf(here)).toMatchObject([{ templateId: result.templateId }]);
  });

  test('of another model stays beside the new one', async () => {
    const here = world();
    await enrolled(here);
    const other = new FakeEngine('other@000000000002');
    const elsewhere: World = { ...here, engine: other, uses: withModel(here, other) };
    await enrolled(elsewhere);
    expect((await templatesOf(here)).map(({ modelId }) => modelId)).toEqual([here.engine.modelId, other.modelId]);
  });
});

describe('request ids', () => {
  const requestId = '0b7e1f0a-0000-4000-8000-000000000001';

  test('the same stream request gets the same answer, and nothing is done twice', async () => {
    const here = world();
    const first = await enrolled(here, { requestId });
    const frames = new Frames(here, livePerson(alice, 12));
    const again = await drained(here.uses.enroll(request({ requestId }), frames, call));
    expect(again).toEqual({ steps: [], result: first.result });
    expect(frames.pulled).toBe(0);
    expect(await templatesOf(here)).toHaveLength(1);
  });

  test('a repeated request is the same one also when another version of its policy was activated meanwhile', async () => {
    const here = world();
    const first = await enrolled(here, { requestId });
    const { version } = await here.uses.createPolicyVersion(rules({ name: 'passive' }), null, call);
    await here.uses.activatePolicy({ name: 'passive', version }, null, call);
    expect(await enrolled(here, { requestId })).toEqual({ ...first, steps: [] });
    expect(await templatesOf(here)).toHaveLength(1);
  });

  test('a repeated replacement does not replace twice', async () => {
    const here = world();
    await enrolled(here);
    const replaced = await enrolled(here, { requestId, replace: true });
    const again = await enrolled(here, { requestId, replace: true });
    expect(again.result).toEqual(replaced.result);
    expect(await templatesOf(here)).toMatchObject([{ version: 2 }]);
  });

  test.each([
    ['subject', { subjectId: 'bob' }],
    ['policy', { policy: 'comparison-only' as const }],
    ['replace', { replace: true }],
    ['pictures', { picturesDigest: new Uint8Array(32).fill(7) }],
  ])('an id that comes again with another %s is refused', async (_, changes) => {
    const here = world();
    await enrolled(here, { requestId, picturesDigest: new Uint8Array(32) });
    expect(await codeOf(enrolled(here, { requestId, picturesDigest: new Uint8Array(32), ...changes }))).toBe(
      'REQUEST_ID_REUSED',
    );
  });

  test('the same pictures get the same answer', async () => {
    const here = world();
    const body = { requestId, picturesDigest: new Uint8Array(32).fill(3) };
    const first = await enrolled(here, body);
    expect((await enrolled(here, body)).result).toEqual(first.result);
  });

  test('an enrolment that failed may be tried again under its id', async () => {
    const here = world();
    const failed = await enrolled(here, { requestId }, livePerson(alice, 2));
    expect(failed.result.enrolled).toBe(false);
    expect((await enrolled(here, { requestId })).result.enrolled).toBe(true);
  });
});
