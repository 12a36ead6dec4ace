import { alice, livePerson } from '../../support/observations.js';
import { call, codeOf, drained, Frames, world, type World } from '../../support/use-cases.js';

/** What is deleted while a capture runs is gone: the capture neither uses it nor brings it back. */

const request = { subjectId: 'alice', policy: null, replace: true, requestId: null, picturesDigest: null };
const claim = { subjectId: 'alice', policy: null };

async function withAlice(): Promise<World> {
  const here = world();
  await drained(here.uses.enroll(request, new Frames(here, livePerson(alice, 12)), call));
  return here;
}

test('a subject deleted during its verification is not accepted', async () => {
  const here = await withAlice();
  const verification = here.uses.verify(claim, new Frames(here, livePerson(alice, 20)), call);
  await verification.next();
  await here.uses.deleteSubject('alice', null, call);
  const { result } = await drained(verification);
  expect(result).toMatchObject({ outcome: 'REJECT', reasons: ['SIMILARITY_LOW'] });
});

test('a template replaced during a verification accepts nobody any more', async () => {
  const here = await withAlice();
  const verification = here.uses.verify(claim, new Frames(here, livePerson(alice, 20)), call);
  await verification.next();
  await drained(here.uses.enroll(request, new Frames(here, livePerson(alice, 12)), call));
  expect((await drained(verification)).result.outcome).not.toBe('ACCEPT');
});

test('an enrolment does not bring back a subject that was deleted during its capture', async () => {
  const here = await withAlice();
  const enrolment = here.uses.enroll(request, new Frames(here, livePerson(alice, 12)), call);
  await enrolment.next();
  await here.uses.deleteSubject('alice', null, call);
  expect(await codeOf(drained(enrolment))).toBe('SUBJECT_UNKNOWN');
  expect(await here.uses.listSubjects({ after: null, limit: 10 }, call)).toEqual([]);
});
