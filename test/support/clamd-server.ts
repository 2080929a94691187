import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clamd } from './find-clamd';

export interface ClamdServer {
  /** What `createClamdScanner` takes. */
  address: string;
  /** The limit of one stream, in bytes. */
  limit: number;
  stop(): Promise<void>;
}

/** The harmless file that every scanner finds, put together here so that no scanner finds it in this source. */
export const EICAR = `X5O!P%@AP[4\\PZX54(P^)7CC)7}$${'EICAR-STANDARD-ANTIVIRUS-TEST-FILE'}!$H+H*`;

const LIMIT = 1024 * 1024;

/** Starts the real clamd on a unix socket with a signature base of its own that holds EICAR and nothing else. */
export async function startClamd({ binary, libraries }: Clamd): Promise<ClamdServer> {
  const dir = await mkdtemp(join(tmpdir(), 'gongmun-clamd-'));
  const socket = join(dir, 'clamd.sock');
  const md5 = createHash('md5').update(EICAR).digest('hex');
  await writeFile(join(dir, 'test.hdb'), `${md5}:${EICAR.length}:Eicar-Test-Signature\n`);
  const settings = [
    `LocalSocket ${socket}`,
    `DatabaseDirectory ${dir}`,
    `TemporaryDirectory ${dir}`,
    'Foreground yes',
    `StreamMaxLength ${LIMIT}`,
    ...(process.getuid?.() === 0 ? [`User ${execFileSync('id', ['-un'], { encoding: 'utf8' }).trim()}`] : []),
  ];
  await writeFile(join(dir, 'clamd.conf'), `${settings.join('\n')}\n`);
  const clamd = spawn(binary, ['--config-file', join(dir, 'clamd.conf')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(libraries === undefined ? {} : { LD_LIBRARY_PATH: libraries }) },
  });
  let said = '';
  clamd.stdout.on('data', (part) => {
    said += part;
  });
  clamd.stderr.on('data', (part) => {
    said += part;
  });
  const ended = new Promise<void>((resolve) => clamd.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    clamd.kill();
    await ended;
    await rm(dir, { recursive: true, force: true });
  };
  for (let waited = 0; !(await listens(socket)); waited += 50) {
    if (clamd.exitCode !== null || waited > 20_000) {
      await stop();
      throw new Error(`clamd did not start: ${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { address: `unix:${socket}`, limit: LIMIT, stop };
}

function listens(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** A small server that speaks clamd's INSTREAM, for machines without clamd and for answers that clamd seldom gives. */
export async function startClamdSpeaker(answer = answerAsClamd): Promise<ClamdServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let received = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', (part: Buffer) => {
      received = Buffer.concat([received, part]);
      const reply = answer(received);
      if (reply !== undefined) socket.end(`${reply}\0`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    address: `127.0.0.1:${port}`,
    limit: LIMIT,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The reply to what was received so far; undefined while the stream goes on. */
export function answerAsClamd(received: Buffer): string | undefined {
  const command = Buffer.from('zINSTREAM\0');
  if (received.length < command.length) return undefined;
  if (!received.subarray(0, command.length).equals(command)) return 'UNKNOWN COMMAND';
  const content: Buffer[] = [];
  let bytes = 0;
  for (let at = command.length; at + 4 <= received.length; ) {
    const length = received.readUInt32BE(at);
    if (length === 0) {
      return Buffer.concat(content).toString('latin1') === EICAR
        ? 'stream: Eicar-Test-Signature FOUND'
        : 'stream: OK';
    }
    bytes += length;
    if (bytes > LIMIT) return 'INSTREAM size limit exceeded. ERROR';
    content.push(received.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return undefined;
}
