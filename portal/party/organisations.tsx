import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { api, ask } from '../api/client';
import { useDeed } from '../parts/deed';
import { DeedForm } from '../parts/deed-form';
import { TextField, useFieldFaults } from '../parts/fields';
import { useOrganisations } from '../parts/organisations';
import { Page } from '../parts/page';
import { Empty, Loading, SignedIn, Trouble } from '../parts/states';
import { When } from '../parts/when';
import { useWords } from '../words';

/** The organisations I am a member of, what I have claimed, and how to become a member. */
export function Organisations() {
  const { t } = useWords();
  return (
    <SignedIn title={t('organisations.title')}>
      <Page title={t('organisations.title')} lead={t('organisations.lead')}>
        <Mine />
        <h2>{t('organisations.more')}</h2>
        <details className="fold">
          <summary>{t('organisations.accept')}</summary>
          <AcceptInvitation />
        </details>
        <details className="fold">
          <summary>{t('organisations.claim')}</summary>
          <Claim />
        </details>
      </Page>
    </SignedIn>
  );
}

function Mine() {
  const { t, say } = useWords();
  const mine = useOrganisations();
  if (mine.isPending) return <Loading />;
  if (mine.isError) return <Trouble error={mine.error} again={() => void mine.refetch()} />;
  const { items, claims } = mine.data;
  const open = claims.filter(({ status }) => status !== 'confirmed');
  return (
    <>
      {items.length === 0 ? (
        <Empty>
          <p>{t('organisations.none')}</p>
        </Empty>
      ) : (
        <ul className="cards">
          {items.map((one) => (
            <li key={one.number}>
              <Link className="card" to={`/organisations/${one.number}`}>
                <strong>{say(one.name)}</strong>
                <span>{one.number}</span>
                <span>{one.roles.map((role) => t(`organisation_role.${role}`)).join(' · ')}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {open.length === 0 ? null : (
        <section>
          <h2>{t('organisations.claimed')}</h2>
          <ul className="lines">
            {open.map((claim) => (
              <li key={claim.id}>
                <span>
                  {say(claim.name)} · {claim.number}
                </span>
                <span className="small">
                  {t(`claim_status.${claim.status}`)} · <When at={claim.claimedAt} only="date" />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function AcceptInvitation() {
  const { t } = useWords();
  const navigate = useNavigate();
  const [token, setToken] = useState('');
  const accept = useDeed(
    (key) =>
      ask(
        api.POST('/v1/invitation-acceptances', {
          params: { header: { 'Idempotency-Key': key } },
          body: { token: token.trim() },
        }),
      ),
    {
      changes: ['organisations', 'me'],
      onDone: ({ number }) => void navigate(`/organisations/${number}`),
    },
  );
  const fault = useFieldFaults(accept.error);
  return (
    <DeedForm deed={accept} words={t('organisations.accept_now')}>
      <TextField
        label={t('organisations.code')}
        hint={t('organisations.code_hint')}
        fault={fault('/token')}
        value={token}
        maxLength={60}
        onChange={setToken}
      />
    </DeedForm>
  );
}

function Claim() {
  const { t } = useWords();
  const [number, setNumber] = useState('');
  const [ko, setKo] = useState('');
  const [en, setEn] = useState('');
  const claim = useDeed(
    (key) =>
      ask(
        api.POST('/v1/organisations', {
          params: { header: { 'Idempotency-Key': key } },
          body: { number: number.trim(), name: { ko, en } },
        }),
      ),
    { changes: ['organisations', 'me'] },
  );
  const fault = useFieldFaults(claim.error);
  return (
    <>
      <p>{t('organisations.claim_means')}</p>
      <DeedForm deed={claim} words={t('organisations.claim_now')}>
        <TextField
          label={t('organisations.number')}
          fault={fault('/number')}
          value={number}
          maxLength={62}
          onChange={setNumber}
        />
        <TextField
          label={t('organisations.name_ko')}
          fault={fault('/name/ko')}
          value={ko}
          maxLength={200}
          onChange={setKo}
        />
        <TextField
          label={t('organisations.name_en')}
          fault={fault('/name/en')}
          value={en}
          maxLength={200}
          onChange={setEn}
        />
      </DeedForm>
      <div role="status">
        {claim.data === undefined ? null : (
          <p>
            {claim.data.number}: {t(`claim_status.${claim.data.status}`)}
          </p>
        )}
      </div>
    </>
  );
}
