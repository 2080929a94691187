import type { Tx } from '../db/knex';
import { type Candidate, claimLikeness, findCandidates } from '../db/link-store';
import { foldText } from '../domain/search-text';
import type { CheckedIntake } from './check-intake';
import type { IntakeDocument } from './take-in-document';

/** So many are shown; where more are alike, the likeness says little. */
const MOST = 20;
const WINDOW_MS = 90 * 24 * 3_600_000;

/** Why two submissions may be one document. */
export type Likeness = 'sender' | 'attachment' | 'title';

/**
 * The submissions of the office, 90 days around the receipt, that have the sender's name, an attachment's very bytes or
 * the title in common with what is taken in; the most alike first. Names are compared as the desk's search does. Of two
 * that are taken in at the same instant the one that commits later sees the other.
 */
export async function suspectDuplicates(
  tx: Tx,
  intake: CheckedIntake & { office: string; document: IntakeDocument },
): Promise<{ id: string; reasons: Likeness[] }[]> {
  const { office, document, receivedAt, attachments } = intake;
  const names = folded([document.sender.name, document.sender.organisation]);
  const titles = folded([document.letter?.title]);
  const digests = attachments.map(({ file }) => file.sha256);
  await claimLikeness(tx, office, [
    ...names.map((name) => `sender${name}`),
    ...titles.map((title) => `title${title}`),
    ...digests.map((digest) => `attachment ${digest}`),
  ]);
  const candidates = await findCandidates(tx, {
    office,
    phrases: [...names, ...titles],
    digests,
    from: new Date(receivedAt.getTime() - WINDOW_MS),
    until: new Date(receivedAt.getTime() + WINDOW_MS),
  });
  const likenessOf = ({ names: theirs, title, sameFile }: Candidate): Likeness[] => [
    ...(folded(theirs).some((name) => names.includes(name)) ? ['sender' as const] : []),
    ...(sameFile ? ['attachment' as const] : []),
    ...(folded([title]).some((one) => titles.includes(one)) ? ['title' as const] : []),
  ];
  return candidates
    .map((candidate) => ({ id: candidate.id, reasons: likenessOf(candidate) }))
    .filter(({ reasons }) => reasons.length > 0)
    .sort((a, b) => b.reasons.length - a.reasons.length)
    .slice(0, MOST);
}

/** What is empty when folded is like nothing. */
const folded = (texts: (string | null | undefined)[]): string[] =>
  texts.map((text) => foldText(text ?? '')).filter((text) => text !== '');
