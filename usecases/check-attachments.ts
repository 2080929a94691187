import { type FileRow, lockOwnFiles } from '../db/file-store';
import type { Tx } from '../db/knex';
import { type Fault, GongmunError } from '../domain/errors';
import type { AttachmentRule } from '../domain/form';
import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';

/**
 * The uploads that go with a document, each under the rule it was named for: its own, free, of an allowed type by
 * content, not infected, within count and size. Where a form has one rule, the name may be left out.
 * @param draft the draft that the document comes from and the actor may send: its uploads are free to it, whoever made them
 * @throws GongmunError bad_request with one fault per attachment, by its place in the request
 */
export async function checkAttachments(
  tx: Tx,
  deps: Pick<Deps, 'cipher'>,
  actor: Actor,
  rules: AttachmentRule[],
  named: { upload: string; name?: string | undefined }[],
  draft: string | null = null,
): Promise<{ file: FileRow; rule: string }[]> {
  if (named.length === 0 && !rules.some((rule) => rule.required)) return [];
  const faults: Fault[] = [];
  const fault = (pointer: string, code: string, detail: string) => faults.push({ pointer, code, detail });
  const own =
    named.length === 0
      ? []
      : await lockOwnFiles(tx, deps.cipher, {
          ...{ owner: actor.person, draft, ids: named.map((one) => one.upload) },
        });
  const files = new Map(own.map((file) => [file.id, file]));
  const counts = new Map<string, number>();
  const accepted: { file: FileRow; rule: string }[] = [];

  for (const [index, one] of named.entries()) {
    const pointer = `/attachments/${index}`;
    const rule = rules.find(
      (candidate) => candidate.name === (one.name ?? (rules.length === 1 ? rules[0]?.name : undefined)),
    );
    if (rule === undefined) {
      fault(`${pointer}/name`, 'attachment.unknown_name', 'The form has no attachment of this name.');
      continue;
    }
    const file = files.get(one.upload);
    files.delete(one.upload);
    const refused = file === undefined ? UNKNOWN : refusalOf(file, rule, draft);
    if (refused !== undefined || file === undefined) {
      fault(`${pointer}/upload`, ...(refused ?? UNKNOWN));
      continue;
    }
    counts.set(rule.name, (counts.get(rule.name) ?? 0) + 1);
    accepted.push({ file, rule: rule.name });
  }

  for (const rule of rules) {
    const count = counts.get(rule.name) ?? 0;
    if (rule.required && count === 0)
      fault('/attachments', 'attachment.missing', `The attachment "${rule.name}" is required.`);
    if (count > rule.maxCount)
      fault('/attachments', 'attachment.too_many', `At most ${rule.maxCount} of "${rule.name}".`);
  }
  if (faults.length > 0)
    throw new GongmunError('bad_request', 'attachments.invalid', 'Some attachments cannot be accepted.', {
      faults,
    });
  return accepted;
}

export const UNKNOWN: [string, string] = [
  'attachment.unknown',
  'There is no such upload of yours that is still free.',
];

export const USED: [string, string] = ['attachment.already_used', 'This upload belongs to another document.'];

/** Whether it belongs to no document but, where one is named, to this draft. */
export const isFree = (file: FileRow, draft: string | null): boolean =>
  file.submissionId === null && file.documentId === null && (file.draftId === null || file.draftId === draft);

function refusalOf(file: FileRow, rule: AttachmentRule, draft: string | null): [string, string] | undefined {
  if (!isFree(file, draft)) return USED;
  if (file.scan === 'infected') return ['attachment.infected', 'Malware was found in this file.'];
  if (!rule.types.includes(file.mediaType))
    return ['attachment.type', `A file of type ${file.mediaType} is not accepted here.`];
  if (file.bytes > rule.maxBytes)
    return ['attachment.too_large', `At most ${rule.maxBytes} bytes are accepted here.`];
  return undefined;
}
