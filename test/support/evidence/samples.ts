import { bundleFiles, receiptBundle, submissionBundle } from './bundle';
import { digestOf } from './keys';
import { closedMailFiles, exportFiles, mailFiles, newMail, recordFiles, smallBundle } from './packages';
import { originOf, proofOf, TestLog } from './proof';
import { chain, receiptOf } from './receipt';
import { bytesOf, printed, type World } from './world';
import { zip } from './zip';

export type Kind = 'receipt' | 'proof' | 'receipt-bundle' | 'pdf' | ZipKind;
export type ZipKind = 'bundle' | 'record' | 'mail' | 'export';

export const isZip = (kind: Kind): boolean => ['bundle', 'record', 'mail', 'export'].includes(kind);

export interface Sample {
  /** A file name. */
  name: string;
  kind: Kind;
  bytes: Buffer;
}

/** A bundle of a submission of which little is left: no content, no PDF, no history, and a receipt not sealed yet. */
function bareBundle(world: World): Buffer {
  const without = /^(content|files|history|receipts)|^proofs\/0003/;
  return submissionBundle(
    world,
    bundleFiles(world).filter(({ name }) => !without.test(name)),
  );
}

/** The only receipt of a log of one entry, with the least and the most that an evidence may hold. */
function smallest({ keys }: World): { receipt: Buffer; proof: Buffer } {
  const issuer = 'http://127.0.0.1:3000';
  const actor = { id: 'a', capacity: 'someone new' };
  const facts = {
    leer: '',
    größte: 9_007_199_254_740_991,
    kleinste: -9_007_199_254_740_991,
    'U+1F4DC': '📜 "\\\u0007',
  };
  const [evidence = {}] = chain([{ event: 'SomethingNew', actor, facts, reasons: [] }], 's', issuer);
  const receipt = receiptOf(evidence, keys.evidence);
  const log = new TestLog(keys.log, originOf(issuer));
  log.add('evidence', receipt.digest);
  const statement = log.statement('evidence', receipt.digest, log.checkpoint([]));
  const proof = proofOf(
    { ...statement, timestamp: Buffer.from('a token').toString('base64') },
    keys.evidence,
  );
  return { receipt: bytesOf(receipt), proof: bytesOf(proof) };
}

/** Proofs of entries of trees of many sizes. */
export function proofSamples({ keys }: World, sizes: number[]): Sample[] {
  return sizes.flatMap((size) => {
    const log = new TestLog(keys.log);
    const digests = Array.from({ length: size }, (_, i) => digestOf(`row ${i}`));
    for (const digest of digests) log.add('printed', digest);
    const checkpoint = log.checkpoint();
    return [...new Set([0, size >> 1, size - 1])].map((index): Sample => {
      const statement = log.statement('printed', digests[index] ?? '', checkpoint);
      const bytes = bytesOf(proofOf(statement, keys.evidence));
      return { name: `proof-${index}-of-${size}.json`, kind: 'proof', bytes };
    });
  });
}

/** Genuine files of every format. */
export function samplesOf(world: World): Sample[] {
  const [first, second, third] = world.receipts as [
    World['receipts'][0],
    World['receipts'][0],
    World['receipts'][0],
  ];
  const small = smallest(world);
  const mail = newMail(world);
  const sample = (name: string, kind: Kind, bytes: Buffer): Sample => ({ name, kind, bytes });
  return [
    sample('receipt-first.json', 'receipt', bytesOf(first)),
    sample('receipt-registered.json', 'receipt', bytesOf(second)),
    sample('receipt-decided.json', 'receipt', bytesOf(third)),
    sample('receipt-smallest.json', 'receipt', small.receipt),
    sample('proof-of-receipt.json', 'proof', bytesOf(world.proofs[0])),
    sample('proof-of-history.json', 'proof', bytesOf(world.historyProof)),
    sample('proof-alone.json', 'proof', small.proof),
    ...proofSamples(world, [2, 7]),
    sample('receipt-bundle-content.json', 'receipt-bundle', bytesOf(receiptBundle(world, 0))),
    sample('receipt-bundle.json', 'receipt-bundle', bytesOf(receiptBundle(world, 1))),
    sample('sealed-rsa.pdf', 'pdf', printed(world, first, 'rsa')),
    sample('sealed-p256.pdf', 'pdf', printed(world, third, 'p256', { pdf: { packing: 'plain' } })),
    sample('bundle.zip', 'bundle', submissionBundle(world)),
    sample('bundle-bare.zip', 'bundle', bareBundle(world)),
    sample('record.zip', 'record', zip(recordFiles(world))),
    sample('mail.zip', 'mail', zip(mailFiles(world, mail))),
    sample('mail-closed.zip', 'mail', zip(closedMailFiles(world, mail))),
    sample(
      'export.zip',
      'export',
      zip(exportFiles({ bundle: smallBundle(world), mail: zip(closedMailFiles(world, mail)) })),
    ),
  ];
}
