// `npm run portal:types`: the API's types for the portal, from the committed OpenAPI document. With --check it only
// says whether they are what it would write.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const HERE = dirname(fileURLToPath(import.meta.url));
const FILE = join(HERE, 'api', 'types.ts');

const document = JSON.parse(readFileSync(join(HERE, '..', 'api', 'openapi.json'), 'utf8'));
// Every refusal is the same Problem; listed at each of a hundred routes they would be most of the file.
for (const operations of Object.values(document.paths)) {
  for (const { responses } of Object.values(operations)) {
    for (const status of Object.keys(responses)) if (Number(status) >= 400) delete responses[status];
  }
}
const head = '// Written by `npm run portal:types` from api/openapi.json.\n\n';
const written = head + astToString(await openapiTS(document));
if (!process.argv.includes('--check')) writeFileSync(FILE, written);
else if (readFileSync(FILE, 'utf8') !== written) {
  process.stderr.write('portal/api/types.ts is not what api/openapi.json says: run npm run portal:types.\n');
  process.exitCode = 1;
}
