import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { Link, useSearchParams } from 'react-router';
import { api, ask } from '../api/client';
import { Page } from '../parts/page';
import { Empty, Loading, Trouble } from '../parts/states';
import { useWords } from '../words';

/** "What do you want to do?": forms and offices by what somebody types. */
export function Home() {
  const { t } = useWords();
  const [search, setSearch] = useSearchParams();
  const typed = search.get('text') ?? '';
  const text = useDeferredValue(typed.trim().slice(0, 100));
  return (
    <Page title={t('home.title')} lead={t('home.lead')}>
      <search className="search">
        <label htmlFor="search">{t('home.search')}</label>
        <input
          id="search"
          className="input"
          type="search"
          value={typed}
          placeholder={t('home.placeholder')}
          onChange={({ target }) =>
            setSearch(target.value === '' ? {} : { text: target.value }, { replace: true })
          }
        />
      </search>
      <p>
        <Link to="/track">{t('track.title')}</Link>
      </p>
      <Forms text={text} />
      {text === '' ? null : <Offices text={text} />}
    </Page>
  );
}

function Forms({ text }: { text: string }) {
  const { t, say } = useWords();
  const forms = useQuery({
    queryKey: ['forms', text],
    queryFn: () =>
      ask(api.GET('/v1/forms', { params: { query: { limit: 50, ...(text === '' ? {} : { text }) } } })),
    placeholderData: keepPreviousData,
  });
  return (
    <section>
      <h2>{t('home.forms')}</h2>
      {forms.isPending ? <Loading /> : null}
      {forms.isError ? <Trouble error={forms.error} again={() => void forms.refetch()} /> : null}
      {forms.data?.items.length === 0 ? (
        <Empty>
          <p>{text === '' ? t('home.no_forms') : t('home.nothing_found', { text })}</p>
        </Empty>
      ) : null}
      <ul className="cards">
        {forms.data?.items.map((form) => (
          <li key={form.id}>
            <Link className="card" to={`/forms/${form.id}`}>
              <strong>{say(form.title)}</strong>
              <span>{say(form.description)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Offices({ text }: { text: string }) {
  const { t, say } = useWords();
  const offices = useQuery({
    queryKey: ['offices', text],
    queryFn: () => ask(api.GET('/v1/offices', { params: { query: { limit: 20, text } } })),
    placeholderData: keepPreviousData,
  });
  const open = offices.data?.items.filter((office) => office.acceptsLetters && office.active) ?? [];
  return (
    <section>
      <h2>{t('home.offices')}</h2>
      {offices.isPending ? <Loading /> : null}
      {offices.isError ? <Trouble error={offices.error} again={() => void offices.refetch()} /> : null}
      {offices.isSuccess && open.length === 0 ? (
        <Empty>
          <p>{t('home.nothing_found', { text })}</p>
        </Empty>
      ) : null}
      <ul className="cards">
        {open.map((office) => (
          <li key={office.code}>
            <Link className="card" to={`/offices/${office.code}/letter`}>
              <strong>{say(office.name)}</strong>
              <span>{t('home.write_letter')}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
