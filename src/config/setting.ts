import { isIP } from 'node:net';

/**
 * One setting: how its text becomes a value. `parse` throws a SettingError whose sentence says what is expected; it
 * never repeats the value, which may be a secret in the wrong place.
 */
export interface Setting<T> {
  readonly doc: string;
  readonly parse: (text: string) => T;
  /** The text that stands when nothing is set; null: the setting may be absent. */
  readonly fallback: string | null;
}

export class SettingError extends Error {}

const expected = (what: string): never => {
  throw new SettingError(`must be ${what}`);
};

export const integer =
  (min: number, max: number) =>
  (text: string): number => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    return value >= min && value <= max ? value : expected(`a whole number from ${min} to ${max}`);
  };

export const decimal =
  (min: number, max: number) =>
  (text: string): number => {
    const value = /^\d{1,12}(\.\d{1,12})?(e-?\d{1,2})?$/i.test(text) ? Number(text) : NaN;
    return value >= min && value <= max ? value : expected(`a number from ${min} to ${max}`);
  };

export const boolean = (text: string): boolean => {
  if (/^(true|1|yes|on)$/i.test(text)) return true;
  return /^(false|0|no|off)$/i.test(text) ? false : expected('true or false');
};

export const choice =
  <T extends string>(...values: readonly T[]) =>
  (text: string): T =>
    values.find((value) => value === text.toLowerCase()) ?? expected(`one of ${values.join(', ')}`);

/** `identify,search-once`, or a list as a config file has it: `["identify"]`. */
export const several =
  <T extends string>(...values: readonly T[]) =>
  (text: string): readonly T[] => {
    const named = text
      .replace(/[[\]"\s]/g, '')
      .split(',')
      .filter((name) => name !== '');
    const known = named.flatMap((name) => values.find((value) => value === name) ?? []);
    return known.length === named.length
      ? [...new Set(known)]
      : expected(`a list of ${values.join(', ')}, commas between them`);
  };

export const text =
  (pattern: RegExp, what: string) =>
  (value: string): string =>
    pattern.test(value) ? value : expected(what);

export const databaseUrl = (value: string): string =>
  // A socket folder is named in the query, after an empty host that URL does not take.
  /^postgres(ql)?:\/\//.test(value) && URL.canParse(value.replace('@/', '@localhost/'))
    ? value
    : expected('a URL that begins with postgres:// or postgresql://, its special characters percent-encoded');

/** An address to listen on or a host name. */
export const host = (value: string): string =>
  isIP(value) || /^[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/.test(value)
    ? value
    : expected('an IP address or a host name');

/** `1280x720`, or a pair as a config file has it: `[1280, 720]`. */
export const resolution = (value: string): { readonly width: number; readonly height: number } => {
  const match = /^(\d{2,5})\s*[x×,]\s*(\d{2,5})$/i.exec(value.replace(/[[\]()]/g, '').trim());
  const [width, height] = [Number(match?.[1]), Number(match?.[2])];
  if (!(width >= 64 && width <= 4096 && height >= 64 && height <= 4096)) {
    expected('a width and a height from 64 to 4096, such as 1280x720');
  }
  return { width, height };
};

/** `0.45,0.85` */
export const band = (value: string): readonly [number, number] => {
  const [low, high, ...more] = value
    .replace(/[[\]()\s]/g, '')
    .split(',')
    .map(decimal(0, 1));
  if (low === undefined || high === undefined || more.length > 0 || low >= high) {
    return expected('two numbers from 0 to 1, the lower one first, such as 0.45,0.85');
  }
  return [low, high];
};

const modalities = ['rgb', 'depth', 'liveness', 'motion'] as const;
export type Weights = Readonly<Record<(typeof modalities)[number], number>>;

/** `rgb=0.40,depth=0.25,liveness=0.20,motion=0.15`, or the four numbers in this order, or a JSON object. */
export const weights = (value: string): Weights => {
  const form = 'four weights from 0 to 1, that of rgb above 0, such as rgb=0.40,depth=0.25,liveness=0.20,motion=0.15';
  const parts = value.replace(/[{}"'[\]\s]/g, '').split(',');
  const named = new Map(parts.map((part, index) => pairOf(part, modalities[index])));
  const of = (name: (typeof modalities)[number]): number => {
    const given = named.get(name);
    return given === undefined ? expected(form) : decimal(0, 1)(given);
  };
  const result = { rgb: of('rgb'), depth: of('depth'), liveness: of('liveness'), motion: of('motion') };
  if (parts.length !== modalities.length || result.rgb === 0) expected(form);
  return result;
};

function pairOf(part: string, position: string | undefined): [string, string] {
  const [left = '', right] = part.split(/[=:]/);
  return right === undefined ? [position ?? '', left] : [left.toLowerCase(), right];
}

/** A setting of a capability this version does not have: only the value that says "without it" is taken. */
export const onlyWithout =
  (capability: string, without: string) =>
  (value: string): null => {
    if (value.toLowerCase() === without && without !== '') return null;
    throw new SettingError(
      `has no effect in this version: ${capability}. ${without === '' ? 'Leave it out' : `Leave it out or set it to ${without}`}`,
    );
  };
