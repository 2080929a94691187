import type { Broken, Verdict } from './broken-receipts';
import { newEd25519 } from './keys';
import {
  closedMailFiles,
  edited,
  exportFiles,
  flipped,
  mailFiles,
  newMail,
  recordFiles,
  smallBundle,
} from './packages';
import { receiptOf, SUBMISSION } from './receipt';
import { bytesOf, newWorld, printed, type World } from './world';
import { type ZipEntry, zip } from './zip';

/** Packages with something wrong in one entry, each made as a zip anew, so that only what proves can tell. */
export function brokenPackages(world: World): Broken[] {
  const mail = newMail(world);
  const files = mailFiles(world, mail);
  const closed = closedMailFiles(world, mail);
  const record = recordFiles(world);
  const inner = { bundle: smallBundle(world), mail: zip(closed) };
  const outer = exportFiles(inner);
  const stranger = newWorld();
  const other = newMail(world);
  const [first, second, third] = mail.receipts;
  if (first === undefined || second === undefined || third === undefined) throw new Error('No receipts.');
  const without = (entries: ZipEntry[], name: string) => entries.filter((entry) => entry.name !== name);
  const put = (entries: ZipEntry[], name: string, contents: Buffer) =>
    entries.map((entry) => (entry.name === name ? { name, contents } : entry));
  const packages: [name: string, entries: ZipEntry[], verdict?: Verdict][] = [
    ...['receipts/0002.json', 'registration.json', 'document.pdf', 'attachments/01a20fe1-0001'].map(
      (name): [string, ZipEntry[]] => [`mail-changed-${name.replace(/[/.]/g, '-')}`, flipped(files, name)],
    ),
    [
      'mail-attachment-exchanged',
      mailFiles(world, { ...mail, attachments: [{ id: 'x', bytes: Buffer.from('x') }] }),
    ],
    ['mail-attachment-less', mailFiles(world, { ...mail, attachments: mail.attachments.slice(1) })],
    ['mail-salt-missing', edited(files, 'index.json', ({ salt: _, ...rest }) => rest)],
    ['mail-receipt-missing', without(files, 'receipts/0002.json')],
    [
      'mail-receipt-of-another',
      put(files, 'receipts/0003.json', bytesOf(other.bundleOf(other.receipts[0] ?? first))),
    ],
    ['mail-of-another-document', edited(files, 'index.json', (index) => ({ ...index, document: 'another' }))],
    ['mail-of-another-number', edited(files, 'index.json', (index) => ({ ...index, number: 'x/2026-1' }))],
    ['mail-of-another-delivery', edited(files, 'index.json', (index) => ({ ...index, delivery: 'another' }))],
    ['mail-pdf-of-another', put(files, 'document.pdf', printed(world, first, 'p256'))],
    ['mail-file-more', [...files, { name: 'more.txt', contents: Buffer.from('x') }]],
    [
      'mail-by-a-stranger',
      put(
        closed,
        'receipts/0001.json',
        bytesOf({ ...mail.bundleOf(first), receipt: receiptOf(first.evidence, newEd25519('evidence')) }),
      ),
    ],
    ['mail-of-another-operator', mailFiles(stranger, newMail(stranger)), 'cannot_tell'],
    ['record-bundle-changed', flipped(record, 'bundle.zip')],
    [
      'record-of-another',
      recordFiles(world, (one) => ({ ...one, record: { contentDigests: [], identifier: 'another' } })),
    ],
    ['record-history-changed', recordFiles(world, (one) => ({ ...one, eventHistory: [] }))],
    [
      'record-content-changed',
      recordFiles(world, (one) => ({ ...one, record: { contentDigests: [], identifier: SUBMISSION } })),
    ],
    ['record-file-more', [...record, { name: 'more', contents: Buffer.from('x') }]],
    ['record-without-bundle', without(record, 'bundle.zip')],
    ['export-bundle-changed', flipped(outer, `submissions/${SUBMISSION}.zip`)],
    ['export-mail-changed', flipped(outer, `mailbox/${mail.delivery}.zip`, 0.9)],
    [
      'export-bundle-of-another-name',
      exportFiles(inner, { submissions: [{ submission: 'x', path: 'submissions/x.zip' }] }),
    ],
    ['export-not-listed', exportFiles(inner, { mailbox: [] })],
    ['export-bundle-within-mail', exportFiles({ ...inner, mail: inner.bundle })],
    ['export-in-export', exportFiles({ ...inner, mail: zip(outer) })],
    ['export-with-a-stranger', exportFiles({ ...inner, bundle: smallBundle(stranger) }), 'cannot_tell'],
  ];
  const named = packages.map(
    ([name, entries, verdict = 'not_genuine']): Broken => ({
      name: `package-${name}.zip`,
      verdict,
      bytes: zip(entries),
    }),
  );
  const deflated = { name: 'package-export-deflated.zip', bytes: zip(outer, { method: 8 }) };
  const index = { name: 'index.json', contents: Buffer.from('{"format":"something else"}') };
  return [
    ...named,
    { ...deflated, verdict: 'not_genuine' },
    { name: 'package-export-cut-off.zip', verdict: 'not_genuine', bytes: zip(outer).subarray(0, -100) },
    {
      name: 'package-export-byte-appended.zip',
      verdict: 'not_genuine',
      bytes: Buffer.concat([zip(outer), Buffer.of(0)]),
    },
    { name: 'package-of-others.zip', verdict: 'cannot_tell', bytes: zip([index]) },
  ];
}
