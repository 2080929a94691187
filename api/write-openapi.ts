import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from './openapi';
import { ROUTES } from './routes';

/** `npm run openapi`: the committed copy of the document, which the tests hold against the routes. */
writeFileSync(join(__dirname, 'openapi.json'), `${JSON.stringify(openApiDocument(ROUTES), null, 2)}\n`);
