import { alice, livePerson } from '../../support/observations.js';
import { call, codeOf, drained, Frames, world, type World } from '../../support/use-cases.js';

const requestId = '0b7e1f0a-0000-4000-8000-000000000002';

async function enrolledTemplate(here: World, subjectId = 'alice'): Promise<string> {
  const request = { subjectId, policy: null, replace: false, requestId: null, picturesDigest: null };
  const { result } = await drained(here.uses.enroll(request, new Frames(here, livePerson(alice, 12)), call));
  return result.templateId ?? '';
}

describe('subjects', () => {
  test('are created, found and listed in the order of their ids', async () => {
    const { uses } = world();
    for (const id of ['carol', 'alice', 'bob']) await uses.createSubject({ subjectId: id, tags: [] }, null, call);
    expect(await uses.getSubject('bob', call)).toMatchObject({ subjectId: 'bob', createdAt: expect.any(Date) as Date });
    const page = await uses.listSubjects({ after: 'alice', limit: 1 }, call);
    expect(page.map(({ subjectId }) => subjectId)).toEqual(['bob']);
  });

  test('exist once', async () => {
    const { uses } = world();
    await uses.createSubject({ subjectId: 'alice', tags: [] }, null, call);
    expect(await codeOf(uses.createSubject({ subjectId: 'alice', tags: [] }, null, call))).toBe('SUBJECT_EXISTS');
  });

  test('that are unknown are named so by every call', async () => {
    const { uses } = world();
    expect(await codeOf(uses.getSubject('nobody', call))).toBe('SUBJECT_UNKNOWN');
    expect(await codeOf(uses.listTemplates('nobody', call))).toBe('SUBJECT_UNKNOWN');
    expect(await codeOf(uses.deleteSubject('nobody', null, call))).toBe('SUBJECT_UNKNOWN');
  });

  test('go with their templates and keys, and leave a receipt', async () => {
    const here = world();
    const templateId = await enrolledTemplate(here);
    expect(await here.uses.deleteSubject('alice', null, call)).toEqual({
      subjectId: 'alice',
      deletedAt: new Date(here.clock.nowMs()),
      templatesDeleted: 1,
    });
    expect(await codeOf(here.uses.getTemplate(templateId, call))).toBe('TEMPLATE_UNKNOWN');
    expect(await here.store.transaction((unit) => unit.subjectKeys.latest('alice'), call)).toBeNull();
  });
});

describe('templates', () => {
  test('are shown without their record', async () => {
    const here = world();
    const templateId = await enrolledTemplate(here);
    const shown = await here.uses.getTemplate(templateId, call);
    expect(await here.uses.listTemplates('alice', call)).toEqual([shown]);
    expect(Object.keys(shown).sort()).toEqual(
      ['createdAt', 'framesUsed', 'modelId', 'quality', 'subjectId', 'templateId', 'version'].sort(),
    );
  });

  test('are deleted once, and their subject stays', async () => {
    const here = world();
    const templateId = await enrolledTemplate(here);
    expect(await here.uses.deleteTemplate(templateId, null, call)).toMatchObject({ templateId, subjectId: 'alice' });
    expect(await codeOf(here.uses.deleteTemplate(templateId, null, call))).toBe('TEMPLATE_UNKNOWN');
    expect(await here.uses.listTemplates('alice', call)).toEqual([]);
  });
});

describe('request ids', () => {
  test('a repeated creation gets the answer of the first', async () => {
    const here = world();
    const first = await here.uses.createSubject({ subjectId: 'alice', tags: [] }, requestId, call);
    here.clock.advance(60_000);
    expect(await here.uses.createSubject({ subjectId: 'alice', tags: [] }, requestId, call)).toEqual(first);
  });

  test('a repeated deletion gets the receipt of the first, dates and all', async () => {
    const here = world();
    const templateId = await enrolledTemplate(here);
    const deleted = await here.uses.deleteTemplate(templateId, 'first', call);
    expect(await here.uses.deleteTemplate(templateId, 'first', call)).toEqual(deleted);
    const receipt = await here.uses.deleteSubject('alice', 'second', call);
    here.clock.advance(1_000);
    expect(await here.uses.deleteSubject('alice', 'second', call)).toEqual(receipt);
  });

  test('an id that comes again with another request is refused, also by another method', async () => {
    const { uses } = world();
    await uses.createSubject({ subjectId: 'alice', tags: [] }, requestId, call);
    expect(await codeOf(uses.createSubject({ subjectId: 'bob', tags: [] }, requestId, call))).toBe('REQUEST_ID_REUSED');
    expect(await codeOf(uses.deleteSubject('alice', requestId, call))).toBe('REQUEST_ID_REUSED');
    expect(await uses.getSubject('alice', call)).toMatchObject({ subjectId: 'alice' });
  });

  test('a request that failed is not an answer', async () => {
    const here = world();
    expect(await codeOf(here.uses.deleteSubject('alice', requestId, call))).toBe('SUBJECT_UNKNOWN');
    await here.uses.createSubject({ subjectId: 'alice', tags: [] }, null, call);
    expect(await here.uses.deleteSubject('alice', requestId, call)).toMatchObject({ templatesDeleted: 0 });
  });

  test('an answer is kept for a day', async () => {
    const here = world();
    await here.uses.createSubject({ subjectId: 'alice', tags: [] }, requestId, call);
    here.clock.advance(86_400_000);
    expect(await codeOf(here.uses.createSubject({ subjectId: 'alice', tags: [] }, requestId, call))).toBe(
      'SUBJECT_EXISTS',
    );
  });
});

test('a store that is out of reach is told, and nothing is done', async () => {
  const here = world();
  here.store.failNext(1);
  expect(await codeOf(here.uses.createSubject({ subjectId: 'alice', tags: [] }, null, call))).toBe('STORE_DOWN');
  expect(await here.uses.listSubjects({ after: null, limit: 5 }, call)).toEqual([]);
});
