import type { Words } from '../domain/words';
import type { CommandRow } from './command-store';
import { cutPage, type DeskPage, type DeskPosition, orderOf } from './desk-cuts';
import type { DeskFilter, DeskView } from './desk-filter';
import type { DeskScope } from './desk-search';
import type { Db } from './knex';
import { SUBMISSION_COLUMNS, type SubmissionRow } from './submission-store';

/** A line of the desk: the submission, its form's title, what waits for its turn; no content. */
export interface DeskLine {
  row: SubmissionRow;
  formTitle: Words | null;
  pending: Pick<CommandRow, 'seq' | 'kind' | 'facts'>[];
  position: DeskPosition;
}

/** A page of the desk in one statement; lines without the instant come last in either direction. */
export async function listDesk(
  db: Db,
  scope: DeskScope,
  filter: DeskFilter & DeskView,
  page: DeskPage,
): Promise<DeskLine[]> {
  const cut = cutPage(scope, filter, page);
  const { rows } = await db.raw(
    `SELECT ${SUBMISSION_COLUMNS}, f.definition -> 'title' AS "formTitle",
       COALESCE((SELECT jsonb_agg(jsonb_build_object('seq', k.seq, 'kind', k.kind, 'facts', k.facts) ORDER BY k.seq)
         FROM commands k WHERE k.submission_id = s.id AND k.status = 'accepted'), '[]') AS pending,
       to_char(page.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "sortedBy"
     FROM (
       SELECT line.id, line.at FROM (${cut.sql}) line ORDER BY ${orderOf(page, 'line.at', 'line.id')} LIMIT ?
     ) page
     JOIN submissions s ON s.id = page.id
     LEFT JOIN form_versions f ON f.form = s.form AND f.version = s.form_version
     ORDER BY ${orderOf(page, 'page.at', 'page.id')}`,
    [...cut.bindings, page.limit] as string[],
  );
  return rows.map(({ formTitle, pending, sortedBy, ...row }: LineRow) => ({
    row,
    formTitle,
    pending,
    position: { at: sortedBy, id: row.id },
  }));
}

type LineRow = SubmissionRow & Pick<DeskLine, 'formTitle' | 'pending'> & { sortedBy: string | null };
