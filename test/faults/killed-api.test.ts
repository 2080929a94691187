import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '../../local/free-port';
import { createApiClient } from '../support/api-client';
import { environmentOf, startProgram } from '../support/program';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };

/** A way to the engine that lets everything pass until it is told to hold what comes. */
async function startGate(target: string): Promise<{ address: string; hold(): void; stop(): Promise<void> }> {
  const [host, port] = target.split(':');
  const sockets = new Set<Socket>();
  let held = false;
  const server: Server = createServer((client) => {
    const upstream = connect(Number(port), host);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    client.on('data', (part) => {
      if (!held) upstream.write(part);
    });
    upstream.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: () => {
      held = true;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('an API that is killed between its commit and the delivery', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({ worker: false });
  });
  afterAll(() => system.stop());

  it('has acknowledged what it took, and the relay delivers it', async () => {
    const gate = await startGate(system.config.temporal.address);
    const port = await freePort();
    const api = startProgram(
      'api/main.ts',
      environmentOf(system.config, { PORT: String(port), TEMPORAL_ADDRESS: gate.address }),
    );
    const url = `http://127.0.0.1:${port}`;
    const alive = await until(
      () =>
        fetch(`${url}/healthz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      (ok) => ok,
    );
    expect({ alive, output: alive ? '' : api.output() }).toEqual({ alive: true, output: '' });
    const client = createApiClient(url, () => system.issuer.token('demo-minji'));
    gate.hold();
    const sent = await Promise.all(Array.from({ length: 5 }, () => client.submit(LETTER, { wait: 0 })));
    expect(sent.map(({ status }) => status)).toEqual(Array(5).fill(202));
    api.signal('SIGKILL');
    expect((await api.ended).code).toBe('SIGKILL');
    await gate.stop();
    expect(await system.db('outbox').whereNotNull('delivered_at')).toEqual([]);
    const states = () => system.db('submissions').orderBy('id').pluck('state');
    expect(await states()).toEqual(Array(5).fill('accepted'));
    await system.startWorker({ relay: { everyMs: 100, undeliveredAfterMs: 100 } });
    const all = await until(states, (now) => now.every((state) => state === 'registered'));
    expect(all).toEqual(Array(5).fill('registered'));
    const numbers = await system.db('registrations').orderBy('seq').pluck('seq');
    expect(numbers).toEqual([1, 2, 3, 4, 5]);
  });
});
