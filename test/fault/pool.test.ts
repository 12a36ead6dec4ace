import { getEventListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { answer, closePools, codeOf, never, request, testPool } from '../support/test-pool.js';
import { deed } from '../support/test-worker.js';

afterEach(closePools);

async function until(condition: () => boolean): Promise<void> {
  for (let waitedMs = 0; !condition(); waitedMs += 5) {
    if (waitedMs > 10_000) throw new Error('waited 10 s for a condition');
    await delay(5);
  }
}

describe('frames', () => {
  test('a result comes back with its arrays, and the picture is gone from the caller', async () => {
    const pool = testPool();
    await pool.ready;
    const frame = request(deed.answer, 0, 42);
    const { observation, stages } = await pool.observe(frame, never());
    expect(frame.image.data.byteLength).toBe(0);
    expect(stages).toBeNull();
    expect(observation.height).toBe(42);
    expect(ArrayBuffer.isView(observation.face?.embedding)).toBe(true);
    expect([observation.face?.embedding?.length, observation.face?.embedding?.[511]]).toEqual([512, 3]);
    expect([observation.face?.landmarks.length, observation.face?.points.length]).toEqual([1404, 10]);
    expect((await pool.observe({ ...request(deed.answer), timed: true }, never())).stages).toEqual({ worker: 1 });
  });

  test('a fault keeps its code, field and waiting time; a mistake of ours becomes INTERNAL without its text', async () => {
    const pool = testPool();
    await pool.ready;
    await expect(pool.observe(request(deed.refuse), never())).rejects.toMatchObject({
      code: 'IMAGE_TOO_LARGE',
      message: 'too large',
      field: 'image',
      retryAfterMs: 5,
    });
    const mistake: unknown = await pool.observe(request(deed.fail), never()).catch((error: unknown) => error);
    expect(mistake).toMatchObject({ code: 'INTERNAL', cause: expect.stringContaining('a mistake of ours') as string });
    expect((mistake as Error).message).not.toContain('mistake');
    expect(pool.statistics()).toMatchObject({ replacements: 0, framesDone: 2 });
  });

  test('waiting frames run first come, first served', async () => {
    const pool = testPool({ workers: 1, queueDepthMax: 20 });
    await pool.ready;
    const finished: number[] = [];
    const frames = Array.from({ length: 20 }, async (_, index) => {
      const { observation } = await pool.observe(request(deed.answer, 0, index), never());
      finished.push(observation.height);
    });
    await Promise.all(frames);
    expect(finished).toEqual(finished.toSorted((a, b) => a - b));
  });

  test('a picture whose buffer is gone is refused, and the worker stays', async () => {
    const pool = testPool();
    await pool.ready;
    const frame = request(deed.answer);
    await pool.observe(frame, never());
    expect(await codeOf(pool.observe(frame, never()))).toBe('INTERNAL');
    expect(await codeOf(answer(pool))).toBe('resolved');
    expect(pool.statistics().replacements).toBe(0);
  });
});

describe('overload', () => {
  test('of 10,000 frames those beyond the queue are refused at once, and nothing is left behind', async () => {
    const pool = testPool({ queueDepthMax: 64 });
    await pool.ready;
    await answer(pool);
    const { signal } = new AbortController();
    const startedMs = performance.now();
    const frames = Array.from({ length: 10_000 }, () => request(deed.sleep, 0, 1));
    const answers = frames.map((frame) => codeOf(pool.observe(frame, { signal })));
    const refusedMs = performance.now() - startedMs;
    const codes = await Promise.all(answers);
    expect(codes.filter((code) => code === 'resolved')).toHaveLength(66);
    expect(codes.filter((code) => code === 'OVERLOADED')).toHaveLength(9934);
    expect(refusedMs).toBeLessThan(1000);
    expect(frames.every(({ image }) => image.data.byteLength === 0 || !image.data.some((byte) => byte !== 0))).toBe(
      true,
    );
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    expect(pool.statistics()).toMatchObject({ queueDepth: 0, workersBusy: 0, framesDone: 67 });
  });

  test('a refusal says when to come back', async () => {
    const pool = testPool({ workers: 1, queueDepthMax: 0 });
    await pool.ready;
    const running = pool.observe(request(deed.sleep, 10), never());
    await expect(answer(pool)).rejects.toMatchObject({
      code: 'OVERLOADED',
      retryAfterMs: expect.any(Number) as number,
    });
    await running;
  });
});

describe('cancelling', () => {
  test('a cancelled call never starts, and its picture is zeroed', async () => {
    const pool = testPool();
    await pool.ready;
    const frame = request(deed.sleep, 1, 9);
    expect(await codeOf(pool.observe(frame, { signal: AbortSignal.abort() }))).toBe('CANCELLED');
    expect([...frame.image.data]).toEqual([0, 0, 0]);
  });

  test('a waiting frame gives its place up at once', async () => {
    const pool = testPool({ workers: 1, queueDepthMax: 1 });
    await pool.ready;
    const running = pool.observe(request(deed.sleep, 20), never());
    const caller = new AbortController();
    const frame = request(deed.answer, 1, 9);
    const waiting = codeOf(pool.observe(frame, caller));
    expect(await codeOf(answer(pool))).toBe('OVERLOADED');
    caller.abort();
    expect(await waiting).toBe('CANCELLED');
    expect([...frame.image.data]).toEqual([0, 0, 0]);
    expect(pool.statistics()).toMatchObject({ queueDepth: 0, workersBusy: 1 });
    expect(await codeOf(answer(pool))).toBe('resolved');
    await running;
  });

  test('the caller of a running frame is answered at once, and the worker takes the next frame after it', async () => {
    const pool = testPool({ workers: 1 });
    await pool.ready;
    const caller = new AbortController();
    const startedMs = performance.now();
    const running = codeOf(pool.observe(request(deed.sleep, 50), caller));
    const next = answer(pool);
    caller.abort();
    expect(await running).toBe('CANCELLED');
    expect(performance.now() - startedMs).toBeLessThan(300);
    await next;
    expect(performance.now() - startedMs).toBeGreaterThan(450);
    expect(pool.statistics()).toMatchObject({ replacements: 0, framesDone: 2 });
  });
});

describe('lost workers', () => {
  test.each(['exit', 'throwOutside', 'exhaustHeap'] as const)(
    '%s fails its frame alone, and the worker is replaced',
    async (what) => {
      const pool = testPool();
      await pool.ready;
      const other = codeOf(pool.observe(request(deed.sleep, 20), never()));
      expect(await codeOf(pool.observe(request(deed[what]), never()))).toBe('WORKER_LOST');
      expect(await other).toBe('resolved');
      await until(() => pool.statistics().workersIdle === 2);
      expect(pool.statistics()).toMatchObject({ ready: true, replacements: 1 });
      expect(await codeOf(answer(pool))).toBe('resolved');
    },
  );

  test.each(['spin', 'neverAnswer'] as const)('a worker stuck by %s is ended after the frame time', async (what) => {
    const pool = testPool({ workers: 1, frameTimeoutMs: 150 });
    await pool.ready;
    const startedMs = performance.now();
    const stuck = codeOf(pool.observe(request(deed[what]), never()));
    const next = codeOf(answer(pool));
    expect(await stuck).toBe('WORKER_LOST');
    expect(performance.now() - startedMs).toBeLessThan(1000);
    expect(await next).toBe('resolved');
  });

  test('beyond the cap the pool is not ready, refuses, and comes back after the window', async () => {
    const pool = testPool({ workers: 1, replacementsMax: 2, replacementWindowMs: 1500 });
    await pool.ready;
    for (let losses = 0; losses < 2; losses += 1) {
      expect(await codeOf(pool.observe(request(deed.exit), never()))).toBe('WORKER_LOST');
      await until(() => pool.statistics().workersIdle === 1);
    }
    const last = codeOf(pool.observe(request(deed.exit), never()));
    const waiting = codeOf(answer(pool));
    expect([await last, await waiting]).toEqual(['WORKER_LOST', 'WORKER_LOST']);
    expect(pool.statistics()).toMatchObject({ ready: false, replacements: 2, queueDepth: 0 });
    await expect(answer(pool)).rejects.toMatchObject({
      code: 'WORKER_LOST',
      retryAfterMs: expect.any(Number) as number,
    });
    await until(() => pool.statistics().ready);
    expect(await codeOf(answer(pool))).toBe('resolved');
    expect(pool.statistics().replacements).toBe(3);
  });

  test('a replacement that cannot load counts against the cap too', async () => {
    let starts = 0;
    const pool = testPool({ workers: 1, replacementsMax: 3 }, () => ({ start: starts++ === 0 ? 'load' : 'fail' }));
    await pool.ready;
    const lost = codeOf(pool.observe(request(deed.exit), never()));
    const waiting = codeOf(answer(pool));
    expect([await lost, await waiting]).toEqual(['WORKER_LOST', 'WORKER_LOST']);
    await until(() => starts === 4 && !pool.statistics().ready);
    expect(pool.statistics()).toMatchObject({ ready: false, replacements: 3 });
  });
});

describe('starting', () => {
  test.each([
    ['fail', 'MODEL_MISMATCH'],
    ['exit', undefined],
    ['hang', undefined],
  ] as const)('a worker that starts with %s gives ready its cause and closes the pool', async (start, code) => {
    let starts = 0;
    const pool = testPool({ startTimeoutMs: 1000 }, () => ({ start: starts++ === 1 ? start : 'load' }));
    expect(await codeOf(pool.ready)).toBe(code);
    expect(await codeOf(answer(pool))).toBe('DRAINING');
    await pool.close();
    expect(pool.statistics()).toMatchObject({ ready: false, workersIdle: 0 });
  });
});

describe('draining and closing', () => {
  test('drain finishes running and waiting frames and refuses new ones', async () => {
    const pool = testPool({ workers: 1 });
    await pool.ready;
    const frames = [deed.sleep, deed.sleep, deed.answer].map((what) => codeOf(pool.observe(request(what, 5), never())));
    const drained = pool.drain(5000);
    expect(await codeOf(answer(pool))).toBe('DRAINING');
    await drained;
    expect(pool.statistics()).toMatchObject({ queueDepth: 0, workersBusy: 0, framesDone: 3 });
    expect(await Promise.all(frames)).toEqual(['resolved', 'resolved', 'resolved']);
  });

  test('drain is bounded: what is not finished in time is refused', async () => {
    const pool = testPool({ workers: 1 });
    await pool.ready;
    const frames = [deed.neverAnswer, deed.answer].map((what) => codeOf(pool.observe(request(what), never())));
    await pool.drain(100);
    expect(await Promise.all(frames)).toEqual(['DRAINING', 'DRAINING']);
  });

  test('close refuses every frame and ends every thread, even one that spins', async () => {
    const pool = testPool({ workers: 1 });
    await pool.ready;
    const frames = [deed.spin, deed.answer].map((what) => codeOf(pool.observe(request(what), never())));
    await Promise.all([pool.close(), pool.close()]);
    expect(await Promise.all(frames)).toEqual(['DRAINING', 'DRAINING']);
    expect(pool.statistics()).toMatchObject({ ready: false, workersIdle: 0, workersBusy: 0, replacements: 0 });
  });
});
