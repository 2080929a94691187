import type { Sender } from '../db/counter-store';
import type { FiledContent, FilingRow } from '../db/filing-store';
import type { State } from '../domain/submission';
import { encodeCursor } from './page';
import type { AttachmentView, ContentView } from './read-content';

/** A registration as the office's own system takes it over. */
export interface FilingView {
  id: string;
  /** Where a list goes on after this one: kept with the record, it makes the next pull begin where this one ended. */
  cursor: string;
  submission: string;
  leg: number;
  office: string;
  registrationNumber: string;
  /** The number at the office that it was transferred to. */
  continuedAs: string | null;
  /** Of the submission; `transferred` when it is with another office now. */
  state: State | 'transferred';
  kind: 'form' | 'letter';
  form: { id: string; version: number } | null;
  organisation: string | null;
  receivedAt: string;
  registeredAt: string;
  dueAt: string | null;
  /** The office's own number, once its system confirmed it. */
  number: string | null;
  confirmedAt: string | null;
  /** The newest version; null when it is with another office now, or destroyed. */
  content: (Omit<ContentView, 'attachments'> & { attachments: (AttachmentView & { url: string })[] }) | null;
}

/** Where a list of filings ends. */
export interface Position {
  office: string;
  position: number;
}

export const positionOf = ({ office, position }: FilingRow): Position => ({ office, position });

export function viewFiling(row: FilingRow, content: FilingView['content']): FilingView {
  const here = row.presentLeg === row.leg;
  return {
    id: row.id,
    cursor: encodeCursor(positionOf(row)),
    submission: row.submissionId,
    leg: row.leg,
    office: row.office,
    registrationNumber: row.registrationNumber,
    continuedAs: row.continuedAs,
    state: here ? row.state : 'transferred',
    kind: row.kind,
    form: row.form === null || row.formVersion === null ? null : { id: row.form, version: row.formVersion },
    organisation: row.organisation,
    receivedAt: row.receivedAt.toISOString(),
    registeredAt: row.registeredAt.toISOString(),
    dueAt: here ? (row.dueAt?.toISOString() ?? null) : null,
    number: row.number,
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
    content,
  };
}

export function viewContent(
  content: FiledContent,
  attachments: AttachmentView[],
  sender: Sender | null,
): FilingView['content'] {
  const { submissionId, version, title, body, answers, salt, digest } = content;
  return {
    version,
    sender,
    letter: title === null || body === null ? null : { title, body },
    answers: answers === null ? null : JSON.parse(answers),
    attachments: attachments.map((file) => ({
      ...file,
      url: `/v1/submissions/${submissionId}/attachments/${file.id}`,
    })),
    salt: salt.toString('base64url'),
    digest,
  };
}
