import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'react-router';
import { useWords } from '../words';
import { audienceAt, loadManual, topicAt } from './help';
import { TopicWords } from './topic-words';
import '../styles/help.css';

/** “?” beside the title of a page: what this page is for, in a window that the keyboard opens and closes. */
export function HelpButton() {
  const { t } = useWords();
  const { pathname } = useLocation();
  const [open, setOpen] = useState(false);
  if (/^\/help(\/|$)/.test(pathname)) return null;
  return (
    <>
      <button
        type="button"
        className="help-button"
        aria-haspopup="dialog"
        aria-label={t('help.open')}
        title={t('help.open')}
        onClick={() => setOpen(true)}
      >
        ?
      </button>
      {open ? <HelpWindow pathname={pathname} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function HelpWindow({ pathname, onClose }: { pathname: string; onClose(): void }) {
  const { t, say } = useWords();
  const audience = audienceAt(pathname);
  const window = useRef<HTMLDialogElement>(null);
  const manual = useQuery({
    queryKey: ['help', audience],
    queryFn: () => loadManual(audience),
    staleTime: Number.POSITIVE_INFINITY,
  });
  // As a modal it keeps the focus inside, closes by Escape and gives the focus back.
  useEffect(() => window.current?.showModal(), []);
  const topic = manual.data && topicAt(manual.data, pathname);
  return (
    <dialog ref={window} className="help" aria-labelledby="help-title" onClose={onClose}>
      <h2 id="help-title">{topic === undefined ? t('help.title') : say(topic.title)}</h2>
      {manual.isPending ? (
        <p className="loading" role="status">
          {t('shell.loading')}
        </p>
      ) : null}
      {manual.isError ? (
        <div className="notice notice-error" role="alert">
          <p>{t('problem.unreachable')}</p>
          <button type="button" className="button button-secondary" onClick={() => void manual.refetch()}>
            {t('shell.again')}
          </button>
        </div>
      ) : null}
      {manual.isSuccess && topic === undefined ? <p>{t('help.none')}</p> : null}
      {topic === undefined ? null : <TopicWords topic={topic} />}
      <p className="actions">
        <button type="button" className="button" onClick={() => window.current?.close()}>
          {t('help.close')}
        </button>
        <Link className="button button-secondary" to={`/help/${audience}`}>
          {t('help.whole')}
        </Link>
      </p>
    </dialog>
  );
}
