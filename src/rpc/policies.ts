import type { Recognition } from '../recognition/recognition.js';
import type { PoliciesHandlers } from './generated/faceengine/v1/Policies.js';
import type { Adapter } from './handler.js';
import {
  optionalVersionOf,
  policyDocumentOf,
  simulationRequestOf,
  toWirePolicy,
  toWireSimulation,
  versionOf,
} from './wire-policies.js';
import { optionalIdOf, policyNameOf, required } from './wire-requests.js';

/** faceengine.v1.Policies. */
export function policiesService(adapter: Adapter, recognition: Recognition): PoliciesHandlers {
  return {
    Get: adapter.unary(async (request, call) => {
      const name = policyNameOf(request.name, 'name');
      const version = optionalVersionOf(request.version, 'version');
      return { policy: toWirePolicy(await recognition.getPolicy(name, version, call)) };
    }),
    List: adapter.unary(async (_request, call) => {
      return { policies: (await recognition.listPolicies(call)).map(toWirePolicy) };
    }),
    CreateVersion: adapter.unary(async (request, call) => {
      const document = policyDocumentOf(required(request.document, 'document'), 'document');
      const requestId = optionalIdOf(request.requestId, 'request_id');
      return { policy: toWirePolicy(await recognition.createPolicyVersion(document, requestId, call)) };
    }),
    Activate: adapter.unary(async (request, call) => {
      const choice = { name: policyNameOf(request.name, 'name'), version: versionOf(request.version, 'version') };
      const requestId = optionalIdOf(request.requestId, 'request_id');
      return { policy: toWirePolicy(await recognition.activatePolicy(choice, requestId, call)) };
    }),
    Simulate: adapter.unary(async (request, call) => {
      return toWireSimulation(await recognition.simulatePolicy(simulationRequestOf(request), call));
    }),
  };
}
