import { useState } from 'react';
import { Link } from 'react-router';
import { api, ask } from '../api/client';
import { Pieces, usePieces } from '../parts/lines';
import { useOrganisationName } from '../parts/organisations';
import { Page } from '../parts/page';
import { RemovedOn } from '../parts/removed-on';
import { SignedIn } from '../parts/states';
import { When } from '../parts/when';
import { useWords } from '../words';

const LOOK_EVERY_MS = 15_000;
const VIEWS = ['all', 'unread'] as const;

/** What offices sent me and the organisations I act for, the newest first. */
export function Mailbox() {
  const { t } = useWords();
  return (
    <SignedIn title={t('mailbox.title')}>
      <Page title={t('mailbox.title')} lead={t('mailbox.lead')}>
        <List />
      </Page>
    </SignedIn>
  );
}

function List() {
  const { t, say } = useWords();
  const organisationName = useOrganisationName();
  const [view, setView] = useState<(typeof VIEWS)[number]>('all');
  const unread = view === 'unread' ? { unread: 'true' as const } : {};
  const list = usePieces(
    ['mailbox', view],
    (query) => ask(api.GET('/v1/mailbox', { params: { query: { ...query, ...unread } } })),
    { everyMs: LOOK_EVERY_MS },
  );
  return (
    <>
      <fieldset className="tabs">
        <legend className="hidden">{t('mailbox.view')}</legend>
        {VIEWS.map((one) => (
          <label key={one} className="tab">
            <input type="radio" name="view" checked={one === view} onChange={() => setView(one)} />
            <span>{t(`mailbox_view.${one}`)}</span>
          </label>
        ))}
      </fieldset>
      <Pieces
        list={list}
        className="cards"
        empty={<p>{t(view === 'all' ? 'mailbox.none' : 'mailbox.none_unread')}</p>}
      >
        {(mail) => (
          <li key={mail.id}>
            <Link className={mail.openedAt === null ? 'card card-unread' : 'card'} to={`/mailbox/${mail.id}`}>
              <MailState mail={mail} />
              <strong>{mail.title ?? mail.number}</strong>
              <span>
                {say(mail.officeName)} · {mail.number}
              </span>
              {mail.organisation === null ? null : (
                <span>{t('mailbox.to', { name: organisationName(mail.organisation) })}</span>
              )}
              <span>
                {t('mailbox.received')} <When at={mail.receivedAt} only="date" />
              </span>
              <RemovedOn at={mail.removedOn} shown="when_near" />
            </Link>
          </li>
        )}
      </Pieces>
    </>
  );
}

function MailState({ mail }: { mail: { openedAt: string | null; acknowledgedAt: string | null } }) {
  const { t } = useWords();
  if (mail.openedAt === null) return <span className="unread">{t('mailbox.unread')}</span>;
  const state = mail.acknowledgedAt === null ? 'opened' : 'acknowledged';
  return <span className={`tag tag-${state}`}>{t(`mailbox.${state}`)}</span>;
}
