import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { api, ask, type Schemas } from '../api/client';
import { DeedButton, useDeed } from '../parts/deed';
import { Download } from '../parts/download';
import { useMail } from '../parts/mail';
import { useMe } from '../parts/me';
import { useOrganisationName } from '../parts/organisations';
import { Page } from '../parts/page';
import { ReceiptLines } from '../parts/receipt-lines';
import { RemovedOn } from '../parts/removed-on';
import { Loading, SignedIn, Trouble } from '../parts/states';
import { When } from '../parts/when';
import { useWords } from '../words';

type Mail = Schemas['Mail'];

/** One document of an office: its envelope, and once it is opened its words, files and proofs. */
export function MailPage() {
  const { id = '' } = useParams();
  const { t } = useWords();
  return (
    <SignedIn title={t('mail.title')}>
      <Found id={id} />
    </SignedIn>
  );
}

function Found({ id }: { id: string }) {
  const { t } = useWords();
  const mail = useMail(id);
  if (mail.data !== undefined) return <Shown mail={mail.data} />;
  return (
    <Page title={t('mail.title')}>
      {mail.isPending ? <Loading /> : null}
      {mail.isError ? (
        <>
          <Trouble error={mail.error} again={() => void mail.refetch()} />
          <Receipts id={id} />
        </>
      ) : null}
    </Page>
  );
}

function Shown({ mail }: { mail: Mail }) {
  const { t, say } = useWords();
  const organisationName = useOrganisationName();
  return (
    <Page title={mail.title ?? mail.number}>
      <dl className="facts">
        <div>
          <dt>{t('mail.from')}</dt>
          <dd>{say(mail.officeName)}</dd>
        </div>
        <div>
          <dt>{t('mail.number')}</dt>
          <dd>{mail.number}</dd>
        </div>
        {mail.organisation === null ? null : (
          <div>
            <dt>{t('mail.for')}</dt>
            <dd>{organisationName(mail.organisation)}</dd>
          </div>
        )}
        {mail.document === null || mail.document.via === null ? null : (
          <div>
            <dt>{t('mail.via')}</dt>
            <dd>{mail.document.via}</dd>
          </div>
        )}
        <div>
          <dt>{t('mailbox.received')}</dt>
          <dd>
            <When at={mail.receivedAt} />
          </dd>
        </div>
        {mail.openedAt === null ? null : (
          <div>
            <dt>{t('mail.opened')}</dt>
            <dd>
              <When at={mail.openedAt} />
            </dd>
          </div>
        )}
        <div>
          <dt>{t('mail.kept')}</dt>
          <dd>
            <RemovedOn at={mail.removedOn} shown="always" />
          </dd>
        </div>
      </dl>
      {mail.document === null ? <Closed id={mail.id} /> : <Opened mail={mail} document={mail.document} />}
      {/* Evidence grows with each act; told by the state, the list is read anew. */}
      <Receipts key={mail.state} id={mail.id} />
    </Page>
  );
}

function Closed({ id }: { id: string }) {
  const { t } = useWords();
  const open = useDeed(
    (key) =>
      ask(
        api.POST('/v1/mailbox/{id}/openings', {
          params: { path: { id }, header: { 'Idempotency-Key': key } },
          body: {},
        }),
      ),
    { changes: ['mail', 'mailbox', 'mail-receipts'] },
  );
  return (
    <div className="panel">
      <p>{t('mail.open_means')}</p>
      <DeedButton deed={open}>{t('mail.open')}</DeedButton>
    </div>
  );
}

function Opened({ mail, document }: { mail: Mail; document: NonNullable<Mail['document']> }) {
  const { t } = useWords();
  const me = useMe();
  const speaks = mail.organisation === null || me.data?.sendsFor.includes(mail.organisation) === true;
  return (
    <>
      <article className="paper">
        {document.body.map((item, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the words of a dispatched document never move
          <p key={at} className={`item item-${Math.min(item.level, 8)}`}>
            <span className="item-sign">{item.sign}</span> <span className="as-written">{item.text}</span>
          </p>
        ))}
      </article>
      {document.attachments.length === 0 ? null : (
        <>
          <h2>{t('attachments.title')}</h2>
          <ul>
            {document.attachments.map((file) => (
              <li key={file.id}>
                <Download path={`/v1/mailbox/${mail.id}/attachments/${file.id}`}>{file.name}</Download>{' '}
                <span className={file.scan === 'infected' ? 'tag tag-error' : 'tag'}>
                  {t(`scan.${file.scan}`)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p>
        <Download path={`/v1/mailbox/${mail.id}/pdf`}>{t('mail.pdf')}</Download>
      </p>
      {speaks ? <Acts mail={mail} /> : <p className="small">{t('mail.only_read')}</p>}
    </>
  );
}

function Acts({ mail }: { mail: Mail }) {
  const { t } = useWords();
  const acknowledge = useDeed(
    (key) =>
      ask(
        api.POST('/v1/mailbox/{id}/acknowledgements', {
          params: { path: { id: mail.id }, header: { 'Idempotency-Key': key } },
          body: {},
        }),
      ),
    { changes: ['mail', 'mailbox', 'mail-receipts'] },
  );
  return (
    <>
      <div role="status">
        {mail.acknowledgedAt === null ? null : (
          <p>
            {t('mail.acknowledged')} <When at={mail.acknowledgedAt} />
          </p>
        )}
      </div>
      <div className="actions">
        {mail.acknowledgedAt === null ? (
          <DeedButton deed={acknowledge}>{t('mail.acknowledge')}</DeedButton>
        ) : null}
        <Link className="button button-secondary" to={`/mailbox/${mail.id}/reply`}>
          {t('mail.reply')}
        </Link>
      </div>
    </>
  );
}

/** They stay when the document has left the mailbox. */
function Receipts({ id }: { id: string }) {
  const { t } = useWords();
  const receipts = useQuery({
    queryKey: ['mail-receipts', id],
    queryFn: () => ask(api.GET('/v1/mailbox/{id}/receipts', { params: { path: { id } } })),
    retry: false,
  });
  if (receipts.data === undefined) return null;
  return (
    <details className="fold">
      <summary>{t('document.receipts')}</summary>
      <ReceiptLines path={`/v1/mailbox/${id}/receipts`} items={receipts.data.items} of="official_document" />
    </details>
  );
}
