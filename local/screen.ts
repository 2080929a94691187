import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { partOf, readDirectory } from './directory';
import type { Running } from './running';

/** The one screen that `npm start` ends with: where everything is, who may sign in, and a first submission. */
export function screen(running: Running): string {
  const directory = readDirectory();
  const people = directory.people.map(
    (person) => `  ${person.key.padEnd(22)} ${person.name} — ${partOf(person, directory)}`,
  );
  return `
Gongmun runs.

  Portal            ${running.api}
  API               ${running.api}/v1
  API, to browse    ${running.api}/v1/docs/
  Mailbox           ${running.mail}
  Workflows         ${running.temporalUi || `the engine at ${running.temporalAddress}`}
  Identity          ${running.issuer}

Demo people; a token for one of them: npm run --silent token -- minji
${people.join('\n')}

A first submission:

${firstSubmission(running.api)}

The whole road, step by step: npm run --silent demo
Ctrl-C stops everything; the next start takes up where this one stopped.
`;
}

/** A curl line that can be pasted as it stands. */
function firstSubmission(api: string): string {
  const form = JSON.parse(
    readFileSync(join(__dirname, '..', 'forms', 'resident-certificate-request.json'), 'utf8'),
  );
  const body = JSON.stringify({ form: { id: form.id }, answers: form.example }).replaceAll("'", "'\\''");
  return `curl -s ${api}/v1/submissions \\
  -H "Authorization: Bearer $(npm run --silent token -- minji)" \\
  -H "Content-Type: application/json" -H "Idempotency-Key: $(date +%s%N)" -H "Prefer: wait=10" \\
  -d '${body}'`;
}
