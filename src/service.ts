import { once } from 'node:events';
import type { Application } from './compose.js';
import type { Serving } from './cli/doors.js';
import { type Config, ConfigError } from './config/config.js';
import { isFaceError } from './errors.js';
import { defaultServerLimits, FaceServer } from './rpc/server.js';
import type { CaptureRecordLimits } from './store/capture-records.js';
import type { Log } from './telemetry/log.js';

/** The running service: a server over an application, its health, and its end. */

/** Health follows the database within this long. */
const HEALTH_INTERVAL_MS = 500;
/** With the time of two queries, well within the two seconds that Policies.Activate promises. */
const POLICIES_INTERVAL_MS = 1_000;
const PURGE_INTERVAL_MS = 600_000;
const POLICIES_MS_MAX = 5_000;
const ENGINE_DRAIN_MS = 5_000;

export async function startService(application: Application, config: Config, log: Log): Promise<Serving> {
  const { recognition, vault } = application;
  const server = new FaceServer({
    recognition,
    limits: { ...defaultServerLimits, streamsMax: config.api.streamsMax },
    revealScores: config.revealScores,
    reflection: config.api.reflection,
    sign: (bytes) => vault.keyedDigest('page-token', [bytes]),
    tls: null,
    log,
  });
  const { host, port: wanted } = config.api;
  const port = await server.start(host.includes(':') ? `[${host}]:${wanted}` : `${host}:${wanted}`).catch(async () => {
    await application.close();
    throw new ConfigError(['API_HOST and API_PORT must be an address of this machine with a port nobody listens on.']);
  });
  log.info('models loaded', { modelId: application.engine?.modelId ?? 'none' });
  server.open();
  const timers = [
    await watchHealth(application, server, log),
    purgeOutdated(application, config.captureRecords, log),
    followPolicies(application, log),
    watchGallery(application, server),
  ];
  application.gallery.start();
  const stopping = new AbortController();
  const closed = once(stopping.signal, 'abort').then(async () => {
    timers.forEach((timer) => clearInterval(timer));
    await server.stop();
    await application.engine?.drain(ENGINE_DRAIN_MS);
    await application.close();
    log.info('stopped');
  });
  const notices = [...application.notices, ...defaultPolicyNotice(application)];
  return { port, notices, closed, stop: () => stopping.abort() };
}

/** Serving means: every part that a call may need is there. Resolves when all were looked at once. */
async function watchHealth(
  { engine, store, vault }: Application,
  server: FaceServer,
  log: Log,
): Promise<NodeJS.Timeout> {
  server.setServing(false);
  let storeUp = true;
  let asking = false;
  let replacements = 0;
  const look = async (): Promise<void> => {
    if (asking) return;
    asking = true;
    const up = await (store?.store.ping() ?? Promise.resolve()).then(
      () => true,
      (error: unknown) => {
        if (storeUp) log.error('store down', isFaceError(error) ? { code: error.code } : {});
        return false;
      },
    );
    if (up && !storeUp) log.info('store ready');
    storeUp = up;
    const lost = (engine?.statistics().replacements ?? 0) - replacements;
    if (lost > 0) log.warn('worker lost', { workers: lost });
    replacements += lost;
    server.setServing(up && !vault.sealed && (engine?.statistics().ready ?? false));
    asking = false;
  };
  await look();
  return setInterval(() => void look(), HEALTH_INTERVAL_MS);
}

/** Searches have a health of their own: the server verifies while its gallery is loaded. */
function watchGallery({ gallery }: Application, server: FaceServer): NodeJS.Timeout {
  const look = (): void => server.setGalleryReady(gallery.gallery.state().phase === 'ready');
  return setInterval(look, HEALTH_INTERVAL_MS);
}

/** Takes over what other servers and the command line activated; when that fails the last snapshot stays. */
function followPolicies(application: Application, log: Log): NodeJS.Timeout {
  let asking = false;
  let failing = false;
  const follow = async (): Promise<void> => {
    if (asking) return;
    asking = true;
    try {
      await application.refreshPolicies({ signal: AbortSignal.timeout(POLICIES_MS_MAX) });
      failing = false;
    } catch (error) {
      // Health says when the store is down; anything else is said once.
      const isDown = isFaceError(error) && (error.code === 'STORE_DOWN' || error.code === 'CANCELLED');
      if (!isDown && !failing) log.error('policies stale', isFaceError(error) ? { code: error.code } : {}, error);
      failing ||= !isDown;
    } finally {
      asking = false;
    }
  };
  return setInterval(() => void follow(), POLICIES_INTERVAL_MS);
}

/** The name may get its rules later, so it is no reason not to start. */
function defaultPolicyNotice({ policies }: Application): readonly string[] {
  const name = policies.defaultName;
  const policy = policies.active(name);
  const lacking = policy ? policies.unusable(policy) : 'no version of it is active.';
  return lacking === null ? [] : [`calls that name no policy are refused, since DEFAULT_POLICY is ${name}: ${lacking}`];
}

/** Answers of repeatable requests and changes of templates are kept for a day, records of captures as long as the operator says. */
function purgeOutdated({ store, clock }: Application, limits: CaptureRecordLimits, log: Log): NodeJS.Timeout {
  const purge = async (): Promise<void> => {
    const call = { signal: AbortSignal.timeout(PURGE_INTERVAL_MS) };
    try {
      await store?.store.purgeRequests(clock.nowMs(), call);
      await store?.store.purgeTemplateChanges(clock.nowMs(), call);
      await store?.store.purgeCaptureRecords(clock.nowMs(), limits, call);
    } catch (error) {
      log.warn('store down', {}, error);
    }
  };
  return setInterval(() => void purge(), PURGE_INTERVAL_MS);
}
