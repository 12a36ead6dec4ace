import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FaceError } from '../../src/errors.js';
import { commandLine } from '../support/command-line.js';

const command = commandLine();
const { ran, ranJson } = command;

let folder = '';
let picture = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'face-engine-search-'));
  picture = join(folder, 'a.png');
  writeFileSync(picture, 'a');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('pictures are searched for once, a stream is identified', async () => {
  await ran('enroll', 'ada', picture, '--tags', 'staff,north');
  await ran('enroll', 'bob', picture);
  expect(command.world.recognition.enrolments.map(({ tags }) => tags)).toEqual([['staff', 'north'], undefined]);
  const { code, value } = await ranJson('identify', picture, '--tags', 'staff', '--max', '1', '--fpir', '0.001');
  expect(code).toBe(0);
  expect(value).toMatchObject({
    outcome: 'CANDIDATES',
    candidates: [{ rank: 1, subjectId: 'ada' }],
    candidatesFound: 2,
    threshold: { fpir: 0.001 },
  });
  await ran('identify', picture, '--fps', '10', '--policy', 'passive');
  expect(command.world.recognition.identifications).toEqual([
    {
      kind: 'search-once',
      policy: null,
      filter: { subjectIds: null, tagsAny: ['staff'] },
      candidatesMax: 1,
      fpirMax: 0.001,
      scoresRevealed: true,
    },
    {
      kind: 'identify',
      policy: 'passive',
      filter: { subjectIds: null, tagsAny: null },
      candidatesMax: 10,
      fpirMax: null,
      scoresRevealed: true,
    },
  ]);
});

test('people read a table', async () => {
  await ran('enroll', 'ada', picture);
  const { out } = await ran('identify', picture);
  expect(out).toMatch(
    /^CANDIDATES {2}SIMILARITY_SUFFICIENT, LIVENESS_SHOWN\n1 of 1 subjects reach 0\.600, passive@1\n/,
  );
  expect(out).toMatch(/rank +subject +similarity\n.*\n1 +ada +1\.000\n$/);
});

test('nobody is an exit code of its own', async () => {
  expect(await ran('identify', picture)).toMatchObject({ code: 1 });
});

test('a command waits for the gallery', async () => {
  const { recognition } = command.world;
  recognition.state = { ...recognition.state, phase: 'loading' };
  setTimeout(() => (recognition.state = { ...recognition.state, phase: 'ready' }), 50);
  const { code, err } = await ran('identify', picture);
  expect(code).toBe(1);
  expect(err).toContain('the gallery is being loaded');
  expect(command.world.galleriesStarted).toBe(1);
});

test('a command does not wait for a gallery that no key opens', async () => {
  const { recognition } = command.world;
  recognition.state = { ...recognition.state, phase: 'loading' };
  setTimeout(() => (recognition.state = { ...recognition.state, faultCode: 'KEYS_SEALED' }), 50);
  expect(await ranJson('identify', picture)).toMatchObject({ code: 69, value: { error: { code: 'KEYS_SEALED' } } });
});

test('an enrolment loads the gallery only when its policy needs it, and goes on then', async () => {
  await ran('enroll', 'ada', picture);
  expect(command.world.galleriesStarted).toBe(0);
  const { recognition } = command.world;
  const enroll = recognition.enroll.bind(recognition);
  jest.spyOn(recognition, 'enroll').mockImplementation((request, frames, call) => {
    if (command.world.galleriesStarted === 0) throw new FaceError('GALLERY_LOADING', 'the gallery is being loaded');
    return enroll(request, frames, call);
  });
  expect(await ran('enroll', 'bob', picture)).toMatchObject({ code: 0 });
  expect(command.world.galleriesStarted).toBe(1);
});

test('duplicates are told when their job has ended', async () => {
  const { recognition } = command.world;
  recognition.pairs = [{ place: 4, subjectId: 'ada', otherSubjectId: 'bob', similarity: 0.9375 }];
  recognition.jobIs = { state: 'SUCCEEDED', progress: 1, pairsFound: 1 };
  const { code, value } = await ranJson('duplicates', '--similarity', '0.9');
  expect(code).toBe(0);
  expect(value).toMatchObject({
    job: { state: 'SUCCEEDED', pairsFound: 1 },
    pairs: [{ subjectId: 'ada', otherSubjectId: 'bob', similarity: 0.9375 }],
  });
  expect(recognition.duplicatesAsked).toEqual([
    { fpirMax: null, similarityMin: 0.9, scoresRevealed: true, requestId: null },
  ]);
  expect((await ran('duplicates')).out).toMatch(/^SUCCEEDED, 1 pairs\n.*\n.*\nada +bob +0\.938\n$/);
  expect(command.world.needs).toEqual(['store', 'store']);
  recognition.jobIs = { state: 'FAILED', fault: 'GALLERY_FULL' };
  expect(await ranJson('duplicates')).toMatchObject({ code: 69, value: { job: { fault: 'GALLERY_FULL' } } });
});

test('what is wrong on the line is said', async () => {
  for (const line of [
    ['identify', picture, '--max', '0'],
    ['identify', picture, '--fpir', '0.9'],
    ['duplicates', '--similarity', '0.5'],
    ['duplicates', '--similarity', '0.9', '--fpir', '0.01'],
    ['identify'],
  ])
    expect(await ran(...line)).toMatchObject({ code: 64 });
  expect(await ran('identify', picture, '--tags', 'a b')).toMatchObject({ code: 65 });
  command.world.openFault = new FaceError('SEARCH_NOT_ALLOWED', 'not allowed');
  expect(await ranJson('duplicates')).toMatchObject({ value: { error: { code: 'SEARCH_NOT_ALLOWED' } } });
});
