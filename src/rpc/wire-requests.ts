import { createHash } from 'node:crypto';
import { policyNamePattern } from '../biometrics/policy-version.js';
import { badField, FaceError } from '../errors.js';
import { idOf, tagsOf } from '../recognition/ids.js';
import type { Image, ImageFormat } from '../recognition/capture-input.js';
import type { DeviceKey } from '../recognition/ports.js';
import type { Claim, EnrolmentRequest, LivenessRequest, PolicyName } from '../recognition/requests.js';
import type { CheckLivenessConfig__Output } from './generated/faceengine/v1/CheckLivenessConfig.js';
import type { DeviceKey__Output } from './generated/faceengine/v1/DeviceKey.js';
import type { EnrollConfig__Output } from './generated/faceengine/v1/EnrollConfig.js';
import type { ImageFormat__Output } from './generated/faceengine/v1/ImageFormat.js';
import type { Picture__Output } from './generated/faceengine/v1/Picture.js';
import type { VerifyConfig__Output } from './generated/faceengine/v1/VerifyConfig.js';
import { imageFormatFromWire, type SecondsAndNanos } from './wire.js';

/**
 * From the wire inwards: everything a caller sends is checked here, once.
 *
 * A refusal names the field, what was expected and what came, but never repeats a caller's text: it may be a name.
 */
export const SIDE_MAX = 4096;
export const PICTURES_MAX = 10;
export const PAGE_SIZE_MAX = 1000;
const PAGE_SIZE_DEFAULT = 100;

/** Last second of the year 9999: the end of Timestamp. */
const SECONDS_MAX = 253_402_300_799;

/** Milliseconds since 1970. @throws FaceError BAD_FIELD */
export function timestampMs({ seconds, nanos }: SecondsAndNanos, field: string): number {
  if (!(seconds >= 0 && seconds <= SECONDS_MAX)) throw badField(`${field}.seconds`, 'a time from 1970 on', 'another');
  if (!(nanos >= 0 && nanos < 1e9)) throw badField(`${field}.nanos`, '0–999999999', `${nanos}`);
  return seconds * 1000 + nanos / 1e6;
}

/** Empty means null. @throws FaceError BAD_FIELD */
export function optionalIdOf(value: string, field: string): string | null {
  return value === '' ? null : idOf(value, field);
}

/** As model ids are written, `name@sha256-12`; empty means null. @throws FaceError BAD_FIELD */
export function modelIdOf(value: string, field: string): string | null {
  if (value === '') return null;
  if (/^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@[0-9a-f]{12}$/.test(value)) return value;
  throw badField(field, 'a model id, name@sha256-12, or nothing', 'another text');
}

/** Empty means null: the server's default. @throws FaceError BAD_FIELD */
export function optionalPolicyOf(value: string, field: string): PolicyName | null {
  return value === '' ? null : policyNameOf(value, field);
}

/** @throws FaceError BAD_FIELD */
export function policyNameOf(value: string, field: string): PolicyName {
  if (!policyNamePattern.test(value)) throw badField(field, '1–64 characters of [a-z0-9-]', 'another text');
  return value;
}

/** @param images the pictures of a unary call; null for a stream */
export function enrolmentRequestOf(config: EnrollConfig__Output, images: readonly Image[] | null): EnrolmentRequest {
  return {
    subjectId: idOf(config.subjectId, 'config.subject_id'),
    policy: optionalPolicyOf(config.policy, 'config.policy'),
    replace: config.replace,
    requestId: optionalIdOf(config.requestId, 'config.request_id'),
    picturesDigest: images && picturesDigest(images),
    ...(config.deviceKey && { deviceKey: deviceKeyOf(config.deviceKey, images) }),
    ...(config.tags.length > 0 && { tags: tagsOf(config.tags, 'config.tags') }),
  };
}

function deviceKeyOf({ keyId, spki }: DeviceKey__Output, images: readonly Image[] | null): DeviceKey {
  if (images) throw unsigned('config.device_key');
  return { keyId: idOf(keyId, 'config.device_key.key_id'), spki: Uint8Array.from(spki) };
}

/** A unary call has no nonce that its pictures could be signed over. */
const unsigned = (field: string): FaceError =>
  badField(field, 'nothing, since pictures are not signed,', 'a device key');

/** Each picture with its format and lengths, so that no two lists of pictures run together. */
function picturesDigest(images: readonly Image[]): Uint8Array {
  const hash = createHash('sha256');
  for (const { format, width, height, data } of images) {
    hash.update(`${format} ${width} ${height} ${data.byteLength}\0`).update(data);
  }
  return hash.digest();
}

/** @param images as of an enrolment */
export function claimOf(config: VerifyConfig__Output, images: readonly Image[] | null): Claim {
  const deviceKeyId = optionalIdOf(config.deviceKeyId, 'config.device_key_id');
  if (images && deviceKeyId !== null) throw unsigned('config.device_key_id');
  return {
    subjectId: idOf(config.subjectId, 'config.subject_id'),
    policy: optionalPolicyOf(config.policy, 'config.policy'),
    ...(deviceKeyId !== null && { deviceKeyId }),
  };
}

export function livenessRequestOf(config: CheckLivenessConfig__Output): LivenessRequest {
  return { policy: optionalPolicyOf(config.policy, 'config.policy') };
}

/** A message field that must be there. @throws FaceError BAD_FIELD */
export function required<T>(value: T | null | undefined, field: string): T {
  if (value === null || value === undefined) throw badField(field, 'a message', 'nothing');
  return value;
}

/**
 * A picture in an ArrayBuffer of its own: what proto-loader gives is a view of the whole message, and what goes inwards is
 * transferred to a worker.
 *
 * @param field path of the message that holds the picture
 * @throws FaceError BAD_FIELD, IMAGE_TOO_LARGE
 */
export function imageOf(picture: Picture__Output, field: string, bytesMax: number): Image {
  const format = imageFormatOf(picture.format, `${field}.format`);
  const bytes = picture.image;
  if (bytes.byteLength === 0) throw badField(`${field}.image`, 'a picture', 'no bytes');
  if (bytes.byteLength > bytesMax) {
    throw new FaceError(
      'IMAGE_TOO_LARGE',
      `${field}.image has ${bytes.byteLength} bytes; at most ${bytesMax} are accepted. Send a smaller picture.`,
      { field: `${field}.image` },
    );
  }
  checkSize(picture, format, field);
  const data = new Uint8Array(bytes.byteLength);
  data.set(bytes);
  return { format, data, width: picture.width, height: picture.height };
}

function imageFormatOf(value: ImageFormat__Output, field: string): ImageFormat {
  // A number that this version has no name for comes through as it is.
  const format = Object.hasOwn(imageFormatFromWire, value) ? imageFormatFromWire[value] : null;
  if (format === null) throw badField(field, 'JPEG, PNG, WEBP, RGB24, GRAY8 or NV12', 'none of them');
  return format;
}

/** Bytes of a raw picture by its pixels; null for formats that carry their own size. */
const bytesPerPixel = {
  JPEG: null,
  PNG: null,
  WEBP: null,
  RGB24: 3,
  GRAY8: 1,
  NV12: 1.5,
} as const satisfies Record<ImageFormat, number | null>;

function checkSize({ width, height, image }: Picture__Output, format: ImageFormat, field: string): void {
  const perPixel = bytesPerPixel[format];
  if (perPixel === null) {
    const named = width === 0 ? 'height' : 'width';
    if (width !== 0 || height !== 0) throw badField(`${field}.${named}`, `0 for ${format}`, 'another number');
    return;
  }
  checkSide(width, format, `${field}.width`);
  checkSide(height, format, `${field}.height`);
  const expected = width * height * perPixel;
  if (image.byteLength !== expected) {
    const what = `${expected} bytes for ${width} × ${height} pixels of ${format}`;
    throw badField(`${field}.image`, what, `${image.byteLength} bytes`);
  }
}

function checkSide(side: number, format: ImageFormat, field: string): void {
  if (side === 0) throw badField(field, `a number of pixels for ${format}`, '0');
  if (side > SIDE_MAX) {
    const message = `${field} is ${side} pixels; at most ${SIDE_MAX} are accepted. Send a smaller picture.`;
    throw new FaceError('IMAGE_TOO_LARGE', message, { field });
  }
  if (format === 'NV12' && side % 2 !== 0) throw badField(field, 'an even number for NV12', 'an odd one');
}

/** The 1–10 pictures of a unary call. @throws FaceError BAD_FIELD, IMAGE_TOO_LARGE */
export function imagesOf(pictures: readonly Picture__Output[], bytesMax: number): Image[] {
  if (pictures.length === 0 || pictures.length > PICTURES_MAX) {
    throw badField('pictures', `1–${PICTURES_MAX} pictures`, `${pictures.length}`);
  }
  return pictures.map((picture, index) => imageOf(picture, `pictures[${index}]`, bytesMax));
}

/** 0 means the default. @throws FaceError BAD_FIELD */
export function pageSizeOf(value: number): number {
  if (value > PAGE_SIZE_MAX) throw badField('page_size', `0–${PAGE_SIZE_MAX}`, `${value}`);
  return value === 0 ? PAGE_SIZE_DEFAULT : value;
}
