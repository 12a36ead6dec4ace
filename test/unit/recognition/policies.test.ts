import { builtInPolicies, highSecurity } from '../../../src/biometrics/built-in-policies.js';
import { defaultPolicySettings } from '../../../src/biometrics/policy.js';
import { createPolicyBook, policyOfRow } from '../../../src/recognition/policy-book.js';
import { refreshPolicies } from '../../../src/recognition/policies.js';
import type { ActivePolicy, PolicyRow, Store, UnitOfWork } from '../../../src/recognition/ports.js';
import { alice, livePerson } from '../../support/observations.js';
import { rules } from '../../support/policies.js';
import { call, codeOf, drained, Frames, world, type World } from '../../support/use-cases.js';

const versionsOf = async ({ uses }: World) => (await uses.listPolicies(call)).map(({ policy }) => policy.version);
const activate = ({ uses }: World, name: string, version: number) => uses.activatePolicy({ name, version }, null, call);
const enrolling = (policy: string) => ({
  subjectId: 'alice',
  policy,
  replace: true,
  requestId: null,
  picturesDigest: null,
});

test('the built-in policies are there from the start, active and usable', async () => {
  const all = await world().uses.listPolicies(call);
  expect(all.map(({ policy }) => policy.name)).toEqual(Object.keys(builtInPolicies));
  expect(all.every(({ builtIn, active, version, createdAt }) => builtIn && active && version === 1 && !createdAt)).toBe(
    true,
  );
  const unusable = all.filter((info) => info.unusable !== null).map(({ policy }) => policy.name);
  expect(unusable).toEqual([]);
});

test('versions are counted by name, built-in names from 2 on', async () => {
  const here = world();
  await here.uses.createPolicyVersion(rules({ name: 'zeta' }), null, call);
  await here.uses.createPolicyVersion(rules(), null, call);
  await here.uses.createPolicyVersion(rules(), null, call);
  await here.uses.createPolicyVersion(rules({ name: 'door' }), null, call);
  expect(await versionsOf(here)).toEqual([
    'comparison-only@1',
    'passive@1',
    'passive@2',
    'passive@3',
    'active@1',
    'sensor@1',
    'high-security@1',
    'door@1',
    'zeta@1',
  ]);
});

test('a version is found as it was created, and is not active', async () => {
  const { uses } = world();
  const created = await uses.createPolicyVersion(rules({ acceptMin: 0.9 }), null, call);
  expect(created).toMatchObject({ version: 2, builtIn: false, active: false, unusable: null });
  expect(created.policy).toEqual({ ...rules({ acceptMin: 0.9 }), version: 'passive@2' });
  expect(await uses.getPolicy('passive', 2, call)).toEqual(created);
  expect((await uses.getPolicy('passive', null, call)).policy.version).toBe('passive@1');
  expect(await codeOf(uses.getPolicy('passive', 3, call))).toBe('POLICY_UNKNOWN');
  expect(await codeOf(uses.getPolicy('door', null, call))).toBe('POLICY_UNKNOWN');
});

test('rules that contradict themselves are refused with everything that is wrong, and not stored', async () => {
  const here = world();
  const broken = rules({ rejectMax: 0.9, framesAcceptedMin: 0 });
  await expect(here.uses.createPolicyVersion(broken, null, call)).rejects.toMatchObject({
    code: 'BAD_FIELD',
    field: 'document.reject_max',
    message: expect.stringMatching(/document\.reject_max .*; document\.frames_accepted_min /) as string,
  });
  expect(await versionsOf(here)).not.toContain('passive@2');
});

test('twenty who create at once get twenty numbers', async () => {
  const { uses } = world();
  const made = await Promise.all(Array.from({ length: 20 }, () => uses.createPolicyVersion(rules(), null, call)));
  expect(new Set(made.map(({ version }) => version)).size).toBe(20);
  expect(Math.max(...made.map(({ version }) => version))).toBe(21);
});

test('a repeated request creates and activates once, and gets the first answer', async () => {
  const here = world();
  const first = await here.uses.createPolicyVersion(rules(), 'r1', call);
  expect(await here.uses.createPolicyVersion(rules(), 'r1', call)).toEqual(first);
  expect(await codeOf(here.uses.createPolicyVersion(rules({ acceptMin: 0.9 }), 'r1', call))).toBe('REQUEST_ID_REUSED');
  const choice = { name: 'passive', version: 2 };
  const activated = await here.uses.activatePolicy(choice, 'r2', call);
  await activate(here, 'passive', 1);
  expect(await here.uses.activatePolicy(choice, 'r2', call)).toEqual(activated);
  // The second time nothing was done.
  expect((await here.uses.getPolicy('passive', null, call)).version).toBe(1);
});

test('claims are decided by the version that is active, and by the built-in one again', async () => {
  const here = world();
  const stamped = async () =>
    (await drained(here.uses.enroll(enrolling('passive'), new Frames(here, livePerson(alice, 12)), call))).result;
  expect((await stamped()).policyVersion).toBe('passive@1');
  await here.uses.createPolicyVersion(rules({ enrolmentSamplesMin: 6 }), null, call);
  expect((await stamped()).policyVersion).toBe('passive@1');
  expect(await activate(here, 'passive', 2)).toMatchObject({ version: 2, active: true });
  expect(await stamped()).toMatchObject({ policyVersion: 'passive@2', framesAccepted: 12 });
  await activate(here, 'passive', 1);
  expect((await stamped()).policyVersion).toBe('passive@1');
});

test('a verification keeps the policy it started with', async () => {
  const here = world();
  await drained(here.uses.enroll(enrolling('passive'), new Frames(here, livePerson(alice, 12)), call));
  await here.uses.createPolicyVersion(rules({ similarityAcceptMin: 1 }), null, call);
  const frames = new Frames(here, livePerson(alice, 40));
  const running = here.uses.verify({ subjectId: 'alice', policy: null }, frames, call);
  const started = await running.next();
  await activate(here, 'passive', 2);
  const { result } = await drained(running);
  expect(started.value).toMatchObject({ kind: 'started', policyVersion: 'passive@1' });
  expect(result).toMatchObject({ outcome: 'ACCEPT', policyVersion: 'passive@1' });
});

test('a new name has no rules before a version of it is active', async () => {
  const here = world();
  const claim = () =>
    drained(here.uses.verify({ subjectId: 'alice', policy: 'door' }, new Frames(here, []), call)).then(
      ({ result }) => result,
    );
  expect(await codeOf(claim())).toBe('POLICY_UNKNOWN');
  await here.uses.createPolicyVersion(rules({ name: 'door' }), null, call);
  expect(await codeOf(claim())).toBe('POLICY_INACTIVE');
  await activate(here, 'door', 1);
  expect((await claim()).policyVersion).toBe('door@1');
});

test('a version that is not there cannot be activated', async () => {
  const here = world();
  expect(await codeOf(activate(here, 'passive', 2))).toBe('POLICY_UNKNOWN');
  expect(await codeOf(activate(here, 'door', 1))).toBe('POLICY_UNKNOWN');
});

test('while the store is down the last snapshot stays', async () => {
  const here = world();
  await here.uses.createPolicyVersion(rules(), null, call);
  await activate(here, 'passive', 2);
  here.store.failNext(1);
  expect(await codeOf(refreshPolicies(here.context, call))).toBe('STORE_DOWN');
  expect(here.context.policies.active('passive')?.version).toBe('passive@2');
});

test('rows read before another refresh do not undo it', async () => {
  const here = world();
  await here.uses.createPolicyVersion(rules(), null, call);
  let held: Promise<void> | null = null;
  // The first reader is overtaken by an activation between its rows and their use.
  const overtaken = {
    ...here.context,
    store: {
      transaction: async <T>(work: (unit: UnitOfWork) => Promise<T>): Promise<T> => {
        const read = await here.store.transaction(work, call);
        held ??= activate(here, 'passive', 2).then(() => undefined);
        await held;
        return read;
      },
    },
  };
  await refreshPolicies(overtaken, call);
  expect(here.context.policies.active('passive')?.version).toBe('passive@2');
});

test('a version that is stored and activated while policies are read leaves its name with rules', async () => {
  const here = world();
  const row: PolicyRow = { name: 'passive', version: 2, document: rules(), createdAt: new Date(0) };
  let stored: { readonly rows: readonly PolicyRow[]; readonly active: readonly ActivePolicy[] } = {
    rows: [],
    active: [],
  };
  /** Each statement sees what was committed before it; the first one is followed by another server's change. */
  const read = <T>(answer: T): Promise<T> => {
    stored = { rows: [row], active: [row] };
    return Promise.resolve(answer);
  };
  const store: Store = {
    transaction: (work, given) =>
      here.store.transaction(
        (unit) =>
          work({
            ...unit,
            policies: { ...unit.policies, list: () => read(stored.rows), active: () => read(stored.active) },
          }),
        given,
      ),
  };
  await refreshPolicies({ ...here.context, store }, call);
  expect(here.context.policies.active('passive')?.version).toBe('passive@1');
  await refreshPolicies({ ...here.context, store }, call);
  expect(here.context.policies.active('passive')?.version).toBe('passive@2');
});

test('an active version that is gone leaves its name without rules', () => {
  const builtIn = [highSecurity(defaultPolicySettings)];
  const book = createPolicyBook({
    builtIn,
    defaultName: 'high-security',
  });
  book.refresh([], [{ name: 'high-security', version: 7 }]);
  expect(book.active('high-security')).toBeNull();
  expect(book.knows('high-security')).toBe(true);
});

test('rules that were stored before there were challenges have one of three actions', () => {
  const document = structuredClone(rules());
  Reflect.deleteProperty(document, 'challengeActions');
  const policy = policyOfRow({ name: 'door', version: 1, document, createdAt: new Date(0) });
  expect(policy.challengeActions).toBe(3);
  const newer = { name: 'door', version: 2, document: rules({ challengeActions: 2 }), createdAt: new Date(0) };
  expect(policyOfRow(newer).challengeActions).toBe(2);
});

test('rules that were stored before there were searches look for no duplicates', () => {
  const document = structuredClone(rules({ duplicateCheck: 'refuse', identificationFpirMax: 0.1 }));
  const row = { name: 'door', version: 1, document, createdAt: new Date(0) };
  expect(policyOfRow(row)).toMatchObject({ duplicateCheck: 'refuse', identificationFpirMax: 0.1 });
  Reflect.deleteProperty(document, 'duplicateCheck');
  Reflect.deleteProperty(document, 'identificationFpirMax');
  expect(policyOfRow(row)).toMatchObject({ duplicateCheck: 'off', identificationFpirMax: 0.01 });
});

test('stored rules that lack a number are not decided by', () => {
  const book = createPolicyBook({
    builtIn: [],
    defaultName: 'passive',
  });
  expect(book.unusable(rules({ liveness: 'active' }))).toBeNull();
  const stored = structuredClone(rules());
  Reflect.deleteProperty(stored.gates.verification, 'qualityMin');
  expect(book.unusable(stored)).toContain('verification_gates.quality_min');
});
