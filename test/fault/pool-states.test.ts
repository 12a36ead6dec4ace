import type { Pool } from '../../src/engine/pool.js';
import { answer, closePools, codeOf, testPool } from '../support/test-pool.js';

afterEach(closePools);

describe('state × operation', () => {
  const states = {
    starting: () => Promise.resolve(testPool({}, () => ({ startMs: 300 }))),
    ready: async () => {
      const pool = testPool();
      await pool.ready;
      return pool;
    },
    draining: async () => {
      const pool = testPool();
      await pool.ready;
      await pool.drain(1000);
      return pool;
    },
    closed: async () => {
      const pool = testPool();
      await pool.ready;
      await pool.close();
      return pool;
    },
  };
  const operations = {
    observe: (pool: Pool) => codeOf(answer(pool)),
    drain: (pool: Pool) => codeOf(pool.drain(1000)),
    close: (pool: Pool) => codeOf(pool.close()),
  };
  const expected = {
    starting: { observe: 'MODELS_LOADING', drain: 'resolved', close: 'resolved' },
    ready: { observe: 'resolved', drain: 'resolved', close: 'resolved' },
    draining: { observe: 'DRAINING', drain: 'resolved', close: 'resolved' },
    closed: { observe: 'DRAINING', drain: 'resolved', close: 'resolved' },
  };
  for (const state of Object.keys(expected) as (keyof typeof expected)[]) {
    for (const operation of Object.keys(operations) as (keyof typeof operations)[]) {
      test(`${operation} of a pool that is ${state}: ${expected[state][operation]}`, async () => {
        const pool = await states[state]();
        expect(await operations[operation](pool)).toBe(expected[state][operation]);
        expect(pool.statistics().ready).toBe(state === 'ready' && operation === 'observe');
      });
    }
  }

  test('a pool that is drained or closed before it has loaded is never ready', async () => {
    const drained = testPool({}, () => ({ startMs: 100 }));
    await drained.drain(1000);
    expect(await codeOf(drained.ready)).toBe('DRAINING');
    const closed = testPool({}, () => ({ startMs: 100 }));
    await closed.close();
    expect(await codeOf(closed.ready)).toBe('DRAINING');
  });
});
