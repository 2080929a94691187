import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { api, ask, type Schemas } from '../api/client';
import { useOfficeName } from '../parts/offices';
import { Empty, Loading, Trouble } from '../parts/states';
import { When } from '../parts/when';
import { useWords } from '../words';
import { AuditPage } from './audit-page';

const ASKED = ['number', 'party', 'from', 'until'] as const;
type Asked = Record<(typeof ASKED)[number], string>;

/** Finds a document by number, party or period; the search stands in the address. */
export function AuditSearch() {
  const { t } = useWords();
  return (
    <AuditPage title={t('audit.title')} lead={t('audit.lead')}>
      <Found />
    </AuditPage>
  );
}

function Found() {
  const { t } = useWords();
  const [search, setSearch] = useSearchParams();
  const asked = Object.fromEntries(ASKED.map((name) => [name, search.get(name) ?? ''])) as Asked;
  const cursor = search.get('cursor');
  const found = useQuery({
    queryKey: ['audit', asked, cursor],
    queryFn: () =>
      ask(
        api.GET('/v1/audit/submissions', {
          params: { query: { ...queryOf(asked), ...(cursor === null ? {} : { cursor }) } },
        }),
      ),
    placeholderData: keepPreviousData,
    // Each look is a line in the access log.
    refetchOnWindowFocus: false,
    staleTime: 60_000,
  });
  const set = (given: Record<string, string>) =>
    setSearch(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')));
  return (
    <>
      <Asking key={JSON.stringify(asked)} asked={asked} onAsk={set} />
      {found.isPending ? <Loading /> : null}
      {found.isError ? <Trouble error={found.error} again={() => void found.refetch()} /> : null}
      {found.data?.items.length === 0 ? (
        <Empty>
          <p>{t('audit.none')}</p>
        </Empty>
      ) : null}
      {found.data === undefined || found.data.items.length === 0 ? null : (
        <Lines items={found.data.items} busy={found.isPlaceholderData} />
      )}
      <p className="actions">
        {cursor === null ? null : (
          <button type="button" className="button button-secondary" onClick={() => set(asked)}>
            {t('desk.first')}
          </button>
        )}
        {found.data?.nextCursor === undefined ? null : (
          <button
            type="button"
            className="button button-secondary"
            onClick={() => set({ ...asked, cursor: found.data?.nextCursor ?? '' })}
          >
            {t('desk.next')}
          </button>
        )}
      </p>
    </>
  );
}

/** Days are those of the offices. */
function queryOf({ number, party, from, until }: Asked) {
  const startOf = (day: string, plusDays = 0) =>
    new Date(Date.parse(`${day}T00:00:00+09:00`) + plusDays * 86_400_000).toISOString();
  return {
    ...(number === '' ? {} : { number }),
    ...(party === '' ? {} : { party }),
    ...(from === '' ? {} : { from: startOf(from) }),
    ...(until === '' ? {} : { before: startOf(until, 1) }),
  };
}

function Asking({ asked, onAsk }: { asked: Asked; onAsk(asked: Asked): void }) {
  const { t } = useWords();
  const [typed, setTyped] = useState(asked);
  const reversed = typed.from !== '' && typed.until !== '' && typed.until < typed.from;
  const [refused, setRefused] = useState(false);
  const faulty = refused && reversed;
  function send(event: FormEvent) {
    event.preventDefault();
    setRefused(reversed);
    if (!reversed) onAsk({ ...typed, number: typed.number.trim(), party: typed.party.trim() });
  }
  const field = (name: keyof Asked) => ({
    id: `audit-${name}`,
    className: 'input',
    value: typed[name],
    onChange: (event: { target: { value: string } }) => setTyped({ ...typed, [name]: event.target.value }),
  });
  return (
    <search>
      <form className="audit-search" onSubmit={send} noValidate>
        <div className="field">
          <label htmlFor="audit-number">{t('audit.number')}</label>
          <input {...field('number')} type="search" maxLength={100} autoComplete="off" />
        </div>
        <div className="field">
          <label htmlFor="audit-party">{t('audit.party')}</label>
          <input
            {...field('party')}
            type="search"
            maxLength={100}
            autoComplete="off"
            aria-describedby="audit-party-hint"
          />
          <p className="hint" id="audit-party-hint">
            {t('audit.party_hint')}
          </p>
        </div>
        <div className="field">
          <label htmlFor="audit-from">{t('audit.from')}</label>
          <input {...field('from')} type="date" max="9999-12-31" />
        </div>
        <div className={faulty ? 'field field-faulty' : 'field'}>
          <label htmlFor="audit-until">{t('audit.until')}</label>
          {faulty ? (
            <p className="field-error" id="audit-until-fault" role="alert">
              {t('audit.dates_wrong')}
            </p>
          ) : null}
          <input
            {...field('until')}
            type="date"
            max="9999-12-31"
            aria-invalid={faulty}
            {...(faulty ? { 'aria-describedby': 'audit-until-fault' } : {})}
          />
        </div>
        <p className="audit-send">
          <button type="submit" className="button">
            {t('audit.search')}
          </button>
          <button
            type="button"
            className="button button-secondary"
            onClick={() => onAsk({ number: '', party: '', from: '', until: '' })}
          >
            {t('audit.clear')}
          </button>
        </p>
      </form>
    </search>
  );
}

function Lines({ items, busy }: { items: Schemas['SubmissionLine'][]; busy: boolean }) {
  const { t, say } = useWords();
  const officeName = useOfficeName();
  return (
    <table className="desk" aria-busy={busy}>
      <caption className="hidden">{t('audit.found')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('desk.document')}</th>
          <th scope="col">{t('desk.state')}</th>
          <th scope="col">{t('document.office')}</th>
          <th scope="col">{t('desk.received')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((line) => (
          <tr key={line.id}>
            <td>
              <Link to={`/audit/${line.id}`}>{line.registrationNumber ?? t('documents.no_number')}</Link>
              <br />
              <span className="small">
                {line.formTitle === null ? t('documents.letter') : say(line.formTitle)}
              </span>
            </td>
            <td>
              <span className={`tag tag-${line.state}`}>{t(`state.${line.state}`)}</span>
            </td>
            <td>{line.office === null ? '–' : officeName(line.office)}</td>
            <td>
              <When at={line.receivedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
