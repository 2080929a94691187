import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { type Problem, Refused, Unreachable } from '../api/problem';
import { useSession } from '../session/session';
import { signIn } from '../session/sign-in';
import { useWords } from '../words';
import { Page } from './page';

export function Loading() {
  const { t } = useWords();
  return (
    <p className="loading" role="status">
      {t('shell.loading')}
    </p>
  );
}

export function Empty({ children }: { children: ReactNode }) {
  return <div className="empty">{children}</div>;
}

/** What went wrong, in the person's words, and what to do about it. */
export function Trouble({ error, again }: { error: unknown; again?: () => void }) {
  const { t } = useWords();
  const words = useTroubleWords();
  return (
    <div className="notice notice-error" role="alert">
      <p>{words(error)}</p>
      {error instanceof Refused && error.problem.instance !== '' ? (
        <p className="small">{t('problem.instance', { instance: error.problem.instance.slice(9) })}</p>
      ) : null}
      {again === undefined ? null : (
        <button type="button" className="button button-secondary" onClick={again}>
          {t('shell.again')}
        </button>
      )}
    </div>
  );
}

export function useTroubleWords(): (error: unknown) => string {
  const { t, known } = useWords();
  const ofProblem = ({ code, status }: Problem): string => {
    if (known(`problem.${code}`)) return t(`problem.${code}`);
    if (status === 404) return t('problem.not_found');
    if (status === 403) return t('problem.forbidden');
    if (status >= 500) return t('problem.unavailable');
    return t('problem.other');
  };
  return (error) => {
    if (error instanceof Refused) return ofProblem(error.problem);
    return error instanceof Unreachable ? t('problem.unreachable') : t('problem.unexpected');
  };
}

export function NotFound() {
  const { t } = useWords();
  return (
    <Page title={t('not_found.title')} lead={t('not_found.lead')}>
      <p>
        <Link className="button" to="/">
          {t('not_found.home')}
        </Link>
      </p>
    </Page>
  );
}

/** A page that failed in itself, or a piece of it that could not be loaded. */
export function Crashed() {
  const { t } = useWords();
  return (
    <Page title={t('crashed.title')} lead={t('crashed.lead')}>
      <p>
        <button type="button" className="button" onClick={() => window.location.reload()}>
          {t('crashed.reload')}
        </button>
      </p>
    </Page>
  );
}

/** Shows the page to whoever is signed in, also while the token has run out: nothing typed may be lost. */
export function SignedIn({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useWords();
  const session = useSession();
  const { pathname, search } = useLocation();
  if (session.status !== 'out') return children;
  return (
    <Page title={title} lead={t('session.needed')}>
      <p>
        <button type="button" className="button" onClick={() => void signIn(pathname + search)}>
          {t('session.sign_in')}
        </button>
      </p>
    </Page>
  );
}
