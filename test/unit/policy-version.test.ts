import { passive } from '../../src/biometrics/built-in-policies.js';
import { defaultPolicySettings } from '../../src/biometrics/policy.js';
import { versioned } from '../../src/compose.js';

test('the built-in rules have their plain version', () => {
  expect(versioned(passive, { ...defaultPolicySettings }).version).toBe('passive@1');
});

test('rules that a setting changes are another version, the same for the same settings', () => {
  const stricter = { ...defaultPolicySettings, acceptMin: 0.9 };
  const { version } = versioned(passive, stricter);
  expect(version).toMatch(/^passive@1\+[0-9a-f]{8}$/);
  expect(versioned(passive, { ...stricter }).version).toBe(version);
  expect(versioned(passive, { ...stricter, rejectMax: 0.5 }).version).not.toBe(version);
});
