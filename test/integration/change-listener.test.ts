import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { ChangeListener } from '../../src/store/change-listener.js';
import { until } from '../support/galleries.js';
import { withPostgres } from '../support/postgres.js';

const postgres = withPostgres();

test('listening ends within about a second also when the database hangs', async () => {
  const { host, port, user, database } = await postgres.freshTarget();
  const sockets: Socket[] = [];
  let hangs = false;
  const proxy = createServer({ allowHalfOpen: true }, (socket) => {
    const behind = connect(join(host, `.s.PGSQL.${port}`));
    sockets.push(socket, behind);
    socket.on('data', (bytes) => hangs || behind.write(bytes));
    behind.on('data', (bytes) => hangs || socket.write(bytes));
    for (const one of [socket, behind]) one.on('error', () => undefined);
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  let changes = 0;
  const listener = new ChangeListener({
    target: { host: '127.0.0.1', port: (proxy.address() as AddressInfo).port, user, database },
    onChange: () => changes++,
    onConnectionLost: () => undefined,
  });
  await until(() => changes === 1, 'listening');
  hangs = true;
  const beganMs = performance.now();
  await listener.close();
  expect(performance.now() - beganMs).toBeLessThan(2_000);
  for (const socket of sockets) socket.destroy();
  proxy.close();
}, 20_000);
