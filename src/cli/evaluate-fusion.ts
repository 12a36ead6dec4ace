import { fittedAttention } from '../biometrics/fusion.js';
import {
  aucOf,
  fitFusion,
  type FusionComparison,
  type LabelledClaim,
  type Separation,
} from '../evaluation/fit-fusion.js';
import { provenanceOf } from '../evaluation/provenance.js';
import type { Provenance } from '../evaluation/results.js';
import { GENUINE, transactionsOf, type Transaction } from '../evaluation/transactions.js';
import { basename, resolve } from 'node:path';
import type { Doors } from './doors.js';
import type { FusionOptions } from './evaluate-commands.js';
import { observing, type Context } from './evaluate.js';
import { exitCodes, table } from './terminal.js';

/** `face-engine evaluate fusion` */

interface FusionResult extends Provenance {
  readonly kind: 'fusion';
  readonly policyVersion: string;
  /** Claims by label: `genuine`, `impostor`, or a species. */
  readonly claims: Readonly<Record<string, number>>;
  readonly subjects: number;
  /** Area under the ROC curve of fused scores, genuine claims against all others; null without both. */
  readonly auc: { readonly policy: number | null; readonly fittedAttention: number | null };
  /** Present with --fit-fusion. */
  readonly fit?: FusionComparison;
}

export async function fusionOfClaims(doors: Doors, context: Context<FusionOptions>): Promise<number> {
  const { config, options, terminal } = context;
  const policy = await doors.policy(config, options.policy ?? null);
  const { transactions, provenance } = await observing(doors, context, async (observer, how) => ({
    transactions: await transactionsOf(observer, options.data, { ...how, policy }),
    provenance: provenanceOf(observer, basename(resolve(options.data))),
  }));
  const claims = transactions.map(labelled);
  const result: FusionResult = {
    kind: 'fusion',
    ...provenance,
    policyVersion: policy.version,
    claims: counted(transactions),
    subjects: new Set(transactions.map(({ subject }) => subject)).size,
    auc: { policy: aucOf(claims, policy.fusion), fittedAttention: aucOf(claims, fittedAttention) },
    ...(options.fitFusion ? { fit: fitFusion(claims, config.policy.fusionWeights) } : {}),
  };
  terminal.result(result, linesOf(result));
  return exitCodes.ok;
}

function labelled({ subject, claimed, label, scores, qualities }: Transaction): LabelledClaim {
  return { genuine: label === GENUINE, scores, qualities, subject, subjects: [subject, claimed] };
}

function counted(transactions: readonly Transaction[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { label } of transactions) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

function linesOf({ claims, subjects, auc, fit, policyVersion }: FusionResult): string[] {
  const labels = Object.entries(claims).map(([label, count]) => `${count} ${label}`);
  return [
    `claims: ${labels.join(', ')}; ${subjects} subjects`,
    `area under the curve: ${rate(auc.policy)} by ${policyVersion}, ${rate(auc.fittedAttention)} by the fitted rule of this version`,
    ...(fit ? ['', ...fitLines(fit)] : []),
  ];
}

function fitLines({ crossValidated, better, rule }: FusionComparison): string[] {
  const row = (name: string, { logLoss, auc }: Separation): string[] => [name, logLoss.toFixed(4), rate(auc)];
  return [
    ...table(
      ['cross-validated by subject', 'log loss', 'area'],
      [
        row('weights as set', crossValidated.weighted),
        row('weights fitted', crossValidated.refitted),
        row('weights and slopes fitted', crossValidated.attention),
      ],
    ),
    better.thanWeighted && better.thanRefitted
      ? 'attention separated best here'
      : 'attention is no better than fixed weights here',
    JSON.stringify(rule),
  ];
}

const rate = (value: number | null): string => value?.toFixed(4) ?? 'not measured';
