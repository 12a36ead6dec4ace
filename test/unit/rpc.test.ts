import { status } from '@grpc/grpc-js';
import { createHmac } from 'node:crypto';
import { FaceError, faceErrorCodes } from '../../src/errors.js';
import { framesOf } from '../../src/rpc/frames.js';
import type { DepthFrame__Output } from '../../src/rpc/generated/faceengine/v1/DepthFrame.js';
import type { Frame__Output } from '../../src/rpc/generated/faceengine/v1/Frame.js';
import type { ImageFormat__Output } from '../../src/rpc/generated/faceengine/v1/ImageFormat.js';
import { createPageTokens } from '../../src/rpc/page-token.js';
import { loadPackage } from '../../src/rpc/protos.js';
import { createFaultEncoder, statusOfCode } from '../../src/rpc/status.js';
import { count, finite, toSecondsAndNanos } from '../../src/rpc/wire.js';
import { depthOf } from '../../src/rpc/wire-depth.js';
import { idOf } from '../../src/recognition/ids.js';
import { imageOf } from '../../src/rpc/wire-requests.js';
import { createLog } from '../../src/telemetry/log.js';
import { errorDetails } from '../support/grpc-client.js';

const faultWith = (fields: { code?: string; field?: string }) => expect.objectContaining(fields) as Error;
const encode = createFaultEncoder(loadPackage(), () => '11111111-2222-4333-8444-555555555555');

test.each(faceErrorCodes)('%s has a status and an ErrorInfo', (code) => {
  const { fault } = encode(new FaceError(code, 'what was expected and what came', { field: 'a.b' }));
  expect(fault.code).toBe(statusOfCode[code]);
  expect(fault.code).not.toBe(status.OK);
  const details = errorDetails(fault);
  expect(details).toMatchObject({ reason: code, domain: 'face-engine' });
  expect(details.fields).toEqual(fault.code === status.INVALID_ARGUMENT ? ['a.b'] : []);
  const retries = fault.code === status.UNAVAILABLE || fault.code === status.RESOURCE_EXHAUSTED;
  expect(details.retryAfterMs).toBe(retries ? 1000 : undefined);
});

test('the time to wait is the one that the fault names', () => {
  const { fault } = encode(new FaceError('OVERLOADED', 'full', { retryAfterMs: 2500 }));
  expect(errorDetails(fault).retryAfterMs).toBe(2500);
});

test('a message with half a surrogate pair can be sent as a header', () => {
  expect(() => encodeURI(encode(new FaceError('BAD_FIELD', 'x\ud800')).fault.details)).not.toThrow();
});

test.each([null, undefined, 'text', 7, new TypeError('secret'), new FaceError('INTERNAL', 'secret')])(
  'whatever else is thrown is INTERNAL with an id and without its text',
  (thrown) => {
    const { fault, errorId } = encode(thrown);
    expect(fault.code).toBe(status.INTERNAL);
    expect(errorDetails(fault).errorId).toBe(errorId);
    expect(fault.details).not.toContain('secret');
  },
);

test.each(['', 'a b', 'ä', 'a'.repeat(129), 'a\n', '../x'])('the id %j is refused and not repeated', (value) => {
  expect(() => idOf(value, 'subject_id')).toThrow(faultWith({ code: 'BAD_FIELD', field: 'subject_id' }));
});

const picture = (format: ImageFormat__Output, bytes: number, width = 0, height = 0) => ({
  format,
  width,
  height,
  image: Buffer.alloc(bytes),
});

test.each([
  [picture('IMAGE_FORMAT_UNSPECIFIED', 1), 'BAD_FIELD', 'picture.format'],
  [picture('IMAGE_FORMAT_JPEG', 0), 'BAD_FIELD', 'picture.image'],
  [picture('IMAGE_FORMAT_JPEG', 1, 2, 0), 'BAD_FIELD', 'picture.width'],
  [picture('IMAGE_FORMAT_JPEG', 101), 'IMAGE_TOO_LARGE', 'picture.image'],
  [picture('IMAGE_FORMAT_RGB24', 12, 0, 2), 'BAD_FIELD', 'picture.width'],
  [picture('IMAGE_FORMAT_RGB24', 11, 2, 2), 'BAD_FIELD', 'picture.image'],
  [picture('IMAGE_FORMAT_GRAY8', 5, 2, 2), 'BAD_FIELD', 'picture.image'],
  [picture('IMAGE_FORMAT_NV12', 6, 3, 2), 'BAD_FIELD', 'picture.width'],
  [picture('IMAGE_FORMAT_GRAY8', 4, 4097, 1), 'IMAGE_TOO_LARGE', 'picture.width'],
])('a picture that is not as it says is refused (%#)', (wrong, code, field) => {
  expect(() => imageOf(wrong, 'picture', 100)).toThrow(faultWith({ code, field }));
});

test('raw pictures of the right length pass', () => {
  expect(imageOf(picture('IMAGE_FORMAT_RGB24', 12, 2, 2), 'picture', 100).format).toBe('RGB24');
  expect(imageOf(picture('IMAGE_FORMAT_NV12', 6, 2, 2), 'picture', 100).format).toBe('NV12');
});

const depthFrame = (changes: Partial<DepthFrame__Output> = {}): DepthFrame__Output => ({
  z16: Buffer.alloc(2 * 64 * 48),
  width: 64,
  height: 48,
  intrinsics: { fx: 60, fy: 60, cx: 31.5, cy: 23.5 },
  origin: 'DEPTH_ORIGIN_SENSOR_TOF',
  ...changes,
});
const intrinsics = (changes: object) => ({ intrinsics: { fx: 60, fy: 60, cx: 31.5, cy: 23.5, ...changes } });

test.each<[Partial<DepthFrame__Output>, string, string]>([
  [{ origin: 'DEPTH_ORIGIN_UNSPECIFIED' }, 'BAD_FIELD', 'frame.depth.origin'],
  [{ origin: 9 as unknown as 'DEPTH_ORIGIN_STEREO' }, 'BAD_FIELD', 'frame.depth.origin'],
  [{ intrinsics: null }, 'BAD_FIELD', 'frame.depth.intrinsics'],
  [{ width: 0 }, 'DEPTH_MISMATCH', 'frame.depth.width'],
  [{ width: 31 }, 'DEPTH_MISMATCH', 'frame.depth.width'],
  [{ height: 2049 }, 'DEPTH_MISMATCH', 'frame.depth.height'],
  [{ z16: Buffer.alloc(0) }, 'DEPTH_MISMATCH', 'frame.depth.z16'],
  [{ z16: Buffer.alloc(2 * 64 * 48 + 1) }, 'DEPTH_MISMATCH', 'frame.depth.z16'],
  [intrinsics({ fx: 0 }), 'DEPTH_MISMATCH', 'frame.depth.intrinsics.fx'],
  [intrinsics({ fy: 481 }), 'DEPTH_MISMATCH', 'frame.depth.intrinsics.fy'],
  [intrinsics({ fy: Number.NaN }), 'DEPTH_MISMATCH', 'frame.depth.intrinsics.fy'],
  [intrinsics({ cx: -33 }), 'DEPTH_MISMATCH', 'frame.depth.intrinsics.cx'],
  [intrinsics({ cy: Number.POSITIVE_INFINITY }), 'DEPTH_MISMATCH', 'frame.depth.intrinsics.cy'],
])('depth that is not as it says is refused (%#)', (wrong, code, field) => {
  expect(() => depthOf(depthFrame(wrong), 'frame.depth')).toThrow(faultWith({ code, field }));
});

test('depth is taken with bytes of its own', () => {
  const message = Buffer.alloc(2 * 64 * 48 + 20, 7);
  const taken = depthOf(depthFrame({ z16: message.subarray(20) }), 'frame.depth');
  expect(taken).toMatchObject({ width: 64, height: 48, fx: 60, cy: 23.5, origin: 'SENSOR_TOF' });
  expect(taken.z16.buffer.byteLength).toBe(2 * 64 * 48);
  message.fill(0);
  expect(taken.z16.every((byte) => byte === 7)).toBe(true);
});

test.each<[string, Partial<Frame__Output>, number]>([
  ['depth', { depth: depthFrame({ z16: Buffer.alloc(1) }) }, 1],
  ['signature', { signature: Buffer.alloc(63) }, 0],
])('a frame that is refused for its %s leaves no copy of its picture', async (_, wrong, made) => {
  const image = Buffer.alloc(5, 7);
  const copies: Uint8Array[] = [];
  const set = jest.spyOn(Uint8Array.prototype, 'set').mockImplementation(function (this: Uint8Array, from) {
    for (let i = 0; i < from.length; i++) this[i] = from[i] ?? 0;
    if (from === image) copies.push(this);
  });
  const wire = { ...picture('IMAGE_FORMAT_JPEG', 0), sequence: 1, capturedAt: null, signature: Buffer.alloc(0) };
  async function* requests() {
    yield await Promise.resolve({ event: 'frame' as const, frame: { ...wire, depth: null, ...wrong, image } });
  }
  const rules = { frameBytesMax: 10, clockSkewMsMax: 600_000, nowMs: () => 1_000_000 };
  try {
    await expect(framesOf(requests(), rules).next()).rejects.toThrow('frame.');
  } finally {
    set.mockRestore();
  }
  expect(copies).toHaveLength(made);
  expect(copies.flatMap((copy) => [...copy]).every((byte) => byte === 0)).toBe(true);
});

test('a frame brings its depth along, and one without brings none', async () => {
  const wire = { ...picture('IMAGE_FORMAT_JPEG', 1), sequence: 1, capturedAt: null, signature: Buffer.alloc(0) };
  async function* requests() {
    yield await Promise.resolve({ event: 'frame' as const, frame: { ...wire, depth: depthFrame() } });
    yield { event: 'frame' as const, frame: { ...wire, sequence: 2, depth: null } };
  }
  const rules = { frameBytesMax: 10, clockSkewMsMax: 600_000, nowMs: () => 1_000_000 };
  const origins: unknown[] = [];
  for await (const input of framesOf(requests(), rules)) {
    if ('image' in input) origins.push(input.image.depth?.origin);
  }
  expect(origins).toEqual(['SENSOR_TOF', undefined]);
});

async function times(stamps: readonly (number | null)[], nowMs = 1_000_000): Promise<number[]> {
  async function* requests() {
    for (const [index, stamp] of stamps.entries()) {
      const capturedAt = stamp === null ? null : toSecondsAndNanos(stamp);
      const frame: Frame__Output = {
        ...picture('IMAGE_FORMAT_JPEG', 1),
        sequence: index + 1,
        capturedAt,
        signature: Buffer.alloc(0),
        depth: null,
      };
      yield await Promise.resolve({ event: 'frame' as const, frame });
    }
  }
  const found: number[] = [];
  const rules = { frameBytesMax: 10, clockSkewMsMax: 600_000, nowMs: () => nowMs };
  for await (const input of framesOf(requests(), rules)) if ('image' in input) found.push(input.capturedAtMs);
  return found;
}

test('the capture clock may stand but not go back, and is held to the window of the server', async () => {
  expect(await times([1_000_000, 1_000_000, 1_000_033])).toEqual([1_000_000, 1_000_000, 1_000_033]);
  expect(await times([null, null])).toEqual([1_000_000, 1_000_000]);
  await expect(times([1_000_000, 999_999])).rejects.toMatchObject({ code: 'CAPTURE_CLOCK_SKEW' });
  await expect(times([1_600_001])).rejects.toMatchObject({ code: 'CAPTURE_CLOCK_SKEW' });
  await expect(times([1_000_000, null])).rejects.toMatchObject({ code: 'BAD_FIELD', field: 'frame.captured_at' });
});

test('the time that was signed is the whole milliseconds of the frame, to the last nanosecond', async () => {
  const stamps = [
    { seconds: 1_767_225_600, nanos: 0 },
    { seconds: 1_767_225_600, nanos: 999_999_999 },
    { seconds: 1_767_225_601, nanos: 1_000_000 },
  ];
  async function* requests() {
    for (const [index, capturedAt] of stamps.entries()) {
      const signature = Buffer.alloc(64, 1);
      const frame = { ...picture('IMAGE_FORMAT_JPEG', 1), sequence: index + 1, capturedAt, signature, depth: null };
      yield await Promise.resolve({ event: 'frame' as const, frame });
    }
  }
  const rules = { frameBytesMax: 10, clockSkewMsMax: 600_000, nowMs: () => 1_767_225_600_000 };
  const found: (number | undefined)[] = [];
  for await (const input of framesOf(requests(), rules)) {
    if ('image' in input) found.push(input.signature?.atMs);
  }
  expect(found).toEqual([1_767_225_600_000, 1_767_225_600_999, 1_767_225_601_001]);
});

test('numbers that the wire would change without a word are refused', () => {
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY]) expect(() => finite(wrong)).toThrow(RangeError);
  for (const wrong of [Number.NaN, -1, 0.5, 2 ** 32]) expect(() => count(wrong)).toThrow(RangeError);
});

test('the page token of one list does not open another', () => {
  const sign = (bytes: Uint8Array) => createHmac('sha256', 'key').update(bytes).digest();
  const token = createPageTokens('a', sign).write('ada');
  expect(createPageTokens('a', sign).read(token)).toBe('ada');
  expect(() => createPageTokens('b', sign).read(token)).toThrow(faultWith({ field: 'page_token' }));
});

test('nothing but listed fields of their form gets into a line of the log', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const secret = { subjectId: 'ada-lovelace', image: Buffer.from('pixels'), token: 'eyJ', embedding: [0.1] };
  log.info('call finished', {
    durationMs: 3,
    method: 'ada-lovelace and more',
    code: 'ada lovelace',
    ...secret,
  });
  log.info('ada-lovelace' as never);
  const cause = new TypeError('ada-lovelace\n    at ada-lovelace (/ada-lovelace:1:1)');
  log.error('call failed', { code: 'INTERNAL' }, new Error('eyJ', { cause }));
  const text = lines.join('');
  for (const leak of ['ada', 'pixels', 'eyJ', '0.1']) expect(text).not.toContain(leak);
  expect(JSON.parse(lines[0]!)).toMatchObject({ msg: 'call finished', durationMs: 3 });
  expect(text).toContain('TypeError');
});
