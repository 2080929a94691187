import { Link } from 'react-router';
import { api, ask, type Schemas } from '../api/client';
import { draftName, forgetDraft } from '../form/draft';
import { Confirmed } from '../parts/confirmed';
import { DeedButton, useDeed } from '../parts/deed';
import { Pieces, usePieces } from '../parts/lines';
import { useOrganisationName } from '../parts/organisations';
import { Page } from '../parts/page';
import { SignedIn } from '../parts/states';
import { When } from '../parts/when';
import { useWords } from '../words';

/** What I began to write and kept, the one changed last first. */
export function Drafts() {
  const { t } = useWords();
  return (
    <SignedIn title={t('drafts.title')}>
      <Page title={t('drafts.title')} lead={t('drafts.lead')}>
        <List />
      </Page>
    </SignedIn>
  );
}

type Line = NonNullable<Awaited<ReturnType<typeof read>>>['items'][number];
const read = (query: { limit: number; cursor?: string }) => ask(api.GET('/v1/drafts', { params: { query } }));

function List() {
  const { t, say } = useWords();
  const organisationName = useOrganisationName();
  const list = usePieces(['drafts'], read);
  const titleOf = ({ formTitle, title }: Line) =>
    title !== null && title !== '' ? title : formTitle === null ? t('documents.letter') : say(formTitle);
  return (
    <Pieces
      list={list}
      className="cards"
      empty={
        <>
          <p>{t('drafts.none')}</p>
          <Link className="button" to="/">
            {t('documents.begin')}
          </Link>
        </>
      }
    >
      {(draft) => (
        <li key={draft.id} className="card">
          <strong>{titleOf(draft)}</strong>
          {draft.organisation === null ? null : (
            <span>{t('acting.for', { name: organisationName(draft.organisation) })}</span>
          )}
          {draft.shared ? <span>{t('shared_draft.by', { name: draft.changedBy.name })}</span> : null}
          <span>
            {t('drafts.changed')} <When at={draft.changedAt} />
          </span>
          <span>
            {t('drafts.removed_on')} <When at={draft.removeAt} only="date" />
          </span>
          <span className="actions">
            <Link className="button" to={`/drafts/${draft.id}`}>
              {t('drafts.go_on')}
              <span className="hidden">: {titleOf(draft)}</span>
            </Link>
            <Remove id={draft.id} title={titleOf(draft)} />
          </span>
        </li>
      )}
    </Pieces>
  );
}

function Remove({ id, title }: { id: Schemas['Draft']['id']; title: string }) {
  const { t } = useWords();
  const remove = useDeed(
    (key) =>
      ask(
        api.POST('/v1/drafts/{id}/removals', {
          params: { path: { id }, header: { 'Idempotency-Key': key } },
          body: {},
        }),
      ),
    { changes: ['drafts'], onDone: () => forgetDraft(draftName('', id)) },
  );
  return (
    <Confirmed
      ask={
        <>
          {t('drafts.remove')}
          <span className="hidden">: {title}</span>
        </>
      }
    >
      <DeedButton deed={remove} look="button button-danger">
        {t('drafts.remove_now')}
      </DeedButton>
    </Confirmed>
  );
}
