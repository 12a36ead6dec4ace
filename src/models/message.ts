/** The first line of an error and of what caused it: `fetch failed (getaddrinfo ENOTFOUND …)`. */
export function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) return String(error);
  const [line = ''] = String(error.message).split('\n');
  return 'cause' in error && error.cause ? `${line} (${messageOf(error.cause)})` : line;
}
