import { commandLine } from '../support/command-line.js';

/** face-engine templates, over fakes. */

const command = commandLine();
const { ran, ranJson } = command;

test('a change of model is started, watched and finished, without a network loaded', async () => {
  const started = await ranJson('templates', 'migrate');
  expect(started).toMatchObject({ code: 0, value: { finishedAt: null, subjects: 4, subjectsMigrated: 1 } });
  expect((await ranJson('templates', 'status')).value).toEqual(started.value);
  const { out } = await ran('templates', 'status');
  expect(out).toMatch(
    /^from \S+@[0-9a-f]{12} to \S+@[0-9a-f]{12}: started \S+, lasts\n1 of 4 .* \(25\.0 %\), 3 still wait/,
  );
  const finished = await ran('templates', 'finish');
  expect(finished).toMatchObject({ code: 0, out: expect.stringMatching(/, finished \S+\n.*\ndeleted 1 templates of /) as string }); // prettier-ignore
  expect(new Set(command.world.needs)).toEqual(new Set(['store']));
});

test('the model to move from can be named', async () => {
  const { fromModelId } = (await ranJson('templates', 'migrate')).value;
  expect((await ranJson('templates', 'migrate', '--from', String(fromModelId))).code).toBe(0);
  const other = await ranJson('templates', 'migrate', '--from', 'other@000000000001');
  expect(other).toMatchObject({ code: 65, value: { error: { code: 'MODEL_MISMATCH' } } });
});

test.each(['status', 'finish'])('%s without a change of model is an input that is wrong', async (verb) => {
  expect(await ranJson('templates', verb)).toMatchObject({ code: 65, value: { error: { code: 'MIGRATION_UNKNOWN' } } });
});
