import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useWords } from '../words';

/** What cannot be undone is asked twice; the second time brings the focus along. */
export function Confirmed({ ask, children }: { ask: ReactNode; children: ReactNode }) {
  const { t } = useWords();
  const [asked, setAsked] = useState(false);
  const group = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (asked) group.current?.querySelector('button')?.focus();
  }, [asked]);
  if (!asked)
    return (
      <button type="button" className="link-button link-danger" onClick={() => setAsked(true)}>
        {ask}
      </button>
    );
  return (
    <span className="actions" ref={group}>
      {children}
      <button type="button" className="button button-secondary" onClick={() => setAsked(false)}>
        {t('confirm.not')}
      </button>
    </span>
  );
}
