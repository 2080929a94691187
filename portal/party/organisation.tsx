import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import { api, ask, type Schemas } from '../api/client';
import { Confirmed } from '../parts/confirmed';
import { DeedButton, useDeed } from '../parts/deed';
import { useMe } from '../parts/me';
import { Page } from '../parts/page';
import { Loading, SignedIn, Trouble } from '../parts/states';
import { When } from '../parts/when';
import { useWords } from '../words';
import { ChangeMember } from './change-member';
import { InviteMember } from './invite-member';
import { TakeInProgram } from './take-in-program';

type Organisation = Schemas['Organisation'];

/** One organisation of mine: who is a member and may do what, who was asked in, and what runs in its name. */
export function OrganisationPage() {
  const { number = '' } = useParams();
  const { t } = useWords();
  return (
    <SignedIn title={t('organisation.title')}>
      <Found number={number} />
    </SignedIn>
  );
}

function Found({ number }: { number: string }) {
  const { t } = useWords();
  const organisation = useQuery({
    queryKey: ['organisation', number],
    queryFn: () => ask(api.GET('/v1/organisations/{number}', { params: { path: { number } } })),
  });
  const me = useMe();
  if (organisation.data !== undefined && me.data !== undefined)
    return <Shown organisation={organisation.data} myself={me.data.person} />;
  const error = organisation.error ?? me.error;
  return (
    <Page title={t('organisation.title')}>
      {error === null ? <Loading /> : <Trouble error={error} again={() => void organisation.refetch()} />}
    </Page>
  );
}

function Shown({ organisation, myself }: { organisation: Organisation; myself: string }) {
  const { t, say } = useWords();
  const { number, members, invitations } = organisation;
  const roles = members.find(({ person }) => person === myself)?.roles ?? [];
  const manages = roles.includes('manage');
  return (
    <Page title={say(organisation.name)} lead={number}>
      <ul className="inline">
        <li>
          <Link to={`/batches?organisation=${number}`}>{t('account.batches')}</Link>
        </li>
        <li>
          <Link to={`/exports?organisation=${number}`}>{t('account.exports')}</Link>
        </li>
        <li>
          <Link to={`/authorisations?organisation=${number}`}>{t('account.authorisations')}</Link>
        </li>
        {manages ? (
          <li>
            <Link to={`/organisations/${number}/webhooks`}>{t('webhooks.title')}</Link>
          </li>
        ) : null}
      </ul>
      <h2>{t('organisation.members')}</h2>
      <ul className="cards">
        {members.map((member) => (
          <li key={member.person} className="card">
            <strong>{member.name}</strong>
            <span>
              <code>{member.person}</code>
              {member.person === organisation.representative ? ` · ${t('organisation.represents')}` : ''}
            </span>
            <span>{member.roles.map((role) => t(`organisation_role.${role}`)).join(' · ')}</span>
            {manages ? <ChangeMember organisation={organisation} member={member} /> : null}
            {manages && member.person !== myself ? (
              <Depart organisation={organisation} person={member.person} name={member.name} />
            ) : null}
          </li>
        ))}
      </ul>
      {manages ? (
        <section>
          <h2>{t('organisation.invitations')}</h2>
          {invitations.length === 0 ? <p className="small">{t('organisation.no_invitations')}</p> : null}
          <ul className="lines">
            {invitations.map((invitation) => (
              <li key={invitation.id}>
                <span>{invitation.roles.map((role) => t(`organisation_role.${role}`)).join(' · ')}</span>
                <span className="small">
                  {t('organisation.invited_until')} <When at={invitation.expiresAt} />
                </span>
              </li>
            ))}
          </ul>
          <InviteMember number={number} />
          <TakeInProgram organisation={organisation} />
        </section>
      ) : null}
      <h2>{t('organisation.leave')}</h2>
      <Depart organisation={organisation} />
    </Page>
  );
}

/** A member leaves, or a manager removes one. */
function Depart({
  organisation,
  person,
  name,
}: {
  organisation: Organisation;
  person?: string;
  name?: string;
}) {
  const { t } = useWords();
  const navigate = useNavigate();
  const { number, version } = organisation;
  const depart = useDeed(
    (key) =>
      ask(
        api.POST('/v1/organisations/{number}/departures', {
          params: { path: { number }, header: { 'Idempotency-Key': key, 'If-Match': `"${version}"` } },
          body: person === undefined ? {} : { person },
        }),
      ),
    {
      changes: ['organisations', 'me', ...(person === undefined ? [] : ['organisation'])],
      onDone: () => {
        if (person === undefined) void navigate('/organisations');
      },
    },
  );
  return (
    <Confirmed
      ask={person === undefined ? t('organisation.leave') : t('organisation.remove', { name: name ?? '' })}
    >
      <DeedButton deed={depart} look="button button-danger">
        {person === undefined ? t('organisation.leave_now') : t('organisation.remove_now')}
      </DeedButton>
    </Confirmed>
  );
}
