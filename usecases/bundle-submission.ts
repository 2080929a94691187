import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { readArchived } from '../db/history-store';
import { digestOfFile } from '../domain/content-parts';
import { canonicalJson } from '../domain/digest';
import { GongmunError } from '../domain/errors';
import type { Actor } from '../domain/permissions';
import { receiptDocument } from '../domain/receipt-document';
import type { Language } from '../domain/words';
import { accessSubmission } from './access';
import {
  type BundleEntry,
  contentEntries,
  entryOf,
  fileEntry,
  fourDigits,
  type Gathered,
  gatherBundle,
} from './bundle-entries';
import { carriedKey } from './carried-key';
import { type Composed, composeZip } from './compose-zip';
import type { BundleDeps, Deps } from './deps';
import { proveRow } from './read-proof';

/** The verifiers read no larger one. */
export const MOST_BYTES = 512 * 1024 * 1024;

export interface Bundle {
  name: string;
  bytes: number;
  stream: Readable;
}

/**
 * All there is of a submission that the actor may read, in one file that can be checked without us (docs/evidence.md,
 * Submission bundle).
 * @returns undefined while one of its receipts is not sealed
 * @throws GongmunError `bundle.too_large` (422), `evidence.signing_unavailable` (503)
 */
export async function bundleSubmission(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; language: Language; requestId: string },
): Promise<Bundle | undefined> {
  const gathered = await accessSubmission(
    deps,
    actor,
    { ...asked, action: 'read_receipts', as: 'read_bundle' },
    (row, tx) => gatherBundle(deps, tx, actor, row, asked.language),
  );
  const composed = await composeBundle(deps, asked.submissionId, gathered);
  return composed === undefined
    ? undefined
    : { name: `${asked.submissionId}.zip`, bytes: composed.bytes, stream: Readable.from(composed.open()) };
}

/**
 * @param subject whose chain of evidence it is: a submission, or an official document
 * @returns undefined while one of its receipts is not sealed
 * @throws GongmunError `bundle.too_large` (422), `evidence.signing_unavailable` (503)
 */
export async function composeBundle(
  deps: BundleDeps,
  subject: string,
  gathered: Gathered,
): Promise<Composed | undefined> {
  const size = gathered.files.reduce((sum, { bytes }) => sum + Number(bytes), 0);
  if (size > MOST_BYTES) throw tooLarge();
  const proofs = await prove(deps, gathered);
  if (proofs === undefined) return undefined;
  const entries = await signed(deps, subject, [
    entryOf('README.txt', gathered.readme),
    entryOf('keys.json', canonicalJson({ keys: (await deps.signer.publicKeys()).map(carriedKey) })),
    ...gathered.evidences.map((one) =>
      entryOf(`evidence/${fourDigits(one.sequence)}.json`, receiptDocument(one)),
    ),
    ...proofs,
    ...(await print(deps, gathered)),
    ...[...gathered.contents].flatMap(([sequence, content]) => contentEntries(sequence, content)),
    ...(await attachments(deps, gathered)),
    ...(await archived(deps, gathered)),
  ]);
  const zip = composeZip(entries);
  if (zip.bytes > MOST_BYTES) throw tooLarge();
  return zip;
}

/** The manifest and its signature stand first and pin every byte of what follows. */
async function signed(deps: BundleDeps, submission: string, entries: BundleEntry[]): Promise<BundleEntry[]> {
  const manifest = canonicalJson({
    format: 'gongmun-bundle/1',
    submission,
    issuer: deps.signer.issuer,
    at: deps.now().toISOString(),
    files: entries.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
  });
  const jws = await deps.signer.signJws('gongmun-manifest+jws', manifest);
  return [entryOf('manifest.json', manifest), entryOf('manifest.jws', jws), ...entries];
}

async function prove(deps: BundleDeps, { evidences }: Gathered): Promise<BundleEntry[] | undefined> {
  const entries: BundleEntry[] = [];
  for (const { id: subject, digest, sequence } of evidences) {
    const proof = await proveRow(deps, { kind: 'evidence', subject, digest });
    if (proof === undefined) return undefined;
    entries.push(entryOf(`proofs/${fourDigits(sequence)}.json`, proof));
  }
  return entries;
}

/** What the procedure did, as far as it has ended and stands in the log: what still runs has no end to prove. */
async function archived(deps: BundleDeps, { runs }: Gathered): Promise<BundleEntry[]> {
  const entries: BundleEntry[] = [];
  for (const [at, { id: subject, digest, complete }] of runs.entries()) {
    const proof = complete ? await proveRow(deps, { kind: 'history', subject, digest }) : undefined;
    if (proof === undefined) continue;
    entries.push(entryOf(`history/${at + 1}.json`, await readArchived(deps.db, subject)));
    entries.push(entryOf(`history/${at + 1}.proof.json`, proof));
  }
  return entries;
}

async function print(deps: BundleDeps, { pages }: Gathered): Promise<BundleEntry[]> {
  const entries: BundleEntry[] = [];
  for (const { path, print: printed } of pages) {
    const { fileKey: key, contentKey: under, sha256 } = await printed();
    entries.push(entryOf(path, await buffer(await deps.files.get({ key, under }, sha256))));
  }
  return entries;
}

async function attachments(deps: BundleDeps, { files }: Gathered): Promise<BundleEntry[]> {
  if (files.length === 0) return [];
  const names = files.map((file) => {
    const { id, name, mediaType, bytes } = file;
    return { id, name, mediaType, bytes: Number(bytes), sha256: digestOfFile(file) };
  });
  const entries = [entryOf('files.json', canonicalJson(names))];
  for (const file of files) entries.push(await fileEntry(deps, file));
  return entries;
}

export function tooLarge(): GongmunError {
  return new GongmunError(
    'unprocessable',
    'bundle.too_large',
    'All of it is too much for one bundle: take the attachments one by one, and the receipts beside them.',
  );
}
