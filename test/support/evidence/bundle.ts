import { digestOf, type TestKey } from './keys';
import { ISSUER, type JsonObject, jcs, jws, listOf, SUBMISSION } from './receipt';
import { bytesOf, printed, type World } from './world';
import { type ZipEntry, type ZipOddities, zip } from './zip';

/** A receipt, its proof, the keys, and the content where there is some. */
export function receiptBundle({ receipts, proofs, keys, contents }: World, which: 0 | 1 | 2): JsonObject {
  const receipt = receipts[which] as JsonObject;
  const content = [contents[0], undefined, contents[1]][which];
  const signers = which === 0 ? [keys.earlier, keys.evidence] : [keys.evidence];
  return {
    format: 'gongmun-receipt-bundle/1',
    receipt,
    proof: proofs[which] as JsonObject,
    keys: [...signers, keys.log].map((key) => key.carried),
    ...(content === undefined ? {} : { content: { parts: listOf(content), salt: content.salt } }),
  };
}

const numbered = (n: number): string => String(n).padStart(4, '0');

/** Where a part of a content lies in the bundle. */
const placeOf = (n: number, part: string): string =>
  part.startsWith('file:') ? `files/${part.slice(5)}` : `content/${numbered(n)}/${part}`;

/** Everything in a submission bundle but the manifest, in order. */
export function bundleFiles(world: World): ZipEntry[] {
  const { receipts, proofs, contents, keys, history, historyProof } = world;
  const file = (name: string, value: unknown): ZipEntry => ({
    name,
    contents: Buffer.isBuffer(value) ? value : bytesOf(value),
  });
  const parts = contents.flatMap((content, i) => {
    const n = i === 0 ? 1 : 3;
    const listed = listOf(content).map((part) => ({ ...part, path: placeOf(n, part.part) }));
    return [
      file(`content/${numbered(n)}.json`, { format: 'gongmun-content/1', parts: listed, salt: content.salt }),
      ...content.parts.map(({ part, bytes }) => file(placeOf(n, part), bytes)),
    ];
  });
  const uploads = parts.filter(({ name }) => name.startsWith('files/'));
  return [
    file('README.txt', Buffer.from('Check it with verifier/verify.mjs.\n')),
    file('keys.json', { keys: Object.values(keys).map((key: TestKey) => key.carried) }),
    ...receipts.map((receipt, i) => file(`evidence/${numbered(i + 1)}.json`, receipt)),
    ...proofs.map((proof, i) => file(`proofs/${numbered(i + 1)}.json`, proof)),
    file('receipts/0001-ko.pdf', printed(world, receipts[0] as World['receipts'][0], 'rsa')),
    file('receipts/0003-en.pdf', printed(world, receipts[2] as World['receipts'][0], 'p256')),
    ...parts,
    file(
      'files.json',
      uploads.map(({ name, contents: bytes }) => ({
        id: name.slice('files/'.length),
        name: '첨부 1.pdf',
        mediaType: 'application/pdf',
        bytes: bytes.length,
        sha256: digestOf(bytes),
      })),
    ),
    file('history/1.json', history),
    file('history/1.proof.json', historyProof),
  ];
}

export interface BundleOddities {
  /** Changes the manifest before it is signed. */
  manifest?(manifest: JsonObject): JsonObject;
  /** What is put into the zip file instead of what the manifest lists. */
  entries?(entries: ZipEntry[]): ZipEntry[];
  signer?: TestKey;
  zip?: ZipOddities;
}

export function submissionBundle(world: World, files = bundleFiles(world), odd: BundleOddities = {}): Buffer {
  const listed = {
    format: 'gongmun-bundle/1',
    submission: SUBMISSION,
    issuer: ISSUER,
    at: '2026-11-25T00:00:00.000Z',
    files: files.map(({ name, contents }) => ({
      path: name,
      bytes: contents.length,
      sha256: digestOf(contents),
    })),
  };
  const manifest = odd.manifest?.(listed) ?? listed;
  const signature = jws('gongmun-manifest+jws', manifest, odd.signer ?? world.keys.evidence);
  const entries = [
    { name: 'manifest.json', contents: Buffer.from(jcs(manifest)) },
    { name: 'manifest.jws', contents: Buffer.from(signature) },
    ...files,
  ];
  return zip(odd.entries?.(entries) ?? entries, odd.zip);
}
