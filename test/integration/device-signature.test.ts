import { status } from '@grpc/grpc-js';
import { newDevice, type Device } from '../support/devices.js';
import { errorDetails, exchange } from '../support/grpc-client.js';
import { captureOver, signedFrame, type WireFrame } from '../support/signed-stream.js';
import {
  dataFolder,
  endServices,
  faces,
  newKey,
  picturesOf,
  type Service,
  START_MS_MAX,
  startService,
  streamOf,
} from '../support/service.js';

/** Device keys and capture integrity over the whole service: a real database, real networks. */

jest.setTimeout(START_MS_MAX);

const policy = 'comparison-only';
const phone = newDevice('phone', 'P-256');
let service: Service;
let man: Buffer[];

beforeAll(async () => {
  const dataDir = await dataFolder();
  const settings = { BIOMETRIC_TEMPLATE_KEY: newKey() };
  [service, man] = await Promise.all([startService({ dataDir, settings }), faces(0, 0, 8)]);
}, START_MS_MAX);
afterAll(endServices, START_MS_MAX);

const signedBy = (device: Device, images: readonly Buffer[]) => (nonce: Buffer) =>
  images.map((image, i) => ({ frame: signedFrame(device, nonce, i + 1, image) }));

/** Enrols by stream with this key, and asks for the end itself. */
async function enrolled(subjectId: string, device: Device, replace = false) {
  const { keyId, spki } = device.key;
  const config = { subjectId, policy, replace, deviceKey: { keyId, spki: Buffer.from(spki) } };
  const { answers } = await captureOver(service.client.enroll(), { config }, signedBy(device, man.slice(0, 5)));
  return answers.at(-1)?.enrollResult;
}

async function verifiedOver(
  framesOver: (nonce: Buffer) => readonly { frame: Partial<WireFrame> }[],
  { subjectId = 'ada', deviceKeyId = 'phone' } = {},
) {
  const config = { subjectId, policy, deviceKeyId };
  const { answers, status: ended } = await captureOver(service.client.verify(), { config }, framesOver);
  return ended.code === status.OK ? answers.at(-1)?.decision?.outcome : { code: ended.code, ...errorDetails(ended) };
}

const unauthenticated = { code: status.UNAUTHENTICATED, reason: 'DEVICE_SIGNATURE_INVALID' };

test('who is enrolled with a key is verified by frames that it has signed, and by no others', async () => {
  expect(await enrolled('ada', phone)).toMatchObject({ enrolled: true });
  const images = man.slice(5);
  expect(await verifiedOver(signedBy(phone, images))).toBe('OUTCOME_ACCEPT');
  expect(await verifiedOver(signedBy(newDevice('phone', 'P-256'), images))).toMatchObject(unauthenticated);
  expect(await verifiedOver((nonce) => withoutSignature(signedBy(phone, images)(nonce)))).toMatchObject(
    unauthenticated,
  );
  expect(await verifiedOver((nonce) => exchanged(signedBy(phone, images)(nonce)))).toMatchObject(unauthenticated);

  let recorded: readonly { frame: WireFrame }[] = [];
  await verifiedOver((nonce) => (recorded = signedBy(phone, images)(nonce)));
  expect(await verifiedOver(() => recorded)).toMatchObject(unauthenticated);
});

const withoutSignature = (frames: readonly { frame: WireFrame }[]) =>
  frames.map(({ frame: { sequence, capturedAt, format, image } }) => ({
    frame: { sequence, capturedAt, format, image },
  }));

/** Each frame shows what another one was signed over. */
const exchanged = (frames: readonly { frame: WireFrame }[]) =>
  frames.map(({ frame }, i) => ({ frame: { ...frame, image: frames[(i + 1) % frames.length]!.frame.image } }));

test('an unknown subject and an unknown key are refused like a wrong signature', async () => {
  await enrolled('bob', phone);
  const refusals = await Promise.all(
    [{ subjectId: 'bob' }, { subjectId: 'nobody' }, { subjectId: 'bob', deviceKeyId: 'tablet' }].map((claim) =>
      verifiedOver(signedBy(newDevice('phone'), man.slice(5)), claim),
    ),
  );
  expect(refusals[0]).toMatchObject(unauthenticated);
  expect(refusals.slice(1)).toEqual([refusals[0], refusals[0]]);
});

test('keys are listed and deleted, and a deleted one signs no more', async () => {
  await enrolled('eve', phone);
  await enrolled('eve', newDevice('tablet'), true);
  const { subjects } = service.client;
  const { deviceKeys } = await subjects.listDeviceKeys({ subjectId: 'eve' });
  expect(deviceKeys.map(({ keyId }) => keyId)).toEqual(['phone', 'tablet']);
  await subjects.deleteDeviceKey({ subjectId: 'eve', keyId: 'phone' });
  expect(await verifiedOver(signedBy(phone, man.slice(5)), { subjectId: 'eve' })).toMatchObject(unauthenticated);
  const again = subjects.deleteDeviceKey({ subjectId: 'eve', keyId: 'phone' }).catch((fault: unknown) => fault);
  expect(errorDetails((await again) as Parameters<typeof errorDetails>[0])).toMatchObject({
    reason: 'DEVICE_KEY_UNKNOWN',
  });
});

test.each([
  ['a signature that is too short', { signature: Buffer.alloc(63) }, 'frame.signature'],
  ['a signed frame without its time', { capturedAt: undefined }, 'frame.captured_at'],
])('%s is a bad field', async (_, change, field) => {
  const broken = (nonce: Buffer) =>
    signedBy(phone, man.slice(5))(nonce).map(({ frame }) => ({ frame: { ...frame, ...change } as Partial<WireFrame> }));
  expect(await verifiedOver(broken)).toMatchObject({ reason: 'BAD_FIELD', fields: [field] });
});

test('pictures of a unary call name no key', async () => {
  const config = { subjectId: 'ada', policy, deviceKeyId: 'phone' };
  const call = service.client
    .verifyOnce({ config, pictures: picturesOf(man.slice(5)) })
    .catch((fault: unknown) => fault);
  const details = errorDetails((await call) as Parameters<typeof errorDetails>[0]);
  expect(details).toMatchObject({ reason: 'BAD_FIELD', fields: ['config.device_key_id'] });
});

test('a policy that requires signatures decides nobody without one', async () => {
  const { policies } = service.client;
  const document = (await policies.get({ name: policy })).policy!.document!;
  expect(document.deviceSignature).toBe('DEVICE_SIGNATURE_RULE_OPTIONAL');
  const strict = { ...document, name: 'signed', deviceSignature: 'DEVICE_SIGNATURE_RULE_REQUIRED' as const };
  await policies.createVersion({ document: strict });
  await policies.activate({ name: 'signed', version: 1 });
  for (const subjectId of ['ada', 'nobody']) {
    const { status: ended } = await exchange(
      service.client.verify(),
      streamOf({ subjectId, policy: 'signed' }, man.slice(5)),
    );
    expect(errorDetails(ended)).toMatchObject({ reason: 'BAD_FIELD', fields: ['config.device_key_id'] });
  }
});

test('the same picture again and again is a frozen camera where liveness is checked, and a still where it is not', async () => {
  const same = Array.from({ length: 8 }, () => man[0]!);
  const { answers } = await exchange(service.client.checkLiveness(), streamOf({ policy: 'passive' }, same));
  expect(answers.at(-1)?.padResult).toMatchObject({
    outcome: 'PAD_OUTCOME_INCONCLUSIVE',
    reasons: ['REASON_STREAM_FROZEN'],
    framesSeen: 8,
    framesAccepted: 1,
  });
  const stills = await exchange(service.client.enroll(), streamOf({ subjectId: 'stills', policy }, same));
  expect(stills.answers.at(-1)?.enrollResult).toMatchObject({ enrolled: true, framesAccepted: 8 });
});
