import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import { useMe } from '../parts/me';
import { Page } from '../parts/page';
import { Empty, Loading, SignedIn } from '../parts/states';
import { useWords } from '../words';
import '../styles/official.css';
import '../styles/auditor.css';

/** A page for auditors: whoever is none is told so, and nothing is asked of the API. */
export function AuditPage({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
}) {
  return (
    <SignedIn title={title}>
      <Page title={title} wide {...(lead === undefined ? {} : { lead })}>
        <ForAuditors>{children}</ForAuditors>
      </Page>
    </SignedIn>
  );
}

function ForAuditors({ children }: { children: ReactNode }) {
  const { t } = useWords();
  const me = useMe();
  if (me.isPending) return <Loading />;
  if (me.data?.grants.includes('auditor') !== true)
    return (
      <Empty>
        <p>{t('audit.not_yours')}</p>
      </Empty>
    );
  return (
    <>
      <nav className="sections" aria-label={t('audit.pages')}>
        <NavLink to="/audit" end>
          {t('audit.search')}
        </NavLink>
        <NavLink to="/audit/registers">{t('audit.registers')}</NavLink>
        <NavLink to="/audit/runs">{t('audit.runs')}</NavLink>
      </nav>
      {children}
    </>
  );
}
