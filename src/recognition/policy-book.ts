import { FPIR_DEFAULT } from '../biometrics/identification.js';
import { CHALLENGE_ACTIONS_DEFAULT, type Policy, type PolicyDocument } from '../biometrics/policy.js';
import { policyFaults } from '../biometrics/policy-rules.js';
import { policyVersionOf } from '../biometrics/policy-version.js';
import type { PolicyBook } from './context.js';
import type { ActivePolicy, PolicyRow } from './ports.js';
import type { PolicyName } from './requests.js';

export interface PolicyBookOptions {
  readonly builtIn: readonly Policy[];
  readonly defaultName: PolicyName;
}

/** The built-in policies until the first refresh. */
export function createPolicyBook({ builtIn, defaultName }: PolicyBookOptions): PolicyBook {
  let snapshot = snapshotOf(builtIn, [], []);
  let revision = 0;
  return {
    defaultName,
    builtIn,
    get revision() {
      return revision;
    },
    // What is built in was written for this engine; tests hold it to the rules.
    unusable: (document) => (builtIn.some((own) => own === document) ? null : faultOf(document)),
    active: (name) => snapshot.active.get(name) ?? null,
    knows: (name) => snapshot.names.has(name),
    refresh(rows, active) {
      snapshot = snapshotOf(builtIn, rows, active);
      revision += 1;
    },
  };
}

/** A stored version as the policy it is. Rules that were stored before there were challenges, or searches, do not say all. */
export function policyOfRow({ name, version, document }: PolicyRow): Policy {
  const older: Partial<PolicyDocument> = document;
  const laterRules = {
    challengeActions: older.challengeActions ?? CHALLENGE_ACTIONS_DEFAULT,
    duplicateCheck: older.duplicateCheck ?? 'off',
    identificationFpirMax: older.identificationFpirMax ?? FPIR_DEFAULT,
  };
  return { ...document, ...laterRules, version: policyVersionOf(name, version) };
}

interface Snapshot {
  readonly names: ReadonlySet<PolicyName>;
  readonly active: ReadonlyMap<PolicyName, Policy>;
}

function snapshotOf(
  builtIn: readonly Policy[],
  rows: readonly PolicyRow[],
  choices: readonly ActivePolicy[],
): Snapshot {
  const active = new Map(builtIn.map((policy) => [policy.name, policy]));
  for (const { name, version } of choices) {
    const isBuiltIn = version === 1 && active.has(name);
    if (isBuiltIn) continue;
    const row = rows.find((candidate) => candidate.name === name && candidate.version === version);
    // A version that is not there leaves its name without rules: other ones in its place would be a silent change.
    if (row) active.set(name, policyOfRow(row));
    else active.delete(name);
  }
  return { names: new Set([...builtIn, ...rows].map(({ name }) => name)), active };
}

/** Of rules that another version of the engine stored: a number that is not there would hold nobody back. */
function faultOf(document: PolicyDocument): string | null {
  const [fault] = policyFaults(document);
  return fault ? `${fault.field} of the stored rules is not what this version of the engine needs.` : null;
}
