import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokenFiles } from './evidence/broken';
import { publishedKeys } from './evidence/keys';
import { samplesOf } from './evidence/samples';
import { newWorld } from './evidence/world';

// `npm run vectors`: files of every format, genuine and broken in every way, and what docs/evidence.md says of each.
// The keys that signed them are forgotten at the end, so no vector can be added to an old set.
const FOLDER = join(__dirname, '../vectors');
const world = newWorld();
const genuine = samplesOf(world);
const files = [
  ...genuine.map(({ name, bytes }) => ({ name: `genuine-${name}`, verdict: 'genuine', bytes })),
  ...brokenFiles(world, genuine),
].sort((a, b) => (a.name < b.name ? -1 : 1));
if (new Set(files.map(({ name }) => name)).size !== files.length)
  throw new Error('Two vectors have one name.');

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER);
for (const { name, bytes } of files) writeFileSync(join(FOLDER, name), bytes);
const text = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
writeFileSync(join(FOLDER, 'keys.json'), text(publishedKeys(world.keys)));
const expected = Object.fromEntries(files.map(({ name, verdict }) => [name, verdict]));
writeFileSync(join(FOLDER, 'expected.json'), text(expected));
