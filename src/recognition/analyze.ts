import { allFrameFaults } from '../biometrics/capture-session.js';
import type { Analysis } from '../biometrics/outcome.js';
import { qualityComponents } from '../biometrics/quality-components.js';
import { unifiedQuality } from '../biometrics/unified-quality.js';
import { policyNamed, type Context } from './context.js';
import type { Image } from './capture-input.js';
import type { Call } from './ports.js';

/** What one picture shows, without any decision. */
export async function analyze(context: Context, image: Image, call: Call): Promise<Analysis> {
  const seen = await context.engine.observe(
    image,
    { embedding: false, formerEmbedding: false, liveness: true, eyes: true, motion: null },
    call,
  );
  const { face } = seen;
  const components = face ? qualityComponents(face, seen.secondFaceRatio) : [];
  return {
    faceCount: seen.faceCount,
    box: face?.box ?? null,
    detectionScore: face?.detectionScore ?? null,
    points: face?.points ?? null,
    pose: face?.pose ?? null,
    components,
    quality: face ? unifiedQuality(components) : null,
    liveness: face?.liveness ?? null,
    eyeOpening: face?.eyeOpening ?? null,
    depth: face?.depth ?? null,
    reasons: allFrameFaults(seen, { policy: policyNamed(context.policies, null), purpose: 'verification' }),
  };
}
