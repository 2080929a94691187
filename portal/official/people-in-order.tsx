import { useId, useState } from 'react';
import { useWords } from '../words';
import type { Option } from './act-field';

/** Colleagues one after the other: added by name, moved up, taken out. */
export function PeopleInOrder({
  options,
  chosen,
  onChange,
}: {
  options: Option[];
  chosen: string[];
  onChange(people: string[]): void;
}) {
  const { t } = useWords();
  const id = useId();
  const [next, setNext] = useState('');
  const nameOf = (person: string) => options.find(({ value }) => value === person)?.label ?? person;
  const up = (at: number) => {
    const moved = chosen.filter((_, n) => n !== at);
    moved.splice(at - 1, 0, chosen[at] ?? '');
    onChange(moved);
  };
  return (
    <>
      <ol className="people">
        {chosen.map((person, at) => (
          <li key={person}>
            <span>{nameOf(person)}</span>
            {at === 0 ? null : (
              <button
                type="button"
                className="link-button"
                aria-label={`${t('people.earlier')}: ${nameOf(person)}`}
                onClick={() => up(at)}
              >
                {t('people.earlier')}
              </button>
            )}
            <button
              type="button"
              className="link-button link-danger"
              aria-label={`${t('people.remove')}: ${nameOf(person)}`}
              onClick={() => onChange(chosen.filter((one) => one !== person))}
            >
              {t('people.remove')}
            </button>
          </li>
        ))}
      </ol>
      <div className="add-line">
        <label htmlFor={id} className="hidden">
          {t('people.next')}
        </label>
        <select id={id} className="input" value={next} onChange={(event) => setNext(event.target.value)}>
          <option value="">{t('people.next')}</option>
          {options
            .filter(({ value }) => !chosen.includes(value))
            .map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
        </select>
        <button
          type="button"
          className="button button-secondary"
          onClick={() => {
            if (next === '') return;
            onChange([...chosen, next]);
            setNext('');
          }}
        >
          {t('people.add')}
        </button>
      </div>
    </>
  );
}
