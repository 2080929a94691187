import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';

/** `mail-server.ts PORT FOLDER`: keeps each mail as a file before it says that it has it; killed at any moment by the campaign. */
const [port, folder = ''] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
let last = Math.max(0, ...readdirSync(folder).map((name) => Number.parseInt(name, 10)));

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  logger: false,
  onData(stream, _session, done) {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      last += 1;
      writeFileSync(join(folder, `${String(last).padStart(8, '0')}.eml`), Buffer.concat(chunks));
      done();
    });
  },
});
// A client that hangs up in the middle is its own affair.
server.on('error', () => {});
server.listen(Number(port), '127.0.0.1');
