import type { Observation } from '../../../src/biometrics/observation.js';
import { FaceError } from '../../../src/errors.js';
import { recognition, type Recognition } from '../../../src/recognition/recognition.js';
import type { EnrolmentRequest } from '../../../src/recognition/requests.js';
import type { SearchKind } from '../../../src/recognition/search-permissions.js';
import { Turns } from '../../../src/recognition/turns.js';
import { MemoryGallery } from '../../support/memory-gallery.js';
import { alice, livePerson, mallory } from '../../support/observations.js';
import { call, codeOf, drained, Frames, world, type World } from '../../support/use-cases.js';

/** A policy under which a person enrols once, and the gallery behind it. */

interface Place extends World {
  readonly gallery: MemoryGallery;
  readonly uses: Recognition;
}

function place(allowed: readonly SearchKind[] = ['duplicate-check']): Place {
  const base = world({ duplicateCheck: 'refuse' });
  const gallery = new MemoryGallery({ store: base.store, vault: base.vault, modelId: base.engine.modelId });
  const context = { ...base.context, gallery, searchPermissions: new Set(allowed) };
  return { ...base, context, gallery, uses: recognition(context) };
}

const asked = (subjectId: string, changes: Partial<EnrolmentRequest> = {}): EnrolmentRequest => ({
  subjectId,
  policy: null,
  replace: false,
  requestId: null,
  picturesDigest: null,
  ...changes,
});

const enrolled = async (
  here: Place,
  subjectId: string,
  shown: readonly Observation[],
  changes: Partial<EnrolmentRequest> = {},
) => (await drained(here.uses.enroll(asked(subjectId, changes), new Frames(here, shown), call))).result;

test('a person enrols once, and the refusal says nothing about who it was', async () => {
  const here = place();
  expect(await enrolled(here, 'alice', livePerson(alice, 12))).toMatchObject({ enrolled: true });
  expect(await enrolled(here, 'mallory', livePerson(mallory, 12))).toMatchObject({ enrolled: true });
  const again = enrolled(here, 'alias', livePerson(alice, 12));
  await expect(again).rejects.toMatchObject({ code: 'DUPLICATE_PERSON' });
  await expect(again).rejects.toThrow(/^(?!.*alice)/s);
  // Nothing of it was stored.
  expect(await codeOf(here.uses.getSubject('alias', call))).toBe('SUBJECT_UNKNOWN');
});

test('a subject may replace its own template', async () => {
  const here = place();
  await enrolled(here, 'alice', livePerson(alice, 12));
  const again = await enrolled(here, 'alice', livePerson(alice, 12), { replace: true });
  expect(again).toMatchObject({ enrolled: true });
});

test('who was deleted is in nobody’s way', async () => {
  const here = place();
  await enrolled(here, 'alice', livePerson(alice, 12));
  await here.uses.deleteSubject('alice', null, call);
  expect(await enrolled(here, 'alias', livePerson(alice, 12))).toMatchObject({ enrolled: true });
});

test('of two enrolments of one person at once one is refused, also on two servers', async () => {
  const here = place();
  const gallery = new MemoryGallery({ store: here.store, vault: here.vault, modelId: here.engine.modelId });
  const other = recognition({ ...here.context, gallery, enrolmentTurns: new Turns() });
  const enrolment = (uses: Recognition, subjectId: string) =>
    codeOf(drained(uses.enroll(asked(subjectId), new Frames(here, livePerson(alice, 12)), call)));
  const codes = await Promise.all([
    enrolment(here.uses, 'one'),
    enrolment(here.uses, 'two'),
    enrolment(other, 'three'),
  ]);
  expect(codes.sort()).toEqual(['DUPLICATE_PERSON', 'DUPLICATE_PERSON', 'nothing was thrown']);
  expect(await here.uses.listSubjects({ after: null, limit: 10 }, call)).toHaveLength(1);
});

test('a repeated request gets its answer and is no duplicate of itself', async () => {
  const here = place();
  const first = await enrolled(here, 'alice', livePerson(alice, 12), { requestId: 'r1' });
  expect(await enrolled(here, 'alice', livePerson(alice, 12), { requestId: 'r1' })).toEqual(first);
  here.gallery.phase = 'full';
  expect(await enrolled(here, 'alice', livePerson(alice, 12), { requestId: 'r1' })).toEqual(first);
});

test('without the permission, or while the gallery is loading, nobody is captured for it', async () => {
  const frames = (here: Place) => new Frames(here, livePerson(alice, 12));
  const forbidden = place(['identify', 'search-once', 'find-duplicates']);
  const unseen = frames(forbidden);
  expect(await codeOf(drained(forbidden.uses.enroll(asked('alice'), unseen, call)))).toBe('SEARCH_NOT_ALLOWED');
  expect(unseen.pulled).toBe(0);
  const loading = place();
  loading.gallery.phase = 'loading';
  expect(await codeOf(drained(loading.uses.enroll(asked('alice'), frames(loading), call)))).toBe('GALLERY_LOADING');
});

test('when the gallery cannot catch up nobody is enrolled', async () => {
  const here = place();
  here.gallery.fault = new FaceError('STORE_DOWN', 'out of reach');
  expect(await codeOf(enrolled(here, 'alice', livePerson(alice, 12)))).toBe('STORE_DOWN');
  expect(await here.uses.listSubjects({ after: null, limit: 10 }, call)).toEqual([]);
});

test('nobody else is held back while a gallery that is behind catches up', async () => {
  const here = place();
  const order: string[] = [];
  const caughtUp = here.gallery.caughtUp.bind(here.gallery);
  here.gallery.caughtUp = (given) => {
    order.push('caught up');
    return caughtUp(given);
  };
  const transaction = here.store.transaction.bind(here.store);
  here.store.transaction = (work, given) =>
    transaction((unit) => {
      const holdBack = () => {
        order.push('hold back');
        return unit.enrolments.holdBack();
      };
      return work({ ...unit, enrolments: { ...unit.enrolments, holdBack } });
    }, given);
  await enrolled(here, 'alice', livePerson(alice, 12));
  expect(order).toEqual(['caught up', 'hold back', 'caught up']);
});

test('a gallery that does not catch up in time is no cancelling by the caller, who is told when to try again', async () => {
  const here = place();
  const limit = new AbortController();
  jest.spyOn(AbortSignal, 'timeout').mockReturnValue(limit.signal);
  here.gallery.caughtUp = ({ signal }) => {
    limit.abort();
    return Promise.reject(new FaceError(signal.aborted ? 'CANCELLED' : 'INTERNAL', 'the call ended'));
  };
  try {
    const enrolling = enrolled(here, 'alice', livePerson(alice, 12));
    await expect(enrolling).rejects.toMatchObject({ code: 'STORE_DOWN', retryAfterMs: 5_000 });
  } finally {
    jest.restoreAllMocks();
  }
});

describe('the answer to a deletion', () => {
  test('comes when the gallery has forgotten', async () => {
    const here = place();
    await enrolled(here, 'alice', livePerson(alice, 12));
    await enrolled(here, 'mallory', livePerson(mallory, 12));
    await here.gallery.caughtUp(call);
    expect(here.gallery.state().references).toBe(2);
    await here.uses.deleteSubject('mallory', null, call);
    expect(here.gallery.state().references).toBe(1);
    const [template] = await here.uses.listTemplates('alice', call);
    await here.uses.deleteTemplate(template?.templateId ?? '', null, call);
    expect(here.gallery.state().references).toBe(0);
  });

  test('comes also when the gallery cannot follow, and the journal says so', async () => {
    const here = place();
    await enrolled(here, 'alice', livePerson(alice, 12));
    here.gallery.fault = new FaceError('GALLERY_LOADING', 'loading');
    expect(await here.uses.deleteSubject('alice', null, call)).toMatchObject({ templatesDeleted: 1 });
    expect(here.journal.behind).toEqual([here.gallery.fault]);
  });
});

describe('tags', () => {
  test('come with an enrolment, are kept by the next one that names none, and replaced by one that names some', async () => {
    const here = place();
    const tagsOf = async () => (await here.uses.getSubject('alice', call)).tags;
    await enrolled(here, 'alice', livePerson(alice, 12), { tags: ['staff', 'north'] });
    expect(await tagsOf()).toEqual(['staff', 'north']);
    await enrolled(here, 'alice', livePerson(alice, 12), { replace: true });
    expect(await tagsOf()).toEqual(['staff', 'north']);
    await enrolled(here, 'alice', livePerson(alice, 12), { replace: true, tags: ['guest'] });
    expect(await tagsOf()).toEqual(['guest']);
  });

  test('a request of other tags is another request', async () => {
    const here = place();
    await enrolled(here, 'alice', livePerson(alice, 12), { requestId: 'r1', tags: ['a'] });
    const other = enrolled(here, 'alice', livePerson(alice, 12), { requestId: 'r1', tags: ['b'] });
    expect(await codeOf(other)).toBe('REQUEST_ID_REUSED');
  });

  test('are changed whole, once for a request id, and of nobody who is not there', async () => {
    const here = place();
    const made = await here.uses.createSubject({ subjectId: 'bob', tags: ['a', 'b'] }, null, call);
    expect(made.tags).toEqual(['a', 'b']);
    const changed = await here.uses.updateSubject({ subjectId: 'bob', tags: ['c'] }, 'r2', call);
    expect(changed).toEqual({ ...made, tags: ['c'] });
    await here.uses.updateSubject({ subjectId: 'bob', tags: [] }, null, call);
    expect(await here.uses.updateSubject({ subjectId: 'bob', tags: ['c'] }, 'r2', call)).toEqual(changed);
    expect((await here.uses.getSubject('bob', call)).tags).toEqual([]);
    const unknown = here.uses.updateSubject({ subjectId: 'carol', tags: [] }, null, call);
    expect(await codeOf(unknown)).toBe('SUBJECT_UNKNOWN');
  });
});
