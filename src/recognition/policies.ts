import { z } from 'zod';
import { policyFaults } from '../biometrics/policy-rules.js';
import type { Policy, PolicyDocument } from '../biometrics/policy.js';
import { FaceError, isFaceError } from '../errors.js';
import type { Context } from './context.js';
import { once, type Repeatable } from './idempotency.js';
import { storedPolicies } from './policy-documents.js';
import { policyOfRow } from './policy-book.js';
import type { ActivePolicy, Call, PolicyRow, UnitOfWork } from './ports.js';
import type { PolicyInfo } from './requests.js';

/** Policies as their administrators see them. What claims are decided by is the book's snapshot (context.ts). */

/** Stored versions of all names together: every server reads them every second. */
const STORED_VERSIONS_MAX = 1000;
/** A refresh that another one overtook is done again so often. */
const REFRESHES_MAX = 5;

const infos: z.ZodType<PolicyInfo> = z.object({
  policy: storedPolicies,
  version: z.number(),
  builtIn: z.boolean(),
  active: z.boolean(),
  unusable: z.string().nullable(),
  createdAt: z.coerce.date().nullable(),
});

const policyUnknown = (field: string): FaceError =>
  new FaceError('POLICY_UNKNOWN', 'there is no policy of this name and version. Policies.List lists them.', { field });

export async function listPolicies(context: Context, call: Call): Promise<readonly PolicyInfo[]> {
  const { builtIn } = context.policies;
  return context.store.transaction(async (unit) => {
    const [rows, active] = [await unit.policies.list(), await unit.policies.active()];
    const places = new Map(builtIn.map(({ name }, index) => [name, index]));
    const placeOf = (name: string): number => places.get(name) ?? builtIn.length;
    // Rows come by name and version, and sorting keeps their order where it says nothing.
    return [
      ...builtIn.map((policy) => ({ policy, row: null })),
      ...rows.map((row) => ({ policy: policyOfRow(row), row })),
    ]
      .sort((a, b) => placeOf(a.policy.name) - placeOf(b.policy.name))
      .map(({ policy, row }) => infoOf(context, policy, row, active));
  }, call);
}

/** @param version null: the active one @throws FaceError POLICY_UNKNOWN, also for a name without an active one */
export async function getPolicy(
  context: Context,
  name: string,
  version: number | null,
  call: Call,
): Promise<PolicyInfo> {
  return context.store.transaction(async (unit) => {
    const active = await unit.policies.active();
    return find(context, { name, version: version ?? activeVersion(context, name, active) }, unit, active);
  }, call);
}

/**
 * Stores the next version of a name, without activating it; of built-in names that is 2 at least.
 *
 * @throws FaceError BAD_FIELD with everything that is out of range or contradicts itself
 */
export async function createPolicyVersion(
  context: Context,
  document: PolicyDocument,
  requestId: string | null,
  call: Call,
): Promise<PolicyInfo> {
  refuseFaults(document);
  const { builtIn } = context.policies;
  const request = repeatable('CreatePolicyVersion', requestId, JSON.stringify(document));
  const versionMin = builtIn.some(({ name }) => name === document.name) ? 2 : 1;
  const created = await context.store.transaction(
    (unit) =>
      once(context, request, unit, async () => {
        const row = await unit.policies.append(document, versionMin);
        if ((await unit.policies.list()).length > STORED_VERSIONS_MAX) throw tooMany();
        return infoOf(context, policyOfRow(row), row, await unit.policies.active());
      }),
    call,
  );
  await refreshAfterChange(context, call);
  return created;
}

/**
 * Makes a version the one that claims are decided by, here at once and on other servers with their next refresh.
 *
 * @throws FaceError POLICY_UNKNOWN; POLICY_INACTIVE for rules this server cannot decide by
 */
export async function activatePolicy(
  context: Context,
  choice: ActivePolicy,
  requestId: string | null,
  call: Call,
): Promise<PolicyInfo> {
  const request = repeatable('ActivatePolicy', requestId, JSON.stringify([choice.name, choice.version]));
  const activated = await context.store.transaction(
    (unit) =>
      once(context, request, unit, async () => {
        const { unusable } = await find(context, choice, unit, []);
        if (unusable !== null) {
          throw new FaceError('POLICY_INACTIVE', `this policy cannot be activated: ${unusable}`, { field: 'version' });
        }
        await unit.policies.activate(choice);
        return find(context, choice, unit, [choice]);
      }),
    call,
  );
  await refreshAfterChange(context, call);
  return activated;
}

/** Takes what is stored now as what claims are decided by. @throws FaceError STORE_DOWN */
export async function refreshPolicies({ store, policies }: Context, call: Call): Promise<void> {
  for (let round = 1; ; round++) {
    const before = policies.revision;
    const { active, rows } = await store.transaction(async (unit) => {
      // First: whatever is active then is stored already, also when a statement sees more than the one before it.
      const chosen = await unit.policies.active();
      return { active: chosen, rows: await unit.policies.list() };
    }, call);
    // Rows that were read before another refresh may be older than what that one brought.
    if (policies.revision !== before && round < REFRESHES_MAX) continue;
    policies.refresh(rows, active);
    return;
  }
}

/** @throws FaceError BAD_FIELD */
export function refuseFaults(document: PolicyDocument): void {
  const faults = policyFaults(document);
  const [first] = faults;
  if (!first) return;
  const message = faults.map(({ field, message: must }) => `document.${field} ${must}`).join('; ');
  throw new FaceError('BAD_FIELD', message, { field: `document.${first.field}` });
}

function tooMany(): FaceError {
  return new FaceError('BAD_FIELD', `document: ${STORED_VERSIONS_MAX} versions are stored; there is no room for more`, {
    field: 'document',
  });
}

/** What is stored is stored, also when the snapshot cannot follow at once: the next refresh of a server brings it. */
async function refreshAfterChange(context: Context, call: Call): Promise<void> {
  await refreshPolicies(context, call).catch((error: unknown) => {
    if (!isFaceError(error) || (error.code !== 'STORE_DOWN' && error.code !== 'CANCELLED')) throw error;
  });
}

function repeatable(method: string, requestId: string | null, body: string): Repeatable<PolicyInfo> {
  return { requestId, method, body: [body], answers: infos };
}

/** @throws FaceError POLICY_UNKNOWN */
async function find(
  context: Context,
  { name, version }: ActivePolicy,
  unit: UnitOfWork,
  active: readonly ActivePolicy[],
): Promise<PolicyInfo> {
  const builtIn = version === 1 ? context.policies.builtIn.find((policy) => policy.name === name) : undefined;
  if (builtIn) return infoOf(context, builtIn, null, active);
  const row = await unit.policies.find(name, version);
  if (!row) throw policyUnknown('version');
  return infoOf(context, policyOfRow(row), row, active);
}

/** 0, which is no version, for a name that has no active one. */
function activeVersion({ policies }: Context, name: string, active: readonly ActivePolicy[]): number {
  const chosen = active.find((choice) => choice.name === name);
  return chosen?.version ?? (policies.builtIn.some((policy) => policy.name === name) ? 1 : 0);
}

function infoOf(context: Context, policy: Policy, row: PolicyRow | null, active: readonly ActivePolicy[]): PolicyInfo {
  const version = row?.version ?? 1;
  return {
    policy,
    version,
    builtIn: row === null,
    active: activeVersion(context, policy.name, active) === version,
    unusable: context.policies.unusable(policy),
    createdAt: row?.createdAt ?? null,
  };
}
