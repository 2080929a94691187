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

/** The draft of that name, kept with each change; `first` is what it begins with. */
export function useDraft(
  name: string,
  first: () => Draft,
): [Draft, (change: (draft: Draft) => Draft) => void] {
  const [draft, setDraft] = useState<Draft>(() => readDraft(name) ?? first());
  const change = useCallback(
    (by: (draft: Draft) => Draft) =>
      setDraft((before) => {
        const after = by(before);
        saveDraft(name, after);
        return after;
      }),
    [name],
  );
  return [draft, change];
}
