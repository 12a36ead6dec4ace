import pino, { type DestinationStream, type Logger } from 'pino';

/**
 * What may be told to the log, and nothing else: an allowlist of events, of fields, and of the form of each field.
 *
 * No image, vector, key, token, subject id or name has a field here. A value that does not have its field's form is
 * replaced, and an error is logged by class, code and place: its message may quote what it failed on.
 */
export const logEvents = [
  'engine starting',
  'engine ready',
  'models loaded',
  'own calibration in force',
  'worker lost',
  'store ready',
  'store down',
  'policies stale',
  'template moved',
  'template not moved',
  'capture not recorded',
  'gallery loading',
  'gallery ready',
  'gallery not loaded',
  'gallery loaded anew',
  'gallery full',
  'gallery stale',
  'gallery followed',
  'gallery without templates',
  'gallery snapshot written',
  'gallery snapshot read',
  'gallery snapshot refused',
  'gallery snapshot not written',
  'keys sealed',
  'keys opened',
  'server listening',
  'server draining',
  'server closed',
  'call finished',
  'call refused',
  'call failed',
  'stopped',
] as const;
export type LogEvent = (typeof logEvents)[number];

const identifier = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
const rpcMethod = /^\/[A-Za-z0-9_.]{1,100}\/[A-Za-z0-9]{1,64}$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const modelOrPolicy = /^[a-z0-9][a-z0-9.-]{0,47}(@[a-z0-9.-]{1,16})?$/;
const version = /^v?\d{1,4}(\.\d{1,4}){0,3}$/;

const fieldForms = {
  /** A code of FaceError, or the code of a system error. */
  code: identifier,
  errorId: uuid,
  method: rpcMethod,
  modelId: modelOrPolicy,
  version,
  grpcStatus: 'number',
  durationMs: 'number',
  messagesIn: 'number',
  messagesOut: 'number',
  callsRunning: 'number',
  callsCancelled: 'number',
  workers: 'number',
  port: 'number',
  /** References of a gallery, and how many there are to be. */
  references: 'number',
  total: 'number',
  /** Templates that do not open. */
  unopened: 'number',
} as const satisfies Record<string, RegExp | 'number'>;

type FieldName = keyof typeof fieldForms;
export type LogFields = {
  readonly [K in FieldName]?: (typeof fieldForms)[K] extends 'number' ? number : string;
};

export interface Log {
  info(event: LogEvent, fields?: LogFields): void;
  warn(event: LogEvent, fields?: LogFields, cause?: unknown): void;
  error(event: LogEvent, fields?: LogFields, cause?: unknown): void;
}

export const logLevels = ['error', 'warn', 'info', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** One JSON object a line, to `destination` or to standard output. */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  const logger = destination === undefined ? pino(options) : pino(options, destination);
  return {
    info: (event, fields) => write(logger, 'info', event, allowed(fields)),
    warn: (event, fields, cause) => write(logger, 'warn', event, { ...allowed(fields), ...placeOf(cause) }),
    error: (event, fields, cause) => write(logger, 'error', event, { ...allowed(fields), ...placeOf(cause) }),
  };
}

function write(logger: Logger, level: 'info' | 'warn' | 'error', event: string, line: Record<string, unknown>): void {
  const known = logEvents.find((name) => name === event);
  logger[level](line, known ?? 'unknown event');
}

const REPLACED = '[not of this form]';

function allowed(fields: LogFields = {}): Record<string, string | number> {
  const line: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (!isFieldName(name)) continue;
    const form = fieldForms[name];
    if (form === 'number') line[name] = typeof value === 'number' && Number.isFinite(value) ? value : REPLACED;
    else line[name] = typeof value === 'string' && form.test(value) ? value : REPLACED;
  }
  return line;
}

function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(fieldForms, name);
}

const CAUSES_MAX = 4;
const FRAMES_MAX = 12;

/** Class, code and stack of an error and of its causes, without any message. */
function placeOf(cause: unknown): Record<string, unknown> {
  const causes: Record<string, unknown>[] = [];
  let error = cause;
  while (isObject(error) && causes.length < CAUSES_MAX) {
    causes.push({
      name: textOf(error, 'name', identifier),
      code: textOf(error, 'code', identifier),
      at: stackFrames(error),
    });
    error = 'cause' in error ? error.cause : undefined;
  }
  return causes.length === 0 ? {} : { causes };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function textOf(error: object, key: string, form: RegExp): string | undefined {
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' && form.test(value) ? value : undefined;
}

const stackFrame =
  /^ {4}at (?:(?:async |new )*[\w.$<>#[\] ]{1,120} \()?(?:node:|file:\/\/)?[^\s():]{1,300}:\d+:\d+\)?$/;

/** A stack starts with the message, which may hold anything, also lines that look like places: it is cut off first. */
function stackFrames(error: object): string[] {
  const stack: unknown = Reflect.get(error, 'stack');
  const message: unknown = Reflect.get(error, 'message');
  if (typeof stack !== 'string' || typeof message !== 'string') return [];
  const start = stack.indexOf(message);
  if (start < 0) return [];
  const places = stack.slice(start + message.length).split('\n');
  return places
    .filter((line) => stackFrame.test(line))
    .map((line) => line.trim())
    .slice(0, FRAMES_MAX);
}
