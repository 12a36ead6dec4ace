// Asks the running engine for its health over gRPC (grpc.health.v1). Exit code 0 when it serves.
// node scripts/probe-health.mjs [HOST:PORT]
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { main, root, SetUpError } from './setup/project.mjs';

const DEADLINE_MS = 2_000;
const require = createRequire(import.meta.url);

await main(async () => {
  const grpc = require('@grpc/grpc-js');
  const definition = require('@grpc/proto-loader').loadSync(
    join(root, 'node_modules/grpc-health-check/proto/health/v1/health.proto'),
    { enums: String },
  );
  const { Health } = grpc.loadPackageDefinition(definition).grpc.health.v1;
  const address = process.argv[2] ?? `127.0.0.1:${process.env.API_PORT ?? '50051'}`;
  const client = new Health(address, grpc.credentials.createInsecure());
  try {
    const status = await new Promise((resolve, reject) => {
      client.check({ service: '' }, { deadline: Date.now() + DEADLINE_MS }, (error, answer) =>
        error ? reject(new SetUpError(`${address}: ${error.details || error.message}`)) : resolve(answer.status),
      );
    });
    console.log(status);
    return status === 'SERVING' ? 0 : 1;
  } finally {
    client.close();
  }
});
