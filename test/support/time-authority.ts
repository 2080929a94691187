import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How the authority answers: rightly; as it did before; with a refusal. */
export type Manner = 'right' | 'repeats' | 'refuses';

export interface TimeAuthority {
  url: string;
  /** PEM of the certificate that its own leads to. */
  certificateFile: string;
  behave(manner: Manner): void;
  asked(): number;
  /** What `openssl ts -verify` says of a token for these bytes. */
  verifies(token: Buffer, data: string): Promise<boolean>;
  stop(): Promise<void>;
}

/** A time-stamping authority (RFC 3161) made of `openssl ts` behind HTTP, with a certificate of its own authority. */
export async function startTimeAuthority(): Promise<TimeAuthority> {
  const dir = await mkdtemp(join(tmpdir(), 'gongmun-tsa-'));
  const at = (name: string) => join(dir, name);
  const openssl = (...args: string[]) => run('openssl', args, { cwd: dir });
  await writeFile(at('openssl.cnf'), CONFIG);
  await writeFile(at('serial'), '01');
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  await openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-subj',
    '/CN=Test CA',
    '-days',
    '2',
  );
  await writeFile(at('tsa.ext'), 'extendedKeyUsage=critical,timeStamping\n');
  await openssl('req', ...key, '-keyout', 'tsa.key', '-out', 'tsa.csr', '-subj', '/CN=Test authority');
  const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2'];
  await openssl('x509', '-req', '-in', 'tsa.csr', ...by, '-extfile', 'tsa.ext', '-out', 'tsa.pem');
  let manner: Manner = 'right';
  let asked = 0;
  let earlier: Buffer | undefined;

  async function answer(query: Buffer): Promise<Buffer> {
    asked += 1;
    if (manner === 'repeats' && earlier !== undefined) return earlier;
    if (manner === 'refuses') return Buffer.from([0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02]);
    await writeFile(at('query.tsq'), query);
    const config = ['-config', 'openssl.cnf', '-section', 'tsa'];
    await openssl('ts', '-reply', ...config, '-queryfile', 'query.tsq', '-out', 'reply.tsr');
    earlier = await readFile(at('reply.tsr'));
    return earlier;
  }

  const server = createServer((req, res) => {
    const parts: Buffer[] = [];
    req.on('data', (part) => parts.push(part));
    req.on('end', () => {
      answer(Buffer.concat(parts)).then(
        (reply) => res.setHeader('content-type', 'application/timestamp-reply').end(reply),
        () => res.writeHead(500).end(),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    certificateFile: at('ca.pem'),
    behave(next) {
      manner = next;
    },
    asked: () => asked,
    async verifies(token, data) {
      await writeFile(at('token.der'), token);
      await writeFile(at('data'), data);
      const args = ['-in', 'token.der', '-token_in', '-data', 'data', '-CAfile', 'ca.pem'];
      const { stdout } = await openssl('ts', '-verify', ...args).catch(() => ({ stdout: '' }));
      return stdout.includes('Verification: OK');
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(dir, { recursive: true, force: true });
    },
  };
}

const CONFIG = `
[tsa]
dir = .
serial = $dir/serial
crypto_device = builtin
signer_cert = $dir/tsa.pem
certs = $dir/ca.pem
signer_key = $dir/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_chain = no
`;
