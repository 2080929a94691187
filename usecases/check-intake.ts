import type { FileRow } from '../db/file-store';
import type { FormVersion } from '../db/form-store';
import type { Tx } from '../db/knex';
import { GongmunError } from '../domain/errors';
import type { Actor } from '../domain/permissions';
import { SCAN } from '../domain/scan';
import { checkAttachments } from './check-attachments';
import { checkedForm } from './checked-form';
import type { Deps } from './deps';
import type { IntakeDocument } from './take-in-document';

/** Older paper belongs into the archive, not into a series that counts days. */
const LONGEST_AGO_YEARS = 5;

/** Of one intake, what the request alone cannot say. */
export interface CheckedIntake {
  receivedAt: Date;
  form: FormVersion | null;
  attachments: { file: FileRow; rule: string }[];
}

/**
 * Where the document is a filled form its pages are the answers: they need not be typed, and what the form wants attached
 * may be among them.
 * @throws GongmunError bad_request with a fault for each place
 */
export async function checkIntake(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  document: IntakeDocument,
  at: Date,
): Promise<CheckedIntake> {
  const receivedAt = checkReceipt(document.receivedAt, at);
  const form =
    document.form === undefined ? null : await checkedForm(tx, deps, document.form, document.answers);
  const further = (form?.definition.attachments ?? []).map((rule) => ({ ...rule, required: false }));
  const named = document.attachments.map(({ upload, name = SCAN.name }) => ({ upload, name }));
  const attachments = await checkAttachments(tx, deps, actor, [SCAN, ...further], named);
  return { receivedAt, form, attachments };
}

function checkReceipt(given: string, at: Date): Date {
  const receivedAt = new Date(given);
  const earliest = new Date(at);
  earliest.setUTCFullYear(at.getUTCFullYear() - LONGEST_AGO_YEARS);
  if (receivedAt > at)
    throw badReceipt('receipt.in_future', 'It cannot have come later than now. Give the instant of receipt.');
  if (receivedAt < earliest)
    throw badReceipt('receipt.too_long_ago', `A receipt lies at most ${LONGEST_AGO_YEARS} years back.`);
  return receivedAt;
}

function badReceipt(code: string, detail: string): GongmunError {
  return new GongmunError('bad_request', code, detail, {
    faults: [{ pointer: '/receivedAt', code, detail }],
  });
}
