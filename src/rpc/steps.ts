/** Passes the steps on and keeps the result, so that `for await` can run a generator that returns one, and closes it. */
export async function* upToLast<Step, Result>(
  steps: AsyncGenerator<Step, Result>,
  last: Result[],
): AsyncGenerator<Step, void> {
  last.push(yield* steps);
}

/** Runs a generator to its end, for callers that want only its result. */
export async function resultOf<Result>(steps: AsyncGenerator<unknown, Result>): Promise<Result> {
  for (;;) {
    const step = await steps.next();
    if (step.done) return step.value;
  }
}
