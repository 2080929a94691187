import type { EvidenceRow } from '../db/evidence-store';
import { canonicalJson } from '../domain/digest';
import { receiptDocument } from '../domain/receipt-document';
import { keyIdOf, NOTE_TYPES, parseNote } from '../domain/signed-note';
import { carriedKey, type PublishedKey } from './carried-key';
import type { Deps } from './deps';
import type { OpenedDigest } from './open-digest';
import { type ProofPayload, proveRow } from './read-proof';

/**
 * A receipt with its proof, the keys that signed, and where it is given what opens its content digest: the exact bytes of
 * a file that can be checked without us (docs/evidence.md, Receipt bundle).
 * @returns undefined while the receipt is not sealed
 */
export async function bundleReceipt(
  deps: Pick<Deps, 'db' | 'signer' | 'now'>,
  stored: Pick<EvidenceRow, 'id' | 'payload' | 'digest' | 'jws'>,
  content: OpenedDigest | undefined,
): Promise<string | undefined> {
  const { id: subject, digest } = stored;
  const document = await proveRow(deps, { kind: 'evidence', subject, digest });
  if (document === undefined) return undefined;
  const proof: { proof: ProofPayload; jws: string } = JSON.parse(document);
  const published = await deps.signer.publicKeys();
  return canonicalJson({
    format: 'gongmun-receipt-bundle/1',
    receipt: JSON.parse(receiptDocument(stored)),
    proof,
    keys: keysOf(published, [stored.jws, proof.jws], proof.proof.checkpoint),
    ...(content === undefined ? {} : { content }),
  });
}

/** The receipt's key, the proof's if it is another one, the log's. */
function keysOf(published: PublishedKey[], signed: string[], note: string): Record<string, unknown>[] {
  const kids = new Set(signed.map(kidOf));
  const evidence = [...kids].map((kid) => published.find((key) => key.kid === kid));
  return [...evidence, logKeyOf(published, note)].map(carriedKey);
}

function kidOf(jws: string): string {
  return JSON.parse(Buffer.from(jws.split('.')[0] ?? '', 'base64url').toString()).kid;
}

/** The key of the note's first signature, found as the note names it: by the id of its origin and the key. */
function logKeyOf(published: PublishedKey[], note: string): PublishedKey | undefined {
  const first = parseNote(note)?.signatures[0];
  return published.find(
    ({ purpose, x }) =>
      purpose === 'log' &&
      first !== undefined &&
      Buffer.from(first.keyId).equals(
        keyIdOf(first.name, NOTE_TYPES.ed25519, Buffer.from(x ?? '', 'base64url')),
      ),
  );
}
