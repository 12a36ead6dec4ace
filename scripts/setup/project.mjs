// Where the project lies, and the error that ends a set-up in words instead of a stack.
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Its message says what went wrong and what to do; it is shown as it is. */
export class SetUpError extends Error {}

/** Runs a program's main function; a SetUpError is shown as words, anything else as what it is: a mistake of ours. */
export async function main(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    console.error(error instanceof SetUpError ? error.message : error);
    process.exitCode = 1;
  }
}
