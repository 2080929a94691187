import { deflateRawSync } from 'node:zlib';
import type { Broken, Verdict } from './broken-receipts';
import { type BundleOddities, bundleFiles, submissionBundle } from './bundle';
import { newEd25519 } from './keys';
import { proofOf } from './proof';
import { chain, type JsonObject, type Receipt, receiptOf } from './receipt';
import { bytesOf, newWorld, printed, type World } from './world';
import type { ZipEntry } from './zip';

/** Few files: what is broken here has nothing to do with PDFs, and the vectors stay small. */
const isSmall = ({ name }: ZipEntry): boolean => !/^receipts|^proofs\/000[12]/.test(name);

/** Made by the operator, manifest and all, with other files in it. */
function wronglyFilled(world: World, files: ZipEntry[]): [string, Verdict, Buffer][] {
  const { keys, receipts, evidence } = world;
  const variant = (
    name: string,
    change: (files: ZipEntry[]) => ZipEntry[],
    verdict: Verdict = 'not_genuine',
  ) => [name, verdict, submissionBundle(world, change(files))] as [string, Verdict, Buffer];
  const without = (pattern: RegExp) => (all: ZipEntry[]) => all.filter(({ name }) => !pattern.test(name));
  const swapped =
    (path: string, value: unknown) =>
    (all: ZipEntry[]): ZipEntry[] =>
      all.map((file) =>
        file.name === path ? { name: path, contents: Buffer.isBuffer(value) ? value : bytesOf(value) } : file,
      );
  const added = (path: string, value: string | Buffer) => (all: ZipEntry[]) => [
    ...all,
    { name: path, contents: Buffer.from(value as string) },
  ];
  const resigned = (change: JsonObject): Receipt => receiptOf({ ...evidence[2], ...change }, keys.evidence);
  const [foreign = {}] = chain(
    [{ event: 'SubmissionAcceptance', actor: { id: 'a', capacity: 'party' } }],
    'another',
  );
  const content = files.find(({ name }) => name === 'content/0001.json')?.contents.toString() ?? '{}';
  const historyAsEvidence = proofOf(
    world.log.statement('evidence', receipts[0]?.digest ?? ''),
    keys.evidence,
  );
  return [
    variant('without-readme', without(/^README/)),
    variant('without-keys', without(/^keys/)),
    variant('without-receipts', without(/^(evidence|proofs|content|files|history)/)),
    variant('gap', without(/0002/)),
    variant('without-the-first', without(/0001/)),
    variant('previous-wrong', swapped('evidence/0003.json', resigned({ previous: 'A'.repeat(43) }))),
    variant('sequence-wrong', swapped('evidence/0003.json', resigned({ sequence: 4 }))),
    variant('other-submission', swapped('evidence/0001.json', receiptOf(foreign, keys.evidence))),
    variant('other-issuer', swapped('evidence/0003.json', resigned({ issuer: 'https://other.example.org' }))),
    variant('receipts-swapped', swapped('evidence/0002.json', receipts[2])),
    variant(
      'receipt-of-a-stranger',
      swapped('evidence/0003.json', receiptOf(evidence[2] ?? {}, newEd25519('evidence'))),
      'cannot_tell',
    ),
    variant('proof-of-another', swapped('proofs/0003.json', world.proofs[1])),
    variant('proof-without-receipt', added('proofs/0004.json', bytesOf(world.proofs[0]))),
    variant('pdf-of-another', added('receipts/0002-en.pdf', printed(world, receipts[2] as Receipt, 'p256'))),
    variant('pdf-in-other-language', added('receipts/0002-fr.pdf', 'x')),
    variant('part-changed', swapped('content/0001/title', Buffer.from('다른 제목'))),
    variant('part-missing', without(/^content\/0001\/title/)),
    variant('part-not-named', added('content/0001/other', 'x')),
    variant('content-without-list', without(/^content\/0003\.json/)),
    variant('content-of-another', swapped('content/0003.json', Buffer.from(content))),
    variant('content-twice-written', swapped('content/0001.json', Buffer.from(content.replace('{', '{ ')))),
    variant('file-not-listed', added('files/other', 'x')),
    variant('file-list-missing', without(/^files\.json/)),
    variant('file-missing', without(/^files\//)),
    variant('history-changed', swapped('history/1.json', Buffer.from('{"events":[1]}'))),
    variant('history-proof-of-evidence', swapped('history/1.proof.json', historyAsEvidence)),
    variant('history-proof-alone', without(/^history\/1\.json/)),
    variant('place-unknown', added('notes.txt', 'x')),
    variant('number-of-three-digits', added('evidence/004.json', '{}')),
    variant('number-with-zero', added('evidence/00004.json', '{}')),
    variant('path-upwards', added('files/../x', 'x')),
    variant('path-absolute', added('/etc/passwd', 'x')),
    variant('path-hangul', added('files/첨부', 'x')),
  ];
}

/** Another zip file than the manifest says, or another manifest. */
function wronglyListed(world: World, files: ZipEntry[]): [string, Verdict, Buffer][] {
  const variant = (name: string, odd: BundleOddities, verdict: Verdict = 'not_genuine') =>
    [name, verdict, submissionBundle(world, files, odd)] as [string, Verdict, Buffer];
  const inserted = { name: 'files/more', contents: Buffer.from('x') };
  return [
    variant('entry-more', { entries: (all) => [...all, inserted] }),
    variant('entry-less', { entries: (all) => all.slice(0, -1) }),
    variant('entry-twice', { entries: (all) => [...all, all[3] as ZipEntry] }),
    variant('entries-in-other-order', {
      entries: ([a, b, c, d, ...rest]) => [a, b, d, c, ...rest] as ZipEntry[],
    }),
    variant('entry-changed', {
      entries: (all) =>
        all.map((one) => (one.name === 'README.txt' ? { ...one, contents: Buffer.from('x') } : one)),
    }),
    variant(
      'manifest-second',
      { entries: ([a, b, ...rest]) => [b, a, ...rest] as ZipEntry[] },
      'cannot_tell',
    ),
    variant('manifest-unsigned', {
      entries: (all) =>
        all.map((one) => (one.name === 'manifest.jws' ? { ...one, contents: Buffer.alloc(0) } : one)),
    }),
    variant('manifest-by-a-stranger', { signer: newEd25519('evidence') }, 'cannot_tell'),
    variant('manifest-by-the-log', { signer: world.keys.log }),
    variant('manifest-of-other-submission', { manifest: (one) => ({ ...one, submission: 'another' }) }),
    variant('manifest-of-other-issuer', {
      manifest: (one) => ({ ...one, issuer: 'https://other.example.org' }),
    }),
    variant('manifest-with-more', { manifest: (one) => ({ ...one, note: 'x' }) }),
    variant('manifest-other-size', {
      manifest: (one) => ({
        ...one,
        files: (one.files as JsonObject[]).map((file) => ({ ...file, bytes: 1 })),
      }),
    }),
  ];
}

/** Zip files that say the same in other bytes. */
function wronglyZipped(world: World, files: ZipEntry[]): [string, Verdict, Buffer][] {
  const odd = (name: string, oddity: BundleOddities['zip']) =>
    [name, 'not_genuine', submissionBundle(world, files, oddity === undefined ? {} : { zip: oddity })] as [
      string,
      Verdict,
      Buffer,
    ];
  const whole = submissionBundle(world, files);
  const zip64 = Buffer.concat([
    Buffer.from('504b0606', 'hex'),
    Buffer.alloc(52),
    Buffer.from('504b0607', 'hex'),
    Buffer.alloc(16),
  ]);
  return [
    odd('extra-field', { extra: Buffer.from('fefe0000', 'hex') }),
    odd('comment', { comment: 'x' }),
    odd('bytes-between', { gap: Buffer.alloc(3) }),
    odd('zip64', { beforeEnd: zip64 }),
    odd('encrypted', { flags: 1 }),
    odd('utf-8-names', { flags: 0x0800 }),
    odd('deflated', { method: 8, stored: (contents) => deflateRawSync(contents) }),
    odd('time', { time: 1 }),
    odd('version-45', { version: 45 }),
    ['cut-off', 'not_genuine', whole.subarray(0, -1)],
    ['half', 'not_genuine', whole.subarray(0, whole.length >> 1)],
    ['byte-appended', 'not_genuine', Buffer.concat([whole, Buffer.of(0)])],
    ['byte-before-it', 'not_genuine', Buffer.concat([Buffer.of(0), whole])],
    ['crc-changed', 'not_genuine', changedAt(whole, 14)],
    ['only-the-first-header', 'not_genuine', whole.subarray(0, 43)],
  ];
}

function changedAt(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (bytes[at] ?? 0) ^ 1;
  return changed;
}

export function brokenBundles(world: World): Broken[] {
  const files = bundleFiles(world).filter(isSmall);
  return [
    ...wronglyFilled(world, files),
    ...wronglyListed(world, files),
    ...wronglyZipped(world, files),
    ['of-another-operator', 'cannot_tell', submissionBundle(newWorld())] as [string, Verdict, Buffer],
  ].map(([name, verdict, bytes]) => ({ name: `bundle-${name}.zip`, verdict, bytes }));
}
