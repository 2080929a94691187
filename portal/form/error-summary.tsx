import { useEffect, useRef } from 'react';
import { useWords } from '../words';

export interface SummaryLine {
  /** The element that it leads to. */
  target: string;
  label: string;
  words: string;
}

/** What has to be mended, each with the way to its field; takes the focus when it appears. */
export function ErrorSummary({ lines }: { lines: SummaryLine[] }) {
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const shown = lines.map(({ target, words }) => `${target} ${words}`).join('\n');
  useEffect(() => {
    if (shown !== '') box.current?.focus();
  }, [shown]);
  if (lines.length === 0) return null;
  return (
    <div className="notice notice-error" ref={box} tabIndex={-1} role="alert" aria-labelledby="faults">
      <h2 id="faults">{t('form.faults', { count: lines.length })}</h2>
      <ul>
        {lines.map(({ target, label, words }) => (
          <li key={`${target} ${words}`}>
            <a
              href={`#${target}`}
              onClick={(event) => {
                event.preventDefault();
                focusOn(target);
              }}
            >
              {label}
            </a>
            : {words}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The field, the first input of its group, or what is around it where it is not shown. */
function focusOn(target: string): void {
  const field = document.getElementById(target) ?? document.getElementById(`${target}-0`);
  const parent = target.slice(0, target.lastIndexOf('/'));
  if (field !== null) field.focus();
  else if (parent !== '') focusOn(parent);
}
