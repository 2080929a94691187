import { Link, useSearchParams } from 'react-router';
import { api, ask } from '../api/client';
import { Pieces, usePieces } from '../parts/lines';
import { useOfficeName } from '../parts/offices';
import { useOrganisationName } from '../parts/organisations';
import { Page } from '../parts/page';
import { SignedIn } from '../parts/states';
import { When } from '../parts/when';
import { useWords } from '../words';

/** What I sent, newest first, each with its state in plain words. */
export function Documents() {
  const { t } = useWords();
  return (
    <SignedIn title={t('documents.title')}>
      <Page title={t('documents.title')}>
        <p>
          <Link to="/drafts">{t('drafts.all')}</Link>
        </p>
        <List />
      </Page>
    </SignedIn>
  );
}

const LOOK_EVERY_MS = 15_000;

function List() {
  const { t, say } = useWords();
  const officeName = useOfficeName();
  const organisationName = useOrganisationName();
  const authorisation = useSearchParams()[0].get('authorisation');
  const by = authorisation === null ? {} : { authorisation };
  const list = usePieces(
    ['submissions', authorisation],
    (query) => ask(api.GET('/v1/submissions', { params: { query: { ...query, ...by } } })),
    { everyMs: LOOK_EVERY_MS },
  );
  return (
    <Pieces
      list={list}
      className="cards"
      empty={
        <>
          <p>{t('documents.none')}</p>
          <Link className="button" to="/">
            {t('documents.begin')}
          </Link>
        </>
      }
    >
      {(one) => (
        <li key={one.id}>
          <Link className="card" to={`/documents/${one.id}`}>
            <span className={`tag tag-${one.state}`}>{t(`state.${one.state}`)}</span>
            <strong>{one.formTitle === null ? t('documents.letter') : say(one.formTitle)}</strong>
            <span>
              {one.registrationNumber ?? t('documents.no_number')} · {officeName(one.office)}
            </span>
            {one.organisation === null ? null : (
              <span>{t('acting.for', { name: organisationName(one.organisation) })}</span>
            )}
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
      )}
    </Pieces>
  );
}
