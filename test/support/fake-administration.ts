import { builtInPolicies } from '../../src/biometrics/built-in-policies.js';
import { defaultPolicySettings, type PolicyDocument } from '../../src/biometrics/policy.js';
import { FaceError } from '../../src/errors.js';
import { refuseFaults } from '../../src/recognition/policies.js';
import type { ActivePolicy, Call } from '../../src/recognition/ports.js';
import type { Recognition } from '../../src/recognition/recognition.js';
import type {
  FinishedMigration,
  Migration,
  PolicyInfo,
  Simulation,
  SimulationRequest,
} from '../../src/recognition/requests.js';

const FORMER_MODEL_ID = 'former@0123456789ab';
const MODEL_ID = 'fake@0123456789ab';

type Administration = Pick<
  Recognition,
  | 'listPolicies'
  | 'getPolicy'
  | 'createPolicyVersion'
  | 'activatePolicy'
  | 'simulatePolicy'
  | 'migrateTemplates'
  | 'getMigration'
  | 'finishMigration'
>;

/** The part of FakeRecognition that knows no subject: policies and a change of model, in maps. */
export class FakeAdministration implements Administration {
  /** Runs at the start of every unary call. */
  onUnary: (call: Call) => Promise<void> = () => Promise.resolve();
  readonly simulations: SimulationRequest[] = [];
  migration: Migration | null = null;
  #policies: PolicyInfo[] = Object.values(builtInPolicies).map((policyOf) => {
    const policy = policyOf(defaultPolicySettings);
    const unusable = ['active', 'sensor'].includes(policy.liveness) ? 'This server is a fake.' : null;
    return { policy, version: 1, builtIn: true, active: true, unusable, createdAt: null };
  });

  async listPolicies(call: Call): Promise<readonly PolicyInfo[]> {
    await this.onUnary(call);
    return this.#policies;
  }

  async getPolicy(name: string, version: number | null, call: Call): Promise<PolicyInfo> {
    await this.onUnary(call);
    const found = this.#policies.find(
      (info) => info.policy.name === name && (version === null ? info.active : info.version === version),
    );
    if (!found) throw new FaceError('POLICY_UNKNOWN', 'No policy has this name and version.', { field: 'version' });
    return found;
  }

  async createPolicyVersion(document: PolicyDocument, _requestId: string | null, call: Call): Promise<PolicyInfo> {
    await this.onUnary(call);
    refuseFaults(document);
    const { name } = document;
    const version = 1 + Math.max(0, ...this.#policies.filter((o) => o.policy.name === name).map((o) => o.version));
    const created: PolicyInfo = {
      policy: { ...document, version: `${name}@${version}` },
      version,
      builtIn: false,
      active: false,
      unusable: null,
      createdAt: new Date(1_700_000_000_123),
    };
    this.#policies.push(created);
    return created;
  }

  async activatePolicy(choice: ActivePolicy, _requestId: string | null, call: Call): Promise<PolicyInfo> {
    const chosen = await this.getPolicy(choice.name, choice.version, call);
    if (chosen.unusable !== null) throw new FaceError('POLICY_INACTIVE', chosen.unusable, { field: 'version' });
    this.#policies = this.#policies.map((info) =>
      info.policy.name === choice.name ? { ...info, active: info.version === choice.version } : info,
    );
    return this.getPolicy(choice.name, choice.version, call);
  }

  async simulatePolicy(request: SimulationRequest, call: Call): Promise<Simulation> {
    this.simulations.push(request);
    const { policy } = request;
    const policyVersion =
      'liveness' in policy ? policy.name : (await this.getPolicy(policy.name, policy.version, call)).policy.version;
    await this.onUnary(call);
    return {
      policyVersion,
      captures: 10,
      capturesUnusable: 2,
      changes: [
        { recorded: 'ACCEPT', simulated: 'ACCEPT', captures: 5 },
        { recorded: 'ACCEPT', simulated: 'RE_VERIFY', captures: 3 },
      ],
      reasons: [
        { reason: 'SIMILARITY_SUFFICIENT', captures: 5 },
        { reason: 'SIMILARITY_INCONCLUSIVE', captures: 3 },
      ],
    };
  }

  async migrateTemplates(fromModelId: string | null, call: Call): Promise<Migration> {
    await this.onUnary(call);
    if (fromModelId !== null && fromModelId !== FORMER_MODEL_ID) {
      throw new FaceError('MODEL_MISMATCH', 'The server does not run this model beside its own.');
    }
    this.migration = {
      fromModelId: FORMER_MODEL_ID,
      toModelId: MODEL_ID,
      startedAt: new Date(1_700_000_000_123),
      finishedAt: null,
      subjects: 4,
      subjectsMigrated: 1,
      coverage: 0.25,
    };
    return this.migration;
  }

  async getMigration(call: Call): Promise<Migration> {
    await this.onUnary(call);
    if (!this.migration) throw new FaceError('MIGRATION_UNKNOWN', 'No change of model was ever started.');
    return this.migration;
  }

  async finishMigration(_requestId: string | null, call: Call): Promise<FinishedMigration> {
    const migration = { ...(await this.getMigration(call)), finishedAt: new Date(1_700_000_002_000) };
    this.migration = migration;
    return { migration, templatesDeleted: migration.subjectsMigrated };
  }
}
