import { read } from 'cfb';
import { inflatedRaw, MOST_OF_PART } from './budget.mjs';
import { Fault } from './fault.mjs';

/** Properties in the stream `FileHeader` (HWP 5.0 format, 3.2.1). */
const FLAGS_AT = 36;
const COMPRESSED = 1;
const PASSWORD = 2;
/** Of what is deflated in a Hangul document: all but a few streams. */
const DEFLATED = /\/(DocInfo|(BodyText|ViewText|BinData|Scripts)\/[^/]+)$/;
const MACROS = /\/(_VBA_PROJECT|VBA|Macros|_VBA_PROJECT_CUR)(\/|$)/i;

/** A Hangul document is a compound file of deflated streams. */
export function checkHwp(bytes, budget) {
  const { FullPaths: paths, FileIndex: entries } = read(bytes, { type: 'buffer' });
  const contentOf = (at) => Buffer.from(entries[at]?.content ?? []);
  if (paths.some((path) => MACROS.test(path))) throw new Fault('file.macros');
  const header = contentOf(paths.findIndex((path) => path.endsWith('/FileHeader')));
  const flags = header.readUInt32LE(FLAGS_AT);
  if ((flags & PASSWORD) !== 0) throw new Fault('file.encrypted');
  if (!paths.some((path) => path.endsWith('/DocInfo'))) throw new Fault('file.broken');
  if ((flags & COMPRESSED) === 0) return;
  for (const [at, path] of paths.entries()) {
    if (!DEFLATED.test(path)) continue;
    const unpacked = inflatedRaw(contentOf(at), Math.min(MOST_OF_PART, budget.left()));
    if (unpacked === 'too_much') throw new Fault('file.expands');
    budget.spend(unpacked?.length ?? 0);
  }
}
