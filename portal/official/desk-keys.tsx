import { useEffect, useState } from 'react';
import { useWords } from '../words';

const KEPT = 'gongmun.desk_keys';

/** What each key does; the page names them, and they can be switched off (WCAG 2.1.4). */
const KEYS = ['/', 'j', 'k', '1', '2', '3', '4', '?'] as const;
type Key = (typeof KEYS)[number];
const WORD: Record<Key, string> = {
  '/': 'search',
  j: 'next',
  k: 'before',
  '1': 'all',
  '2': 'mine',
  '3': 'unassigned',
  '4': 'overdue',
  '?': 'help',
};

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input:not([type=radio]), textarea, select');

/** The desk by single keys, with the list of them. */
export function DeskKeys({ onView }: { onView(view: 'all' | 'mine' | 'unassigned' | 'overdue'): void }) {
  const { t } = useWords();
  const [on, setOn] = useState(() => localStorage.getItem(KEPT) !== 'off');
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (!on) return;
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
      const key = KEYS.find((one) => one === event.key);
      if (key === undefined) return;
      event.preventDefault();
      if (key === '?') setOpen(true);
      else if (key === '/') document.getElementById('desk-text')?.focus();
      else if (key === 'j' || key === 'k') step(key === 'j' ? 1 : -1);
      else onView(WORD[key] as 'all' | 'mine' | 'unassigned' | 'overdue');
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [on, onView]);
  return (
    <details className="fold" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('desk_keys.title')}</summary>
      <dl className="keys">
        {KEYS.map((key) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`desk_key.${WORD[key]}`)}</dd>
          </div>
        ))}
      </dl>
      <p className="small">{t('desk_keys.arrows')}</p>
      <label className="choice">
        <input
          type="checkbox"
          checked={on}
          onChange={(event) => {
            setOn(event.target.checked);
            if (event.target.checked) localStorage.removeItem(KEPT);
            else localStorage.setItem(KEPT, 'off');
          }}
        />
        <span>{t('desk_keys.on')}</span>
      </label>
    </details>
  );
}

/** To the next line of the list, or to its first. */
function step(by: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('.desk tbody a')];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  links[at < 0 ? 0 : at + by]?.focus();
}
