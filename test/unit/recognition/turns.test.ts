import { Turns } from '../../../src/recognition/turns.js';
import { call, codeOf } from '../../support/use-cases.js';

/** A piece of work that says when it began, and ends when it is told to. */
function held(begun: string[], name: string) {
  let end: (error?: Error) => void = () => undefined;
  const over = new Promise<void>((resolve, reject) => {
    end = (error) => (error ? reject(error) : resolve());
  });
  const work = async (): Promise<string> => {
    begun.push(name);
    await over;
    return name;
  };
  return { work, end };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('one at a time, in the order they came, whatever becomes of the one before', async () => {
  const turns = new Turns();
  const begun: string[] = [];
  const [first, second, third] = ['first', 'second', 'third'].map((name) => held(begun, name));
  const results = [first, second, third].map((one) => turns.take(one!.work, call));
  await settled();
  expect(begun).toEqual(['first']);
  first!.end(new Error('it failed'));
  await expect(results[0]).rejects.toThrow('it failed');
  await settled();
  expect(begun).toEqual(['first', 'second']);
  second!.end();
  third!.end();
  expect(await Promise.all(results.slice(1))).toEqual(['second', 'third']);
});

test('who gives up waiting does not let those behind overtake those before', async () => {
  const turns = new Turns();
  const begun: string[] = [];
  const [first, third] = [held(begun, 'first'), held(begun, 'third')];
  const running = turns.take(first.work, call);
  const impatient = new AbortController();
  const waiting = turns.take(held(begun, 'second').work, { signal: impatient.signal });
  const last = turns.take(third.work, call);
  impatient.abort();
  expect(await codeOf(waiting)).toBe('CANCELLED');
  await settled();
  expect(begun).toEqual(['first']);
  first.end();
  third.end();
  await Promise.all([running, last]);
  expect(begun).toEqual(['first', 'third']);
});
