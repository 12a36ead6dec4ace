import type { Policy } from '../../../src/biometrics/policy.js';
import { DEVICE_KEYS_MAX } from '../../../src/recognition/device-keys.js';
import type { Frame } from '../../../src/recognition/capture-input.js';
import type { CaptureStep, EnrolmentRequest } from '../../../src/recognition/requests.js';
import { newDevice, type Device } from '../../support/devices.js';
import { alice, livePerson, stillPicture } from '../../support/observations.js';
import { call, codeOf, Frames, world, type World } from '../../support/use-cases.js';

/** Runs a capture whose frames this device signs over the nonce the capture is told. */
async function signedBy<R>(
  device: Device | null,
  frames: AsyncIterable<Frame>,
  capture: (frames: AsyncIterable<Frame>) => AsyncGenerator<CaptureStep, R>,
): Promise<R> {
  let nonce = new Uint8Array(32);
  async function* signed(): AsyncGenerator<Frame> {
    for await (const frame of frames) yield device ? withSignature(device, frame, nonce) : frame;
  }
  const steps = capture(signed());
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
    if (next.value.kind === 'started') nonce = Uint8Array.from(next.value.nonce);
  }
}

function withSignature(device: Device, frame: Frame, nonce: Uint8Array): Frame {
  const { sequence, capturedAtMs: atMs, image } = frame;
  return { ...frame, signature: { bytes: device.sign({ nonce, sequence, atMs, image }), atMs } };
}

const request = (changes: Partial<EnrolmentRequest> = {}): EnrolmentRequest => ({
  subjectId: 'alice',
  policy: null,
  replace: false,
  requestId: null,
  picturesDigest: null,
  ...changes,
});

function enrolled(here: World, device: Device, changes: Partial<EnrolmentRequest> = {}, shown = livePerson(alice, 12)) {
  return signedBy(device, new Frames(here, shown), (frames) =>
    here.uses.enroll(request({ deviceKey: device.key, ...changes }), frames, call),
  );
}

function verified(here: World, device: Device | null, deviceKeyId?: string, subjectId = 'alice') {
  return signedBy(device, new Frames(here, livePerson(alice, 12)), (frames) =>
    here.uses.verify({ subjectId, policy: null, ...(deviceKeyId !== undefined && { deviceKeyId }) }, frames, call),
  );
}

const keysOf = async (here: World) => (await here.uses.listDeviceKeys('alice', call)).map(({ keyId }) => keyId);

async function messageOf(failing: Promise<unknown>): Promise<string> {
  return failing.then(
    () => 'nothing was thrown',
    (error: unknown) => (error as Error).message,
  );
}

const phone = newDevice('phone');
const required: Partial<Policy> = { deviceSignature: 'required' };

describe('an enrolment', () => {
  test('binds the key that signed it, with its template', async () => {
    const here = world();
    expect(await enrolled(here, phone)).toMatchObject({ enrolled: true });
    expect(await keysOf(here)).toEqual(['phone']);
  });

  test('binds nothing when it stores no template', async () => {
    const here = world();
    expect(await enrolled(here, phone, {}, stillPicture(alice, 12))).toMatchObject({ enrolled: false });
    expect(await here.store.transaction((unit) => unit.deviceKeys.listOf('alice'), call)).toEqual([]);
  });

  test('binds no key that did not sign its frames', async () => {
    const here = world();
    const other = newDevice('other');
    expect(await codeOf(enrolled(here, other, { deviceKey: phone.key }))).toBe('DEVICE_SIGNATURE_INVALID');
    expect(await here.store.transaction((unit) => unit.subjects.find('alice'), call)).toBeNull();
  });

  test('refuses what is no key before its first frame', async () => {
    const here = world();
    const frames = new Frames(here, livePerson(alice, 12));
    const deviceKey = { keyId: 'phone', spki: new Uint8Array(44) };
    expect(await codeOf(signedBy(phone, frames, (all) => here.uses.enroll(request({ deviceKey }), all, call)))).toBe(
      'BAD_FIELD',
    );
    expect(frames.pulled).toBe(0);
  });

  test('puts a key in the place of the one of its id, and leaves the others', async () => {
    const here = world();
    const [tablet, newPhone] = [newDevice('tablet', 'P-256'), newDevice('phone')];
    await enrolled(here, phone);
    await enrolled(here, tablet, { replace: true });
    await enrolled(here, newPhone, { replace: true });
    expect(await keysOf(here)).toEqual(['phone', 'tablet']);
    expect(await verified(here, newPhone, 'phone')).toMatchObject({ outcome: 'ACCEPT' });
    expect(await verified(here, tablet, 'tablet')).toMatchObject({ outcome: 'ACCEPT' });
    expect(await codeOf(verified(here, phone, 'phone'))).toBe('DEVICE_SIGNATURE_INVALID');
  });

  test(`is refused with a key more than ${DEVICE_KEYS_MAX}`, async () => {
    const here = world();
    for (let i = 0; i < DEVICE_KEYS_MAX; i++) await enrolled(here, newDevice(`device-${i}`), { replace: i > 0 });
    expect(await codeOf(enrolled(here, phone, { replace: true }))).toBe('BAD_FIELD');
    expect(await enrolled(here, newDevice('device-3'), { replace: true })).toMatchObject({ enrolled: true });
    expect(await keysOf(here)).toHaveLength(DEVICE_KEYS_MAX);
  });

  test('without its template leaves another key of its id alone unless it replaces', async () => {
    const here = world();
    const { templateId } = await enrolled(here, phone);
    await here.uses.deleteTemplate(templateId ?? '', null, call);
    expect(await codeOf(enrolled(here, newDevice('phone')))).toBe('BAD_FIELD');
    expect(await enrolled(here, phone)).toMatchObject({ enrolled: true });
  });

  test('that comes again with another key is another request', async () => {
    const here = world();
    await enrolled(here, phone, { requestId: 'r1' });
    expect(await enrolled(here, phone, { requestId: 'r1' })).toMatchObject({ enrolled: true });
    expect(await codeOf(enrolled(here, newDevice('phone'), { requestId: 'r1' }))).toBe('REQUEST_ID_REUSED');
  });
});

describe('a claim that names a key', () => {
  test.each(['Ed25519', 'P-256'] as const)('is decided when every frame is signed with it, %s', async (kind) => {
    const here = world();
    const device = newDevice('phone', kind);
    await enrolled(here, device);
    expect(await verified(here, device, 'phone')).toMatchObject({ outcome: 'ACCEPT' });
  });

  test('is refused at its first frame without a signature, before a network sees it', async () => {
    const here = world();
    await enrolled(here, phone);
    const asked = here.engine.asked.length;
    expect(await codeOf(verified(here, null, 'phone'))).toBe('DEVICE_SIGNATURE_INVALID');
    expect(here.engine.asked).toHaveLength(asked);
  });

  test('zeroes the frame it is refused with', async () => {
    const here = world();
    await enrolled(here, phone);
    const data = new Uint8Array(4).fill(7);
    const z16 = new Uint8Array(8).fill(7);
    const depth = { z16, width: 2, height: 2, fx: 1, fy: 1, cx: 1, cy: 1, origin: 'STEREO' } as const;
    const image = { format: 'JPEG', data, width: 0, height: 0, depth } as const;
    async function* unsigned() {
      yield await Promise.resolve({ sequence: 1, capturedAtMs: 0, image });
    }
    const claim = { subjectId: 'alice', policy: null, deviceKeyId: 'phone' };
    const refused = signedBy(null, unsigned(), (frames) => here.uses.verify(claim, frames, call));
    expect(await codeOf(refused)).toBe('DEVICE_SIGNATURE_INVALID');
    expect([...data, ...z16]).toEqual(new Array(12).fill(0));
  });

  test('is refused with frames that were signed for another capture', async () => {
    const here = world();
    await enrolled(here, phone);
    const recorded: Frame[] = [];
    const shown = livePerson(alice, 12);
    await signedBy(phone, new Frames(here, shown), async function* (frames) {
      const capture = here.uses.verify({ subjectId: 'alice', policy: null, deviceKeyId: 'phone' }, frames, call);
      const started = await capture.next();
      if (!started.done) yield started.value;
      for await (const frame of frames) recorded.push(frame);
      await capture.return(undefined as never);
    });
    expect(recorded).toHaveLength(12);
    async function* again() {
      yield* await Promise.resolve(recorded);
    }
    const replay = signedBy(null, again(), (frames) =>
      here.uses.verify({ subjectId: 'alice', policy: null, deviceKeyId: 'phone' }, frames, call),
    );
    expect(await codeOf(replay)).toBe('DEVICE_SIGNATURE_INVALID');
  });

  test('tells nobody without a key who is enrolled, and who has which key', async () => {
    const here = world();
    await enrolled(here, phone);
    const stranger = newDevice('phone');
    const answers: { message: string; transactions: number }[] = [];
    for (const [subjectId, keyId] of [
      ['alice', 'phone'],
      ['alice', 'tablet'],
      ['nobody', 'phone'],
    ] as const) {
      const before = here.store.transactions;
      const message = await messageOf(verified(here, stranger, keyId, subjectId));
      answers.push({ message, transactions: here.store.transactions - before });
    }
    expect(answers[0]?.message).toContain('not signed');
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  test('is refused once the key is deleted, alone or with its subject', async () => {
    const here = world();
    await enrolled(here, phone);
    await here.uses.deleteDeviceKey({ subjectId: 'alice', keyId: 'phone' }, null, call);
    expect(await codeOf(verified(here, phone, 'phone'))).toBe('DEVICE_SIGNATURE_INVALID');
    await enrolled(here, phone, { replace: true });
    await here.uses.deleteSubject('alice', null, call);
    expect(await codeOf(verified(here, phone, 'phone'))).toBe('DEVICE_SIGNATURE_INVALID');
  });
});

test('a signature that nobody would look at is refused', async () => {
  const here = world();
  await enrolled(here, phone);
  expect(await codeOf(verified(here, phone))).toBe('BAD_FIELD');
});

describe('a policy that requires signatures', () => {
  test('asks for a key before it looks anybody up', async () => {
    const here = world(required);
    await enrolled(here, phone);
    for (const subjectId of ['alice', 'nobody']) {
      const before = here.store.transactions;
      expect(await messageOf(verified(here, null, undefined, subjectId))).toContain('config.device_key_id');
      expect(here.store.transactions).toBe(before);
    }
    expect(await verified(here, phone, 'phone')).toMatchObject({ outcome: 'ACCEPT' });
  });

  test('enrols nobody without a key', async () => {
    const here = world(required);
    const frames = new Frames(here, livePerson(alice, 12));
    expect(await codeOf(signedBy(null, frames, (all) => here.uses.enroll(request(), all, call)))).toBe('BAD_FIELD');
  });

  test('checks no liveness of nobody', async () => {
    const here = world(required);
    const frames = new Frames(here, livePerson(alice, 12));
    const check = signedBy(null, frames, (all) => here.uses.checkLiveness({ policy: null }, all, call));
    expect(await codeOf(check)).toBe('BAD_FIELD');
  });
});

describe('administration', () => {
  test('lists keys without the keys themselves', async () => {
    const here = world();
    await enrolled(here, phone);
    const [listed] = await here.uses.listDeviceKeys('alice', call);
    expect(Object.keys(listed ?? {})).toEqual(['keyId', 'createdAt']);
    expect(await codeOf(here.uses.listDeviceKeys('nobody', call))).toBe('SUBJECT_UNKNOWN');
  });

  test('deletes a key once for each request', async () => {
    const here = world();
    await enrolled(here, phone);
    const name = { subjectId: 'alice', keyId: 'phone' };
    const gone = await here.uses.deleteDeviceKey(name, 'r1', call);
    expect(gone).toMatchObject({ keyId: 'phone' });
    expect(await here.uses.deleteDeviceKey(name, 'r1', call)).toEqual(gone);
    expect(await codeOf(here.uses.deleteDeviceKey(name, null, call))).toBe('DEVICE_KEY_UNKNOWN');
  });
});
