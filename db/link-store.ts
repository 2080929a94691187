import type { ContentCipher } from '../adapters/content-cipher';
import { gramsOf } from '../domain/search-text';
import { findSenders } from './counter-store';
import { hasGrams } from './desk-search';
import { type Kept, openEach } from './kept-content';
import type { Db, Tx } from './knex';

export const LINK_KINDS = ['suspected_duplicate', 'duplicate_of', 'related', 'reply_to'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** That two submissions have to do with each other; said of the first, shown with both. */
export interface Link {
  id: string;
  submission: string;
  /** Another submission; of a `reply_to` the official document that it answers. */
  other: string;
  kind: LinkKind;
  /** What is alike, of a suspicion; codes. */
  reasons: string[];
  /** A person's id, or `system`. */
  by: string;
  at: Date;
}

const COLUMNS = `id, submission_id AS submission, COALESCE(other_id, document_id) AS other, kind, reasons, linked_by AS by,
  linked_at AS at`;

/** @returns how many were not there before */
export async function insertLinks(tx: Tx, links: Link[]): Promise<number> {
  if (links.length === 0) return 0;
  const rows = links.map(({ id, submission, other, kind, reasons, by, at }) => ({
    ...{ id, submission_id: submission, other_id: other, kind, reasons, linked_by: by, linked_at: at },
  }));
  const inserted = await tx('submission_links')
    .insert(rows)
    .onConflict(['submission_id', 'other_id', 'kind'])
    .ignore()
    .returning('id');
  return inserted.length;
}

/** That a submission answers an official document. */
export async function insertReplyLink(
  tx: Tx,
  link: { id: string; submission: string; document: string; by: string; at: Date },
): Promise<void> {
  const { id, submission, document, by, at } = link;
  await tx('submission_links').insert({
    ...{ id, submission_id: submission, document_id: document, kind: 'reply_to', reasons: [] },
    ...{ linked_by: by, linked_at: at },
  });
}

/** Those of a submission and those that others have to it, oldest first. */
export async function listLinks(db: Db | Tx, submissionId: string): Promise<Link[]> {
  const { rows } = await db.raw(
    `SELECT ${COLUMNS} FROM submission_links WHERE submission_id = :submissionId OR other_id = :submissionId
     ORDER BY linked_at, id`,
    { submissionId },
  );
  return rows;
}

export async function findLink(db: Db | Tx, id: string): Promise<Link | undefined> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM submission_links WHERE id = ?`, [id]);
  return rows[0];
}

/** A submission that may be alike, with what is compared. */
export interface Candidate {
  id: string;
  /** Of who sent it, in every language that there is. */
  names: (string | null)[];
  title: string | null;
  sameFile: boolean;
}

/**
 * Takes, until the transaction ends, what documents that are alike have in common: of two that come at the same instant the
 * second waits here and then sees the first. In one order for all, so that none waits in a circle.
 * @param traits what is compared, as texts
 */
export async function claimLikeness(tx: Tx, office: string, traits: string[]): Promise<void> {
  await tx.raw(
    `SELECT pg_advisory_xact_lock(likeness) FROM (
       SELECT DISTINCT hashtextextended(:office || chr(10) || trait, 8) AS likeness
       FROM unnest(:traits::text[]) trait ORDER BY 1
     ) claimed`,
    { office, traits },
  );
}

/** A phrase that is found oftener than this in the office's texts says little; of what it is found in, some are looked at. */
const FEW = 3_000;
/** Of what one phrase or file is found in, the newest suffice: what is taken in twice comes within days. */
const NEWEST = 100;

/**
 * The office's submissions in whose searchable text one of the phrases occurs or that hold one of the files. What waits
 * for its number is on no desk yet and is found by its place in the outbox.
 * @param wanted.phrases folded; see `foldText`
 */
export async function findCandidates(
  tx: Tx,
  cipher: Pick<ContentCipher, 'open'>,
  wanted: { office: string; phrases: string[]; digests: string[]; from: Date; until: Date },
): Promise<Candidate[]> {
  const { phrases, ...rest } = wanted;
  const sources = [
    ...phrases.map((_, index) => withPhrase(index)),
    'SELECT f.submission_id AS id FROM files f WHERE f.submission_id IS NOT NULL AND f.sha256 = ANY (:digests)',
    'SELECT b.submission_id AS id FROM outbox b WHERE b.seq = 1',
  ];
  const { rows } = await tx.raw(
    `SELECT s.id, ARRAY[p.name, o.name ->> 'ko', o.name ->> 'en'] AS names,
       s.id AS row, s.content_key AS key, c.sealed, c.plain,
       EXISTS (SELECT 1 FROM files f WHERE f.submission_id = s.id AND f.sha256 = ANY (:digests)) AS "sameFile"
     FROM (${sources.map(newestOf).join(' UNION ')}) found
     JOIN submissions s ON s.id = found.id
     JOIN people p ON p.id = s.party_person
     LEFT JOIN organisations o ON o.number = s.party_organisation
     LEFT JOIN submission_contents c ON c.submission_id = s.id
     ORDER BY s.received_at DESC, s.id DESC`,
    {
      ...rest,
      ...Object.fromEntries(phrases.map((phrase, index) => [`phrase${index}`, phrase])),
      ...Object.fromEntries(phrases.map((phrase, index) => [`grams${index}`, gramsOf(phrase)])),
    },
  );
  const contents = await openEach<{ title: string | null }>(cipher, 'submission_contents', rows);
  const ids = rows.map(({ id }: Candidate) => id);
  const senders = await findSenders(tx, cipher, ids);
  return rows.map(({ id, names, sameFile }: Candidate & Kept, n: number) => {
    const sender = senders.get(id);
    const all = [...names, sender?.name ?? null, sender?.organisation ?? null];
    return { id, names: all, title: contents[n]?.title ?? null, sameFile };
  });
}

const withPhrase = (index: number): string =>
  `SELECT t.submission_id AS id FROM search_terms t
   WHERE ${hasGrams(':office', `:grams${index}`)} AND strpos(t.text, :phrase${index}) > 0
   LIMIT ${FEW}`;

const newestOf = (source: string): string =>
  `(SELECT w.id FROM (${source}) one JOIN submissions w ON w.id = one.id
   WHERE COALESCE(w.office, w.requested_office) = :office AND w.received_at BETWEEN :from AND :until
   ORDER BY w.received_at DESC LIMIT ${NEWEST})`;
