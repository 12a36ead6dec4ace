import { setImmediate as breath } from 'node:timers/promises';
import { canReplay, replay, type CaptureRecord } from '../biometrics/capture-record.js';
import type { DecisionReason, Outcome } from '../biometrics/outcome.js';
import type { Policy } from '../biometrics/policy.js';
import { FaceError } from '../errors.js';
import { openedRecord } from './capture-records.js';
import type { Context } from './context.js';
import { requireKey } from './keys.js';
import { getPolicy, refuseFaults } from './policies.js';
import type { Call, CaptureRecordRow, PageRequest } from './ports.js';
import type { Simulation, SimulationRequest } from './requests.js';

/** Records read at one time; the longest a policy can make are of 2 MB each. */
const PAGE_RECORDS = 25;

/**
 * What a policy would have decided about the captures that were recorded.
 *
 * Frames are judged again as they came: what the person would have done under other rules, and frames that were never
 * sent since the capture ended early, nobody knows.
 *
 * @throws FaceError BAD_FIELD for rules that are out of range, POLICY_UNKNOWN, KEYS_SEALED
 */
export async function simulatePolicy(context: Context, request: SimulationRequest, call: Call): Promise<Simulation> {
  requireKey(context);
  const policy = await policyOf(context, request, call);
  const tally = new Tally();
  for await (const row of recordedSince(context, request.recordedAfter, call)) {
    tally.add(openedRecord(context, row), (record) => simulated(context, record, policy));
    // A long capture takes as long as several frames of others: they get a turn after each.
    await breath(undefined, { signal: call.signal });
  }
  return { policyVersion: policy.version, ...tally.result() };
}

async function policyOf(context: Context, { policy }: SimulationRequest, call: Call): Promise<Policy> {
  if (!('gates' in policy)) {
    const found = (await getPolicy(context, policy.name, policy.version, call)).policy;
    if (policy.settingsDigest === null || found.version.endsWith(`+${policy.settingsDigest}`)) return found;
    throw new FaceError('POLICY_UNKNOWN', `with the settings of this server that version is ${found.version}.`, {
      field: 'policy_version',
    });
  }
  refuseFaults(policy);
  return { ...policy, version: `${policy.name}@unstored` };
}

async function* recordedSince(context: Context, since: Date | null, call: Call): AsyncGenerator<CaptureRecordRow> {
  let after: string | null = null;
  for (;;) {
    const page: PageRequest = { after, limit: PAGE_RECORDS };
    const rows: readonly CaptureRecordRow[] = await context.store.transaction(
      (unit) => unit.captureRecords.list(since, page),
      call,
    );
    yield* rows;
    after = rows.at(-1)?.recordId ?? null;
    if (rows.length < PAGE_RECORDS) return;
  }
}

interface Simulated {
  readonly outcome: Outcome;
  readonly reason: DecisionReason;
}

/** Null when these rules can say nothing about this capture. */
function simulated({ engine, calibration }: Context, record: CaptureRecord, policy: Policy): Simulated | null {
  if (!canReplay(record, policy, engine.modelId)) return null;
  const { outcome, reasons } = replay(record, { policy, calibration }).verdict;
  const [reason] = reasons;
  return reason === undefined ? null : { outcome, reason };
}

/** Counts by pair of outcomes and by main reason. */
class Tally {
  #captures = 0;
  #unusable = 0;
  readonly #changes = new Map<Outcome, Map<Outcome, number>>();
  readonly #reasons = new Map<DecisionReason, number>();

  /** @param record null when it cannot be read */
  add(record: CaptureRecord | null, simulate: (record: CaptureRecord) => Simulated | null): void {
    this.#captures += 1;
    const now = record && simulate(record);
    if (!record || !now) {
      this.#unusable += 1;
      return;
    }
    const from = this.#changes.get(record.outcome) ?? new Map<Outcome, number>();
    this.#changes.set(record.outcome, from.set(now.outcome, (from.get(now.outcome) ?? 0) + 1));
    this.#reasons.set(now.reason, (this.#reasons.get(now.reason) ?? 0) + 1);
  }

  /** Most frequent first. */
  result(): Omit<Simulation, 'policyVersion'> {
    const changes = [...this.#changes].flatMap(([recorded, counts]) =>
      [...counts].map(([outcome, captures]) => ({ recorded, simulated: outcome, captures })),
    );
    const reasons = [...this.#reasons].map(([reason, captures]) => ({ reason, captures }));
    return {
      captures: this.#captures,
      capturesUnusable: this.#unusable,
      changes: changes.sort((a, b) => b.captures - a.captures),
      reasons: reasons.sort((a, b) => b.captures - a.captures),
    };
  }
}
