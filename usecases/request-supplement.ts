import { listContentVersions } from '../db/content-store';
import { listFiles } from '../db/file-store';
import { findFormVersion } from '../db/form-store';
import type { Tx } from '../db/knex';
import type { SubmissionRow } from '../db/submission-store';
import { type Fault, GongmunError } from '../domain/errors';
import { pointerTokens, valueAt } from '../domain/json-pointer';
import { LETTER_ATTACHMENTS } from '../domain/letter';
import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { sealReason } from './seal-words';
import { type Taken, takeCommand } from './take-command';

export interface SupplementRequest {
  /** RFC 6901 pointers into the answers (`/title`, `/body` of a letter). */
  fields: string[];
  /** Names of attachment rules. */
  attachments: string[];
  /** Days, counted as the procedure's own period. */
  days: number;
  words: string;
}

/**
 * The office asks the party for named fields or attachments, with a period; the clock stops (Civil Petitions Act
 * art. 22, Enforcement Decree art. 24).
 * @throws GongmunError `supplement.unknown_part` (422) with a fault for each name that the form does not have
 */
export function requestSupplement(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string; version: number; asked: SupplementRequest },
): Promise<Taken> {
  const { fields, attachments, days, words } = act.asked;
  const { facts, content } = sealReason('supplement', { words, fields, attachments });
  return takeCommand(deps, actor, request, {
    submissionId: act.submissionId,
    version: act.version,
    action: 'request_supplement',
    command: { kind: 'request_supplement' },
    facts: { ...facts, days },
    content,
    check: (tx, row) => requireParts(deps, tx, row, act.asked),
  });
}

/**
 * Asks the party to send files again that cannot be opened; the clock stops as for any other supplement.
 * @throws GongmunError `attachment.unknown` (422) for a file that is not the submission's
 */
export function requestResend(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string; version: number; files: string[]; days: number; words: string },
): Promise<Taken> {
  const { submissionId, version, files, days, words } = act;
  const { facts, content } = sealReason('attachment.unreadable', { words, files });
  return takeCommand(deps, actor, request, {
    submissionId,
    version,
    action: 'request_resend',
    command: { kind: 'request_resend' },
    facts: { ...facts, days },
    content,
    async check(tx, row) {
      const own = (await listFiles(tx, deps.cipher, row.id)).map(({ id }) => id);
      const unknown = files.flatMap((file, index) => (own.includes(file) ? [] : [index]));
      refuseIf(
        unknown.map((index) => ({
          pointer: `/files/${index}`,
          code: 'attachment.unknown',
          detail: 'This submission has no such file.',
        })),
      );
    },
  });
}

async function requireParts(deps: Deps, tx: Tx, row: SubmissionRow, asked: SupplementRequest): Promise<void> {
  const form =
    row.form === null ? undefined : await findFormVersion(tx, row.form, row.formVersion ?? undefined);
  const current = (await listContentVersions(tx, deps.cipher, row.id)).at(-1);
  const answers: unknown = current?.answers ? JSON.parse(current.answers) : null;
  const has = (pointer: string): boolean =>
    form === undefined
      ? ['/title', '/body'].includes(pointer)
      : pointerTokens(pointer) !== undefined &&
        (valueAt(answers, pointer) !== undefined || deps.schemas.hasField(form.definition.schema, pointer));
  const rules = (form?.definition.attachments ?? [LETTER_ATTACHMENTS]).map(({ name }) => name);
  const unknown = 'supplement.unknown_part';
  refuseIf([
    ...asked.fields.flatMap((pointer, index): Fault[] =>
      has(pointer)
        ? []
        : [{ pointer: `/fields/${index}`, code: unknown, detail: 'The document has no such field.' }],
    ),
    ...asked.attachments.flatMap((name, index): Fault[] =>
      rules.includes(name)
        ? []
        : [{ pointer: `/attachments/${index}`, code: unknown, detail: 'The form has no such attachment.' }],
    ),
  ]);
}

function refuseIf(faults: Fault[]): void {
  const [first] = faults;
  if (first !== undefined) throw new GongmunError('unprocessable', first.code, first.detail, { faults });
}
