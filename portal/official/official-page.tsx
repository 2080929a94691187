import type { ReactNode } from 'react';
import { NavLink, useSearchParams } from 'react-router';
import { useOfficeName } from '../parts/offices';
import { Page } from '../parts/page';
import { Empty, Loading, SignedIn } from '../parts/states';
import { useWords } from '../words';
import { useMyOffice } from './my-offices';
import '../styles/official.css';

/** What officials have beside the desk; each page is about one office. */
const PLACES = [
  ['/desk', 'desk.nav'],
  ['/outgoing', 'outgoing.nav'],
  ['/office/calendar', 'calendar.nav'],
  ['/office/ladder', 'ladder.nav'],
  ['/office/away', 'away.nav'],
  ['/office/forms', 'form_editor.nav'],
  ['/office/statistics', 'statistics.nav'],
  ['/office/survey', 'survey_answers.nav'],
] as const;

/** A page for officials of an office, with the way to the others. */
export function OfficialPage({
  title,
  children,
}: {
  title: string;
  children(office: string, roles: string[]): ReactNode;
}) {
  return (
    <SignedIn title={title}>
      <Page title={title} wide>
        <OfficialNav />
        <AtOffice>{children}</AtOffice>
      </Page>
    </SignedIn>
  );
}

export function OfficialNav() {
  const { t } = useWords();
  const { office } = useMyOffice();
  const query = office === null ? '' : `?office=${office}`;
  return (
    <nav className="office-nav" aria-label={t('official.nav')}>
      {PLACES.map(([path, name]) => (
        <NavLink key={path} to={path === '/desk' ? path : path + query}>
          {t(name)}
        </NavLink>
      ))}
    </nav>
  );
}

function AtOffice({ children }: { children(office: string, roles: string[]): ReactNode }) {
  const { t } = useWords();
  const { office, offices, roles, pending } = useMyOffice();
  if (pending) return <Loading />;
  if (office === null)
    return (
      <Empty>
        <p>{t('official.none')}</p>
      </Empty>
    );
  return (
    <>
      <Choice office={office} offices={offices} />
      {children(office, roles)}
    </>
  );
}

function Choice({ office, offices }: { office: string; offices: string[] }) {
  const { t } = useWords();
  const officeName = useOfficeName();
  const [, setSearch] = useSearchParams();
  if (offices.length === 1) return <p className="small">{officeName(office)}</p>;
  return (
    <div className="field">
      <label htmlFor="my-office">{t('form.office')}</label>
      <select
        id="my-office"
        className="input"
        value={office}
        onChange={(event) => setSearch({ office: event.target.value })}
      >
        {offices.map((one) => (
          <option key={one} value={one}>
            {officeName(one)}
          </option>
        ))}
      </select>
    </div>
  );
}
