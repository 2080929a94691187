import type { ContentCipher } from '../adapters/content-cipher';
import type { CommandRow } from './command-store';
import type { EvidenceRow } from './evidence-store';
import type { Db } from './knex';
import type { Registration } from './register-store';
import { SUBMISSION_COLUMNS, type SubmissionRow } from './submission-store';
import {
  listDocuments,
  listOthers,
  listWords,
  listWrittenFiles,
  type WrittenDocument,
  type WrittenFile,
  type WrittenOther,
  type WrittenWords,
} from './written-store';

/** Everything that the rows say of one submission, for a check of each against the others. */
export interface Dossier {
  row: SubmissionRow & { trackingHash: string };
  evidences: EvidenceRow[];
  /** `once`: the mark of what the system did by itself. */
  commands: (CommandRow & { once: string | null })[];
  documents: WrittenDocument[];
  words: WrittenWords[];
  files: WrittenFile[];
  others: WrittenOther[];
  registrations: Registration[];
  openings: { leg: number; person: string; at: Date }[];
  notices: NoticeFacts[];
  filings: { id: string; leg: number; office: string; number: string | null }[];
  /** Numbers of commands that wait in the outbox. */
  outbox: number[];
}

export interface NoticeFacts {
  id: string;
  evidenceId: string;
  kind: string;
  status: string;
  response: string | null;
  writtenAt: Date;
  /** The notice that failed and was sent again by it. */
  resendOf: string | null;
}

/** The next submissions in the order of their ids, after one; or of the given ones. */
export async function nextSubmissions(
  db: Db,
  asked: { after: string | null; limit: number; among: readonly string[] | null },
): Promise<string[]> {
  const { rows } = await db.raw(
    `SELECT id FROM submissions
     WHERE (CAST(:after AS uuid) IS NULL OR id > CAST(:after AS uuid))
       AND (CAST(:among AS uuid[]) IS NULL OR id = ANY (CAST(:among AS uuid[])))
     ORDER BY id LIMIT :limit`,
    { after: asked.after, limit: asked.limit, among: asked.among as string[] | null },
  );
  return rows.map(({ id }: { id: string }) => id);
}

/**
 * The dossiers of some submissions, all as of one instant: what is carried out meanwhile is in all of their parts or in
 * none.
 * @throws GongmunError `keys.unavailable`
 */
export function readDossiers(db: Db, cipher: Pick<ContentCipher, 'open'>, ids: string[]): Promise<Dossier[]> {
  return db.transaction(
    async (tx) => {
      const of = <T>(sql: string): Promise<(T & { submissionId: string })[]> =>
        tx.raw(sql, [ids]).then(({ rows }) => rows);
      const rows = await of<Dossier['row']>(
        `SELECT s.id AS "submissionId", s.tracking_hash AS "trackingHash", ${SUBMISSION_COLUMNS} FROM submissions s
         WHERE id = ANY (?::uuid[]) ORDER BY id`,
      );
      const commands = await of<Dossier['commands'][0]>(COMMANDS);
      const part = {
        evidences: byOwner(await of<EvidenceRow>(EVIDENCES)),
        commands: byOwner(commands),
        documents: byOwner(await listDocuments(tx, cipher, ids)),
        words: byOwner(await listWords(tx, cipher, ids)),
        files: byOwner(await listWrittenFiles(tx, cipher, ids)),
        others: byOwner(await listOthers(tx, cipher, ids)),
        registrations: byOwner(await of<Registration>(REGISTRATIONS)),
        openings: byOwner(await of<Dossier['openings'][0]>(OPENINGS)),
        notices: byOwner(await of<NoticeFacts>(NOTICES)),
        filings: byOwner(await of<Dossier['filings'][0]>(FILINGS)),
        outbox: byOwner(await of<{ seq: number }>(OUTBOX)),
      };
      return rows.map((row) => ({
        row,
        evidences: part.evidences(row.id),
        commands: part.commands(row.id),
        documents: part.documents(row.id),
        words: part.words(row.id),
        files: part.files(row.id),
        others: part.others(row.id),
        registrations: part.registrations(row.id),
        openings: part.openings(row.id),
        notices: part.notices(row.id),
        filings: part.filings(row.id),
        outbox: part.outbox(row.id).map(({ seq }) => seq),
      }));
    },
    { isolationLevel: 'repeatable read', readOnly: true },
  );
}

function byOwner<T extends { submissionId: string }>(rows: T[]): (id: string) => T[] {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.submissionId);
    if (group === undefined) groups.set(row.submissionId, [row]);
    else group.push(row);
  }
  return (id) => groups.get(id) ?? [];
}

const OF_SOME = 'WHERE submission_id = ANY (?::uuid[])';

const EVIDENCES = `SELECT id, submission_id AS "submissionId", sequence, event, at, command_seq AS "commandSeq", payload, jws,
  digest FROM evidences ${OF_SOME} ORDER BY submission_id, sequence`;
const COMMANDS = `SELECT id, submission_id AS "submissionId", seq, kind, once, actor, capacity, office,
  on_behalf_of AS "onBehalfOf", facts, status, accepted_at AS "acceptedAt", applied_at AS "appliedAt", result
  FROM commands ${OF_SOME} ORDER BY submission_id, seq`;
const REGISTRATIONS = `SELECT submission_id AS "submissionId", leg, office, year, seq, number, form, retention,
  received_at AS "receivedAt", registered_at AS "registeredAt" FROM registrations ${OF_SOME} ORDER BY submission_id, leg`;
const OPENINGS = `SELECT submission_id AS "submissionId", leg, person, at FROM openings ${OF_SOME}`;
const NOTICES = `SELECT id, submission_id AS "submissionId", evidence_id AS "evidenceId", kind, status, response,
  written_at AS "writtenAt", resend_of AS "resendOf" FROM notices ${OF_SOME}`;
const FILINGS = `SELECT id, submission_id AS "submissionId", leg, office, number FROM filings ${OF_SOME}`;
const OUTBOX = `SELECT submission_id AS "submissionId", seq FROM outbox ${OF_SOME}`;
