import { findEvidence } from '../db/evidence-store';
import { canonicalJson } from '../domain/digest';
import { GongmunError } from '../domain/errors';
import type { Actor } from '../domain/permissions';
import { receiptDocument } from '../domain/receipt-document';
import { keyIdOf, NOTE_TYPES, parseNote } from '../domain/signed-note';
import { accessSubmission } from './access';
import type { Deps } from './deps';
import { openDigest } from './open-digest';
import { type ProofPayload, proveRow } from './read-proof';
import { notFound } from './take-command';

type PublishedKey = Awaited<ReturnType<Deps['signer']['publicKeys']>>[number];

/**
 * A receipt with its proof, the keys that signed, and for who may read the content what opens its digest: the exact
 * bytes of a file that can be checked without us (docs/evidence.md, Receipt bundle).
 * @returns undefined while the receipt is not sealed
 */
export async function readReceiptBundle(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; evidenceId: string; requestId: string },
): Promise<string | undefined> {
  const { stored, content } = await accessSubmission(
    deps,
    actor,
    { ...asked, action: 'read_receipts' },
    async (row, tx) => {
      const evidence = await findEvidence(tx, row.id, asked.evidenceId);
      if (evidence === undefined) throw notFound();
      return { stored: evidence, content: await openDigest(tx, actor, row, evidence) };
    },
  );
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
  return [...evidence, logKeyOf(published, note)].map(carried);
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

/** Exactly the members that the thumbprint is made of, and whose key it is for what. */
function carried(key: PublishedKey | undefined): Record<string, unknown> {
  if (key === undefined)
    throw new GongmunError(
      'unavailable',
      'evidence.key_not_published',
      'A key that signed is not published.',
      {
        retryAfter: 60,
      },
    );
  const { kty, crv, x, kid, purpose } = key;
  return { kty, crv, x, kid, purpose };
}
