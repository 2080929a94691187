import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, ask } from '../api/client';
import { useOfficeName } from '../parts/offices';
import { Page } from '../parts/page';
import { Empty, Loading, SignedIn, Trouble } from '../parts/states';
import { When } from '../parts/when';
import { useSession } from '../session/session';
import { useWords } from '../words';

/** What I sent, newest first, each with its state in plain words. */
export function Documents() {
  const { t } = useWords();
  return (
    <SignedIn title={t('documents.title')}>
      <Page title={t('documents.title')}>
        <List />
      </Page>
    </SignedIn>
  );
}

const LOOK_EVERY_MS = 15_000;

function List() {
  const { t, say } = useWords();
  const session = useSession();
  const officeName = useOfficeName();
  const list = useInfiniteQuery({
    queryKey: ['submissions', session.status === 'out' ? null : session.person],
    queryFn: ({ pageParam }) =>
      ask(
        api.GET('/v1/submissions', {
          params: { query: { limit: 20, ...(pageParam === '' ? {} : { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: LOOK_EVERY_MS,
  });
  if (list.isPending) return <Loading />;
  if (list.isError) return <Trouble error={list.error} again={() => void list.refetch()} />;
  const items = list.data.pages.flatMap((page) => page.items);
  if (items.length === 0)
    return (
      <Empty>
        <p>{t('documents.none')}</p>
        <Link className="button" to="/">
          {t('documents.begin')}
        </Link>
      </Empty>
    );
  return (
    <>
      <ul className="cards">
        {items.map((one) => (
          <li key={one.id}>
            <Link className="card" to={`/documents/${one.id}`}>
              <span className={`tag tag-${one.state}`}>{t(`state.${one.state}`)}</span>
              <strong>{one.formTitle === null ? t('documents.letter') : say(one.formTitle)}</strong>
              <span>
                {one.registrationNumber ?? t('documents.no_number')} · {officeName(one.office)}
              </span>
              <span>
                {t('documents.received')} <When at={one.receivedAt} only="date" />
              </span>
              {one.outcome !== null && !one.replyRead ? (
                <span className="unread">{t('documents.unread')}</span>
              ) : null}
              {one.state === 'supplement_requested' ? (
                <span className="unread">{t('documents.asked')}</span>
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
      {list.hasNextPage ? (
        <button
          type="button"
          className="button button-secondary"
          aria-busy={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('documents.more')}
        </button>
      ) : null}
    </>
  );
}
