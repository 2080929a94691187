import { useId } from 'react';
import { useWords } from '../../words';

export interface Item {
  key: string;
  level: number;
  text: string;
}

export const newItem = (level: number, text = ''): Item => ({ key: crypto.randomUUID(), level, text });

/** The signs of the levels, deepest last; the printed page counts them on (domain/number-items.ts). */
const SIGNS = {
  ko: ['1.', '가.', '1)', '가)', '(1)', '(가)', '①', '㉮'],
  en: ['1.', 'a.', '1)', 'a)', '(1)', '(a)', '①', 'ⓐ'],
};

/** The body of an official document: paragraphs and items on up to eight levels. */
export function ItemsEditor({
  items,
  language,
  errorAt,
  onChange,
}: {
  items: Item[];
  language: 'ko' | 'en';
  /** What is wrong with an item, by its place. */
  errorAt(at: number): string | undefined;
  onChange(items: Item[]): void;
}) {
  const { t } = useWords();
  const id = useId();
  const change = (at: number, by: Partial<Item>) =>
    onChange(items.map((item, n) => (n === at ? { ...item, ...by } : item)));
  const swap = (at: number) => {
    const moved = items.filter((_, n) => n !== at);
    const item = items[at];
    if (item !== undefined) moved.splice(at - 1, 0, item);
    onChange(moved);
  };
  return (
    <fieldset className="field">
      <legend>{t('outgoing.body')}</legend>
      <ol className="items">
        {items.map((item, at) => (
          <li key={item.key} data-level={item.level}>
            <div className="item-tools">
              <label htmlFor={`${id}-level-${item.key}`} className="hidden">
                {t('outgoing.level', { number: at + 1 })}
              </label>
              <select
                id={`${id}-level-${item.key}`}
                className="input"
                value={item.level}
                onChange={(event) => change(at, { level: Number(event.target.value) })}
              >
                <option value={0}>{t('outgoing.paragraph')}</option>
                {SIGNS[language].map((sign, n) => (
                  <option key={sign} value={n + 1}>
                    {sign}
                  </option>
                ))}
              </select>
              {at === 0 ? null : (
                <button
                  type="button"
                  className="link-button"
                  aria-label={t('outgoing.item_up', { number: at + 1 })}
                  onClick={() => swap(at)}
                >
                  {t('people.earlier')}
                </button>
              )}
              {items.length === 1 ? null : (
                <button
                  type="button"
                  className="link-button link-danger"
                  aria-label={t('outgoing.item_out', { number: at + 1 })}
                  onClick={() => onChange(items.filter((_, n) => n !== at))}
                >
                  {t('people.remove')}
                </button>
              )}
            </div>
            <ErrorAt id={`${id}-error-${item.key}`} words={errorAt(at)} />
            <textarea
              id={item.key}
              className="input"
              rows={2}
              aria-label={t('outgoing.item', { number: at + 1 })}
              aria-invalid={errorAt(at) === undefined ? undefined : true}
              aria-describedby={errorAt(at) === undefined ? undefined : `${id}-error-${item.key}`}
              value={item.text}
              onChange={(event) => change(at, { text: event.target.value })}
            />
          </li>
        ))}
      </ol>
      <button
        type="button"
        className="button button-secondary"
        onClick={() => onChange([...items, newItem(items.at(-1)?.level ?? 1)])}
      >
        {t('outgoing.item_more')}
      </button>
    </fieldset>
  );
}

function ErrorAt({ id, words }: { id: string; words: string | undefined }) {
  return words === undefined ? null : (
    <p className="field-error" id={id}>
      {words}
    </p>
  );
}
