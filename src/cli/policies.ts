import { readFile, stat } from 'node:fs/promises';
import { parsePolicyVersion, policyNamePattern } from '../biometrics/policy-version.js';
import type { PolicyDocument } from '../biometrics/policy.js';
import { badField, FaceError } from '../errors.js';
import { documentOf, policyDocuments } from '../recognition/policy-documents.js';
import type { Recognition } from '../recognition/recognition.js';
import type { PolicyInfo, Simulation, SimulationRequest } from '../recognition/requests.js';
import { exitCodes, table, type Terminal } from './terminal.js';

const call = () => ({ signal: new AbortController().signal });

/** A policy is about 2 kB of JSON. */
const FILE_BYTES_MAX = 64 * 1024;

export async function listAllPolicies(recognition: Recognition, terminal: Terminal): Promise<number> {
  const policies = await recognition.listPolicies(call());
  const rows = policies.map((info) => [
    info.policy.version,
    stateOf(info),
    info.policy.liveness,
    info.policy.similarityAcceptMin.toFixed(2),
    info.createdAt?.toISOString() ?? 'built in',
    info.unusable ?? '',
  ]);
  terminal.result(
    { policies: policies.map(told) },
    table(['policy', 'state', 'liveness', 'similarity', 'created', 'note'], rows),
  );
  return exitCodes.ok;
}

/** For people the rules alone, on standard output as `create` reads them, so that a copy can be edited. */
export async function showPolicy(recognition: Recognition, given: string, terminal: Terminal): Promise<number> {
  const { name, version } = policyNamePattern.test(given) ? { name: given, version: null } : versionNamed(given);
  const info = await recognition.getPolicy(name, version, call());
  terminal.result(told(info), JSON.stringify(documentOf(info.policy), null, 2).split('\n'));
  if (!terminal.json) terminal.note(lineOf(info));
  return exitCodes.ok;
}

export async function createPolicy(recognition: Recognition, path: string, terminal: Terminal): Promise<number> {
  const info = await recognition.createPolicyVersion(await readPolicy(path), null, call());
  terminal.result(told(info), [
    `created ${info.policy.version}`,
    `it decides after: face-engine policies activate ${info.policy.version}`,
  ]);
  return exitCodes.ok;
}

export async function activateVersion(recognition: Recognition, given: string, terminal: Terminal): Promise<number> {
  const info = await recognition.activatePolicy(versionNamed(given), null, call());
  terminal.result(told(info), [lineOf(info)]);
  return exitCodes.ok;
}

/** @param given `name@version`, or a file with rules that are not stored */
export async function simulate(
  recognition: Recognition,
  given: string,
  since: Date | null,
  terminal: Terminal,
): Promise<number> {
  const policy: SimulationRequest['policy'] = parsePolicyVersion(given) ?? (await readPolicy(given));
  const simulation = await recognition.simulatePolicy({ policy, recordedAfter: since }, call());
  terminal.result(simulation, linesOf(simulation));
  return exitCodes.ok;
}

function linesOf({ policyVersion, captures, capturesUnusable, changes, reasons }: Simulation): string[] {
  const outcomes = changes.map((change) => [change.recorded, change.simulated, String(change.captures)]);
  const causes = reasons.map(({ reason, captures: times }) => [reason, String(times)]);
  return [
    `${policyVersion} over ${captures} captures, of which ${capturesUnusable} say nothing about it`,
    ...(captures === 0 ? ['no capture is kept: CAPTURE_RECORDS_MAX says how many are'] : []),
    ...(outcomes.length > 0 ? ['', ...table(['recorded', 'simulated', 'captures'], outcomes)] : []),
    ...(causes.length > 0 ? ['', ...table(['main reason', 'captures'], causes)] : []),
  ];
}

function stateOf({ active, unusable }: PolicyInfo): string {
  if (unusable !== null) return 'unusable';
  return active ? 'active' : '';
}

function lineOf(info: PolicyInfo): string {
  const { policy, active, unusable } = info;
  return `${policy.version} is ${active ? 'active' : 'not active'}${unusable === null ? '' : `. ${unusable}`}`;
}

/** A version as `--json` tells it; `document` is what `create` takes. */
function told(info: PolicyInfo): object {
  const { policy, version, builtIn, active, unusable, createdAt } = info;
  const { name, version: policyVersion } = policy;
  return { policyVersion, name, version, builtIn, active, unusable, createdAt, document: documentOf(info.policy) };
}

function versionNamed(given: string): { readonly name: string; readonly version: number } {
  const named = parsePolicyVersion(given);
  if (named?.settingsDigest !== null) throw badField('policy', 'NAME@VERSION, such as passive@1,', 'another text');
  return named;
}

/** @throws FaceError BAD_FIELD with everything in the file that has not the form of a policy */
async function readPolicy(path: string): Promise<PolicyDocument> {
  const text = await textOf(path);
  const parsed = policyDocuments.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path: at, message }) => `${at.join('.') || 'the file'}: ${message}`);
  throw new FaceError('BAD_FIELD', `the file is no policy: ${issues.join('; ')}`, { field: 'file' });
}

async function textOf(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size <= FILE_BYTES_MAX) return await readFile(path, 'utf8');
  } catch {
    throw badField('file', 'a file with a policy, or NAME@VERSION,', 'one that cannot be read');
  }
  throw badField('file', `at most ${FILE_BYTES_MAX} bytes`, 'a larger one');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badField('file', 'JSON', 'something else');
  }
}
