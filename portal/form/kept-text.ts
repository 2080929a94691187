import { useState } from 'react';
import { emptyDraft, forgetDraft, readDraft, saveDraft } from './draft';

/**
 * A text that outlives a reload and the way to the identity provider while it is written, with the Idempotency-Key under which
 * it is sent; `begun` of one that was there when the page was opened.
 */
export function useKeptText(name: string) {
  const [begun] = useState(() => readDraft(name) !== undefined);
  const [draft, setDraft] = useState(() => readDraft(name) ?? emptyDraft(0, ''));
  return {
    begun,
    text: String(draft.answers),
    key: draft.key,
    write(text: string): void {
      const after = { ...draft, answers: text };
      saveDraft(name, after);
      setDraft(after);
    },
    sent(): void {
      forgetDraft(name);
      setDraft(emptyDraft(0, ''));
    },
  };
}
