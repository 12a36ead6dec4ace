/** `name@version`, as decisions name the policy that made them. */

/** Names of policies: 1–64 characters of [a-z0-9-]. */
export const policyNamePattern = /^[a-z0-9-]{1,64}$/;

export const POLICY_VERSION_MAX = 2 ** 31 - 1;

export function policyVersionOf(name: string, version: number): string {
  return `${name}@${version}`;
}

export interface PolicyVersionName {
  readonly name: string;
  readonly version: number;
  /** Of the operator's settings that changed a built-in version (`passive@1+1f2e3d4c`); null without. */
  readonly settingsDigest: string | null;
}

/** Null for a text that names no version. */
export function parsePolicyVersion(text: string): PolicyVersionName | null {
  const [, name, digits, digest] = /^([a-z0-9-]{1,64})@([1-9]\d{0,9})(?:\+([0-9a-f]{8}))?$/.exec(text) ?? [];
  const version = Number(digits);
  return name === undefined || !(version <= POLICY_VERSION_MAX)
    ? null
    : { name, version, settingsDigest: digest ?? null };
}
