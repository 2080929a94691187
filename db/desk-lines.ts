import type { Words } from '../domain/words';
import type { CommandRow } from './command-store';
import { type DeskPage, type DeskPosition, orderOf } from './desk-cuts';
import { SUBMISSION_COLUMNS, type SubmissionRow } from './submission-store';

/** A line of the desk: the submission, its form's title, what waits for its turn; no content. */
export interface DeskLine {
  row: SubmissionRow;
  formTitle: Words | null;
  pending: Pick<CommandRow, 'seq' | 'kind' | 'facts'>[];
  position: DeskPosition;
}

/** As the database gives it. */
export type LineRow = SubmissionRow & Pick<DeskLine, 'formTitle' | 'pending'> & { sortedBy: string | null };

export const toLine = ({ formTitle, pending, sortedBy, ...row }: LineRow): DeskLine => ({
  row,
  formTitle,
  pending,
  position: { at: sortedBy, id: row.id },
});

/** The lines of a page as the desk shows them; `cut` selects `id` and `at` of at least all of them. */
export function selectLines(cut: string, page: DeskPage): string {
  return `SELECT ${SUBMISSION_COLUMNS}, f.definition -> 'title' AS "formTitle",
       COALESCE((SELECT jsonb_agg(jsonb_build_object('seq', k.seq, 'kind', k.kind, 'facts', k.facts) ORDER BY k.seq)
         FROM commands k WHERE k.submission_id = s.id AND k.status = 'accepted'), '[]') AS pending,
       to_char(page.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "sortedBy"
     FROM (
       SELECT line.id, line.at FROM (${cut}) line ORDER BY ${orderOf(page, 'line.at', 'line.id')} LIMIT ?
     ) page
     JOIN submissions s ON s.id = page.id
     LEFT JOIN form_versions f ON f.form = s.form AND f.version = s.form_version
     ORDER BY ${orderOf(page, 'page.at', 'page.id')}`;
}
