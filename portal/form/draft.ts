import { useCallback, useState } from 'react';

export interface Attached {
  upload: string;
  /** The form's rule that it goes with. */
  rule: string;
  file: string;
  bytes: number;
  scan: 'clean' | 'infected' | 'not_scanned' | 'pending';
}

/** What somebody is writing and has not sent, or has just sent. */
export interface Draft {
  /** The Idempotency-Key of this document: however often it is sent, it is received once. */
  key: string;
  version: number;
  answers: unknown;
  office?: string;
  attachments: Attached[];
  /** For whom it is written, where that is not its writer. */
  organisation?: string;
  authorisation?: string;
  /** Whether members of the organisation see it and write it too. */
  shared?: boolean;
  /** Under which id and version the API keeps it too, and what it was then. */
  kept?: { id: string; version: number; removeAt: string; as: string };
  /** Pointers to answers that a copy could not take along. */
  leftOut?: string[];
  /** The submission that it became. */
  sentAs?: string;
}

const PREFIX = 'gongmun.draft.';

/** Of this tab: it outlives a reload and the way to the identity provider, and ends with the tab. */
export function readDraft(name: string): Draft | undefined {
  const kept = sessionStorage.getItem(PREFIX + name);
  return kept === null ? undefined : (JSON.parse(kept) as Draft);
}

export function saveDraft(name: string, draft: Draft): void {
  sessionStorage.setItem(PREFIX + name, JSON.stringify(draft));
}

export function forgetDraft(name: string): void {
  sessionStorage.removeItem(PREFIX + name);
}

/** One that the API keeps has a place of its own, so that several of one form lie side by side. */
export const draftName = (what: string, kept: string | null): string =>
  kept === null ? what : `kept.${kept}`;

/** What an address says of it. */
export const inDraft = (kept: string | null): string => (kept === null ? '' : `?draft=${kept}`);

export function forgetDrafts(): void {
  for (const name of Object.keys(sessionStorage))
    if (name.startsWith(PREFIX)) sessionStorage.removeItem(name);
}

export const emptyDraft = (version: number, answers: unknown = {}): Draft => ({
  key: crypto.randomUUID(),
  version,
  answers,
  attachments: [],
});

/**
 * The draft of that name, kept with each change; `first` is what it begins with. Where the name changes, it is another
 * draft.
 */
export function useDraft(
  name: string,
  first: () => Draft,
): [Draft, (change: (draft: Draft) => Draft) => void] {
  const found = () => ({ name, draft: readDraft(name) ?? first() });
  const [held, setHeld] = useState(found);
  const current = held.name === name ? held : found();
  if (current !== held) setHeld(current);
  const change = useCallback(
    (by: (draft: Draft) => Draft) =>
      setHeld((before) => {
        const after = by(before.draft);
        saveDraft(before.name, after);
        return { name: before.name, draft: after };
      }),
    [],
  );
  return [current.draft, change];
}
