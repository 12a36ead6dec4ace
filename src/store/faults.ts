import { FaceError, isFaceError } from '../errors.js';

const RETRY_AFTER_MS = 1_000;

/** Another transaction got there first; run again, this one sees what the other stored. `fault` is for when tries run out. */
export class LostRace extends Error {
  readonly fault: FaceError;

  constructor(fault: FaceError) {
    super(fault.message);
    this.name = 'LostRace';
    this.fault = fault;
  }
}

export function cancelled(): FaceError {
  return new FaceError('CANCELLED', 'The call ended before the database answered.');
}

export function storeDown(cause: unknown): FaceError {
  return new FaceError(
    'STORE_DOWN',
    'The database is out of reach. Try again; nothing of an unanswered call may be assumed stored.',
    {
      cause: withoutValues(cause),
      retryAfterMs: RETRY_AFTER_MS,
    },
  );
}

/**
 * Classes of SQLSTATE after which another try may work: connection, resources, operator intervention, system error,
 * authorisation and catalogue (a database that is being restored), lock timeout, idle transaction.
 */
const unavailable = ['08', '53', '57', '58', '28', '3D', '55P03', '25P03', '25P04'];

/** What the driver itself says when a connection breaks, closes or takes too long; these errors have no code. */
const driverMessages = /terminated|timeout|not queryable|after calling end|closed/i;

/** Turns whatever the driver threw into our own errors; none carries a value of a row. */
export function storeFault(error: unknown): FaceError | LostRace {
  if (isFaceError(error) || error instanceof LostRace) return error;
  const sqlState = sqlStateOf(error);
  if (sqlState === null) return isBrokenConnection(error) ? storeDown(error) : internal(error);
  if (sqlState === '40001' || sqlState === '40P01') return new LostRace(storeDown(error));
  // The only foreign keys point at the subject.
  if (sqlState === '23503')
    return new FaceError('SUBJECT_UNKNOWN', 'There is no such subject.', { cause: withoutValues(error) });
  return unavailable.some((prefix) => sqlState.startsWith(prefix)) ? storeDown(error) : internal(error);
}

function internal(error: unknown): FaceError {
  return new FaceError('INTERNAL', 'The database refused a statement.', { cause: withoutValues(error) });
}

function isBrokenConnection(error: unknown): boolean {
  const code = stringOf(error, 'code');
  if (code !== null && /^E[A-Z]/.test(code)) return true;
  return driverMessages.test(stringOf(error, 'message') ?? '');
}

/** Only errors sent by the server have a severity; a system error such as EPIPE looks like an SQLSTATE otherwise. */
export function sqlStateOf(error: unknown): string | null {
  return stringOf(error, 'severity') === null ? null : stringOf(error, 'code');
}

/** PostgreSQL puts row values into message, detail and where: the code and the names of the schema are kept. */
function withoutValues(error: unknown): Error {
  const sqlState = sqlStateOf(error);
  if (sqlState === null)
    return new Error(stringOf(error, 'message') || (stringOf(error, 'code') ?? 'unknown database error'));
  const names = [stringOf(error, 'table'), stringOf(error, 'constraint'), stringOf(error, 'routine')];
  return new Error(['SQLSTATE', sqlState, ...names.filter((name) => name !== null)].join(' '));
}

function stringOf(error: unknown, name: string): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : null;
}
