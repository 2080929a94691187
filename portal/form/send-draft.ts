import { api, ask, type Schemas } from '../api/client';
import { Refused } from '../api/problem';
import type { Draft } from './draft';
import type { Letter } from './letter-fields';

const WAIT = 'wait=10';

type Change = (by: (draft: Draft) => Draft) => void;

/** A draft as the API takes it, to be kept or to be sent; a letter has no form. */
const documentOf = (draft: Draft, form: string | null): Schemas['NewSubmission'] => ({
  ...(form === null
    ? { letter: draft.answers as Letter }
    : { form: { id: form, version: draft.version }, answers: draft.answers }),
  ...(draft.office === undefined ? {} : { office: draft.office }),
  ...(draft.organisation === undefined ? {} : { organisation: draft.organisation }),
  ...(draft.authorisation === undefined ? {} : { authorisation: draft.authorisation }),
  attachments: draft.attachments.map(({ upload, rule }) => ({ upload, name: rule })),
});

/** The same as it is kept: a draft may be shared in its organisation, what is sent is not. */
export const writtenOf = (draft: Draft, form: string | null): Schemas['DraftContent'] => ({
  ...documentOf(draft, form),
  ...(draft.shared === undefined ? {} : { shared: draft.shared }),
});

export const keptOf = (kept: Schemas['Draft'], as: string): NonNullable<Draft['kept']> => ({
  ...{ id: kept.id, version: kept.version, removeAt: kept.removeAt, as },
});

/**
 * Keeps a draft where every browser of its writer finds it: the first time as a new one, then the same one anew.
 * What was changed elsewhere in between is refused once; whoever saves again means what they see.
 */
export async function keepDraft(
  draft: Draft,
  form: string | null,
  change: Change,
  key: string,
): Promise<NonNullable<Draft['kept']>> {
  const body = writtenOf(draft, form);
  const as = JSON.stringify(body);
  const { kept } = draft;
  if (kept === undefined) {
    const made = await ask(api.POST('/v1/drafts', { params: { header: { 'Idempotency-Key': key } }, body }));
    return keptOf(made, as);
  }
  const edits = api.POST('/v1/drafts/{id}/edits', {
    params: {
      path: { id: kept.id },
      header: { 'Idempotency-Key': key, 'If-Match': `"${kept.version}"` },
    },
    body,
  });
  try {
    const after = keptOf(await ask(edits), as);
    change((now) => ({ ...now, kept: after }));
    return after;
  } catch (error) {
    if (error instanceof Refused) adoptRefusal(error, change);
    throw error;
  }
}

function adoptRefusal({ problem }: Refused, change: Change): void {
  const { version } = problem as { version?: unknown };
  if (problem.code === 'draft.changed' && typeof version === 'number')
    change(({ kept, ...now }) => ({ ...now, ...(kept === undefined ? {} : { kept: { ...kept, version } }) }));
  // Removed elsewhere, or its time was over: what is in this tab is a draft of its own again.
  if (problem.status === 404) change(({ kept: _, ...now }) => now);
}

/** Sends a document once, however often it is asked to; one that the API keeps is a draft no more with that. */
export async function sendDraft(
  draft: Draft,
  form: string | null,
  change: Change,
): Promise<Schemas['Acted']> {
  const body = documentOf(draft, form);
  const header = { 'Idempotency-Key': draft.key, Prefer: WAIT };
  if (draft.kept === undefined) return ask(api.POST('/v1/submissions', { params: { header }, body }));
  const kept =
    draft.kept.as === JSON.stringify(writtenOf(draft, form))
      ? draft.kept
      : await keepDraft(draft, form, change, crypto.randomUUID());
  return ask(
    api.POST('/v1/drafts/{id}/submissions', {
      params: { path: { id: kept.id }, header: { ...header, 'If-Match': `"${kept.version}"` } },
      body: {},
    }),
  );
}
