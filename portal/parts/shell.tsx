import { useEffect, useState } from 'react';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import { useSession } from '../session/session';
import { signIn, signOut } from '../session/sign-in';
import { choose, useWords } from '../words';
import { useMe } from './me';
import { Unread } from './unread';

/** What is around every page: where one is, who one is, in which language, and whether the connection holds. */
export function Shell() {
  const { t, language } = useWords();
  const session = useSession();
  const me = useMe();
  const official = (me.data?.memberships.length ?? 0) > 0;
  const here = useHere();
  return (
    <>
      <a className="skip" href="#main">
        {t('shell.skip')}
      </a>
      <header className="top">
        <div className="top-row">
          <Link className="brand" to="/">
            <span lang="ko">공문</span> <span lang="en">Gongmun</span>
          </Link>
          <div className="top-tools">
            <button
              type="button"
              className="link-button"
              lang={language === 'ko' ? 'en' : 'ko'}
              onClick={() => void choose(language === 'ko' ? 'en' : 'ko')}
            >
              {language === 'ko' ? 'English' : '한국어'}
            </button>
            {session.status === 'in' ? (
              <>
                <Link className="who" to="/account">
                  {session.name}
                </Link>
                <button type="button" className="link-button" onClick={() => void signOut()}>
                  {t('shell.sign_out')}
                </button>
              </>
            ) : (
              <button type="button" className="link-button" onClick={() => void signIn(here)}>
                {t('shell.sign_in')}
              </button>
            )}
          </div>
        </div>
        <nav className="top-nav" aria-label={t('shell.navigation')}>
          <NavLink to="/" end>
            {t('home.nav')}
          </NavLink>
          <NavLink to="/documents">{t('documents.nav')}</NavLink>
          <NavLink to="/mailbox">
            {t('mailbox.nav')} <Unread />
          </NavLink>
          {official ? <NavLink to="/desk">{t('desk.nav')}</NavLink> : null}
          {me.data?.grants.includes('auditor') ? <NavLink to="/audit">{t('audit.nav')}</NavLink> : null}
          {me.data?.grants.includes('operator') ? (
            <NavLink to="/operations">{t('operator.nav')}</NavLink>
          ) : null}
          <NavLink to="/verify">{t('verify.nav')}</NavLink>
        </nav>
      </header>
      <Connection />
      {session.status === 'expired' ? <Expired /> : null}
      <Outlet />
      <footer className="foot">
        <p>{t('shell.foot')}</p>
        <p>
          <Link to="/help/citizen">{t('help.manuals')}</Link>
        </p>
      </footer>
    </>
  );
}

const useHere = (): string => {
  const { pathname, search } = useLocation();
  return pathname + search;
};

function Connection() {
  const { t } = useWords();
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    window.addEventListener('online', look);
    window.addEventListener('offline', look);
    return () => {
      window.removeEventListener('online', look);
      window.removeEventListener('offline', look);
    };
  }, []);
  return <div role="status">{online ? null : <p className="band band-warning">{t('shell.offline')}</p>}</div>;
}

function Expired() {
  const { t } = useWords();
  const here = useHere();
  return (
    <div className="band band-warning" role="alert">
      <p>{t('session.expired')}</p>
      <button type="button" className="button" onClick={() => void signIn(here)}>
        {t('session.again')}
      </button>
    </div>
  );
}
