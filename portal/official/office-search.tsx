import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId, useState } from 'react';
import { api, ask } from '../api/client';
import { useOfficeName } from '../parts/offices';
import { Loading, Trouble } from '../parts/states';
import { useWords } from '../words';
import type { Option } from './act-field';

const SHOWN = 8;

/** An office found by a part of its name or code: there may be thousands, so it is searched, not listed. */
export function OfficeSearch({
  without,
  value,
  onChange,
}: {
  /** Offices that cannot be chosen here. */
  without: Option[];
  value: string;
  onChange(office: string): void;
}) {
  const { t, say } = useWords();
  const id = useId();
  const officeName = useOfficeName();
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text.trim());
  const found = useQuery({
    queryKey: ['office search', wanted],
    queryFn: () =>
      ask(
        api.GET('/v1/offices', {
          params: { query: { limit: SHOWN + without.length, ...(wanted === '' ? {} : { text: wanted }) } },
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  const offered = (found.data?.items ?? [])
    .filter(({ code, active }) => active && code !== value && !without.some((one) => one.value === code))
    .slice(0, SHOWN);
  return (
    <>
      <label htmlFor={id}>{t('office_search.text')}</label>
      <input
        id={id}
        className="input"
        type="search"
        autoComplete="off"
        maxLength={100}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          // It searches while one types; Enter would send the form around it.
          if (event.key === 'Enter') event.preventDefault();
        }}
      />
      {found.isPending ? <Loading /> : null}
      {found.isError ? <Trouble error={found.error} again={() => void found.refetch()} /> : null}
      <p className="small" role="status">
        {found.data !== undefined && offered.length === 0 ? t('office_search.none') : ''}
      </p>
      <div className="choices">
        {value === '' ? null : (
          <label className="choice">
            <input type="radio" name={`${id}-office`} checked readOnly />
            <span>{officeName(value)}</span>
          </label>
        )}
        {offered.map(({ code, name }) => (
          <label key={code} className="choice">
            <input type="radio" name={`${id}-office`} checked={false} onChange={() => onChange(code)} />
            <span>{say(name)}</span>
          </label>
        ))}
      </div>
    </>
  );
}
