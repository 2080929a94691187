import { Link } from 'react-router';
import { api, ask, type Schemas } from '../api/client';
import { Confirmed } from '../parts/confirmed';
import { DeedButton, useDeed } from '../parts/deed';
import { useFormTitle } from '../parts/form-titles';
import { Pieces, usePieces } from '../parts/lines';
import { useMe } from '../parts/me';
import { useOrganisationName } from '../parts/organisations';
import { Page } from '../parts/page';
import { SignedIn } from '../parts/states';
import { When } from '../parts/when';
import { useWords } from '../words';
import { Authorise } from './authorise';

/** Who may act for me and my organisations, and for whom I may act. */
export function Authorisations() {
  const { t } = useWords();
  return (
    <SignedIn title={t('authorisations.title')}>
      <Page title={t('authorisations.title')} lead={t('authorisations.lead')}>
        <Authorise />
        <List />
      </Page>
    </SignedIn>
  );
}

function List() {
  const { t } = useWords();
  const list = usePieces(['authorisations'], (query) =>
    ask(api.GET('/v1/authorisations', { params: { query } })),
  );
  return (
    <>
      <h2>{t('authorisations.all')}</h2>
      <Pieces list={list} className="cards" empty={<p>{t('authorisations.none')}</p>}>
        {(one) => <Line key={one.id} authorisation={one} />}
      </Pieces>
    </>
  );
}

function Line({ authorisation }: { authorisation: Schemas['Authorisation'] }) {
  const { t } = useWords();
  const me = useMe();
  const organisationName = useOrganisationName();
  const formTitle = useFormTitle();
  const { id, person, personName, organisation, to, form, inForce, revokedAt } = authorisation;
  const held = to === me.data?.person;
  const giver = organisation === null ? (personName ?? person ?? '') : organisationName(organisation);
  const state = revokedAt !== null ? 'revoked' : inForce ? 'in_force' : 'not_in_force';
  return (
    <li className="card">
      <span className={inForce ? 'tag tag-in-force' : 'tag'}>{t(`authorisation_state.${state}`)}</span>
      <strong>
        {held ? t('authorisations.held', { name: giver }) : t('authorisations.given', { giver, to })}
      </strong>
      <span>{form === null ? t('authorisations.every_form') : formTitle(form)}</span>
      <span>
        <When at={authorisation.from} only="date" /> – <When at={authorisation.until} only="date" />
      </span>
      {held && inForce ? (
        <Link to={`/documents?authorisation=${id}`}>{t('authorisations.their_documents')}</Link>
      ) : null}
      {revokedAt === null ? <Revoke id={id} /> : null}
    </li>
  );
}

function Revoke({ id }: { id: string }) {
  const { t } = useWords();
  const revoke = useDeed(
    (key) =>
      ask(
        api.POST('/v1/authorisations/{id}/revocations', {
          params: { path: { id }, header: { 'Idempotency-Key': key } },
          body: {},
        }),
      ),
    { changes: ['authorisations', 'me'] },
  );
  return (
    <Confirmed ask={t('authorisations.revoke')}>
      <DeedButton deed={revoke} look="button button-danger">
        {t('authorisations.revoke_now')}
      </DeedButton>
    </Confirmed>
  );
}
