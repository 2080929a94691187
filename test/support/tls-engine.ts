import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import {
  connect,
  constants,
  createSecureServer,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface TlsEngine {
  address: string;
  caFile: string;
  certificate: { file: string; keyFile: string };
  /** The calls that came, by method, each with the key that it brought and whether our own certificate came with it. */
  calls: { method: string; key: string | undefined; certified: boolean }[];
  stop(): Promise<void>;
}

/** The engine behind TLS, with an authority of its own: it asks for a certificate and notes the keys that come. */
export async function startTlsEngine(behind: string): Promise<TlsEngine> {
  const dir = await mkdtemp(join(tmpdir(), 'gongmun-tls-'));
  const at = (name: string) => join(dir, name);
  const openssl = (...args: string[]) => run('openssl', args, { cwd: dir });
  const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-x509'];
  const own = ['-addext', 'basicConstraints=critical,CA:true'];
  await openssl('req', ...fresh, ...own, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Test CA');
  const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const leaf = ['-addext', 'basicConstraints=critical,CA:false'];
  for (const name of ['engine', 'client'])
    await openssl(
      'req',
      ...fresh,
      ...by,
      ...leaf,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
      '-subj',
      `/CN=${name}`,
    );

  const calls: TlsEngine['calls'] = [];
  const engine = connect(`http://${behind}`);
  const server = createSecureServer({
    cert: await readFile(at('engine.pem')),
    key: await readFile(at('engine.key')),
    ca: await readFile(at('ca.pem')),
    requestCert: true,
    rejectUnauthorized: true,
  });
  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  server.on('stream', (stream, headers) => {
    const socket = stream.session?.socket as TLSSocket | undefined;
    calls.push({
      method: String(headers[':path']),
      key: headers.authorization,
      certified: socket?.authorized === true,
    });
    pass(stream, headers);
  });

  function pass(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    const { ':authority': _, authorization: __, ...rest } = headers;
    const onward = engine.request(rest);
    let trailers: IncomingHttpHeaders = {};
    onward.on('response', (answer, flags) => {
      if (stream.destroyed) return;
      if (flags & constants.NGHTTP2_FLAG_END_STREAM) stream.respond(answer, { endStream: true });
      else stream.respond(answer, { waitForTrailers: true });
    });
    onward.on('trailers', (told) => {
      trailers = told;
    });
    stream.on('wantTrailers', () => stream.sendTrailers(trailers));
    stream.on('error', () => onward.close());
    stream.on('close', () => onward.close());
    onward.on('error', () => stream.close());
    stream.pipe(onward);
    onward.pipe(stream);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    caFile: at('ca.pem'),
    certificate: { file: at('client.pem'), keyFile: at('client.key') },
    calls,
    async stop() {
      for (const session of sessions) session.destroy();
      engine.destroy();
      await new Promise((resolve) => server.close(resolve));
      await rm(dir, { recursive: true, force: true });
    },
  };
}
