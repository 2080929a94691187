import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, ask, type Schemas } from '../api/client';
import { Confirmed } from '../parts/confirmed';
import { DeedButton, useDeed } from '../parts/deed';
import { DeedForm } from '../parts/deed-form';
import { TextField, useFieldFaults } from '../parts/fields';
import { useOrganisationName } from '../parts/organisations';
import { Page } from '../parts/page';
import { Empty, Loading, SignedIn, Trouble } from '../parts/states';
import { useWords } from '../words';

/** Where an organisation's own programs are told of what happens to its documents. */
export function WebhooksPage() {
  const { number = '' } = useParams();
  const { t } = useWords();
  const organisationName = useOrganisationName();
  return (
    <SignedIn title={t('webhooks.title')}>
      <Page title={t('webhooks.title')} lead={t('webhooks.lead')}>
        <p>
          <Link to={`/organisations/${number}`}>{organisationName(number)}</Link>
        </p>
        <Register organisation={number} />
        <h2>{t('webhooks.all')}</h2>
        <Targets organisation={number} />
      </Page>
    </SignedIn>
  );
}

function Register({ organisation }: { organisation: string }) {
  const { t } = useWords();
  const [url, setUrl] = useState('');
  const register = useDeed(
    (key) =>
      ask(
        api.POST('/v1/webhooks', {
          params: { header: { 'Idempotency-Key': key } },
          body: { organisation, url: url.trim() },
        }),
      ),
    { changes: ['webhooks'], onDone: () => setUrl('') },
  );
  const fault = useFieldFaults(register.error);
  return (
    <details className="fold">
      <summary>{t('webhooks.register')}</summary>
      <DeedForm deed={register} words={t('webhooks.register_now')}>
        <TextField
          label={t('webhooks.url')}
          hint={t('webhooks.url_hint')}
          fault={fault('/url')}
          type="url"
          value={url}
          maxLength={2000}
          onChange={setUrl}
        />
      </DeedForm>
      <div role="status">
        {register.data === undefined ? null : (
          <div className="notice notice-warning">
            <p>{t('webhooks.secret')}</p>
            <p>
              <code>{register.data.secret}</code>
            </p>
          </div>
        )}
      </div>
    </details>
  );
}

function Targets({ organisation }: { organisation: string }) {
  const { t } = useWords();
  const targets = useQuery({
    queryKey: ['webhooks'],
    queryFn: () => ask(api.GET('/v1/webhooks')),
  });
  if (targets.isPending) return <Loading />;
  if (targets.isError) return <Trouble error={targets.error} again={() => void targets.refetch()} />;
  const items = targets.data.items.filter((one) => one.organisation === organisation);
  if (items.length === 0)
    return (
      <Empty>
        <p>{t('webhooks.none')}</p>
      </Empty>
    );
  return (
    <ul className="cards">
      {items.map((webhook) => (
        <Target key={webhook.id} webhook={webhook} />
      ))}
    </ul>
  );
}

function Target({ webhook }: { webhook: Schemas['Webhook'] }) {
  const { t } = useWords();
  const { id, url, status } = webhook;
  const about = (key: string) => ({ params: { path: { id }, header: { 'Idempotency-Key': key } }, body: {} });
  const changes = { changes: ['webhooks'] };
  const activate = useDeed((key) => ask(api.POST('/v1/webhooks/{id}/activations', about(key))), changes);
  const remove = useDeed((key) => ask(api.POST('/v1/webhooks/{id}/removals', about(key))), changes);
  return (
    <li className="card">
      <span className={status === 'disabled' ? 'tag tag-error' : 'tag'}>{t(`webhook_status.${status}`)}</span>
      <strong>{url}</strong>
      <Link to={`/webhooks/${id}`}>
        {t('webhooks.deliveries')}
        <span className="hidden">: {url}</span>
      </Link>
      {status === 'disabled' ? (
        <DeedButton deed={activate} look="button button-secondary">
          {t('webhooks.activate')}
        </DeedButton>
      ) : null}
      <Confirmed ask={t('webhooks.remove')}>
        <DeedButton deed={remove} look="button button-danger">
          {t('webhooks.remove_now')}
        </DeedButton>
      </Confirmed>
    </li>
  );
}
