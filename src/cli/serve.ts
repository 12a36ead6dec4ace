import type { Config } from '../config/config.js';
import type { Doors } from './doors.js';
import { exitCodes, type Terminal } from './terminal.js';

/** Serves until SIGTERM or SIGINT, then drains. A second signal ends the process at once. */
export async function serveUntilStopped(doors: Doors, config: Config, terminal: Terminal): Promise<number> {
  const serving = await doors.serve(config);
  terminal.result({ host: config.api.host, port: serving.port }, [
    `serving gRPC on ${config.api.host}:${serving.port} (pack ${config.models.pack}, default policy ${config.defaultPolicy})`,
  ]);
  for (const notice of serving.notices) terminal.note(notice);
  if (config.dev)
    terminal.note('development mode: without a key of its own the server keeps a random one in its data folder');
  const stop = (): void => {
    process.once('SIGTERM', () => process.exit(exitCodes.internal));
    process.once('SIGINT', () => process.exit(exitCodes.internal));
    terminal.note('draining: running calls may finish');
    serving.stop();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  await serving.closed;
  return exitCodes.ok;
}
