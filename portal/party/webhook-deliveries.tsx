import { useParams } from 'react-router';
import { api, ask, type Schemas } from '../api/client';
import { DeedButton, useDeed } from '../parts/deed';
import { useEventWords } from '../parts/event-words';
import { Pieces, usePieces } from '../parts/lines';
import { Page } from '../parts/page';
import { SignedIn } from '../parts/states';
import { When } from '../parts/when';
import { useWords } from '../words';

const LOOK_EVERY_MS = 5_000;

/** What was sent to a target and what it answered, the newest first; any of it is sent again. */
export function WebhookDeliveries() {
  const { id = '' } = useParams();
  const { t } = useWords();
  return (
    <SignedIn title={t('webhooks.deliveries')}>
      <Page title={t('webhooks.deliveries')}>
        <Log id={id} />
      </Page>
    </SignedIn>
  );
}

function Log({ id }: { id: string }) {
  const { t } = useWords();
  const list = usePieces(
    ['deliveries', id],
    (query) => ask(api.GET('/v1/webhooks/{id}/deliveries', { params: { path: { id }, query } })),
    { everyMs: LOOK_EVERY_MS },
  );
  return (
    <Pieces list={list} className="cards" empty={<p>{t('webhooks.no_deliveries')}</p>}>
      {(delivery) => <Line key={delivery.id} webhook={id} delivery={delivery} />}
    </Pieces>
  );
}

function Line({ webhook, delivery }: { webhook: string; delivery: Schemas['WebhookDelivery'] }) {
  const { t } = useWords();
  const eventWords = useEventWords();
  const resend = useDeed(
    (key) =>
      ask(
        api.POST('/v1/webhooks/{id}/deliveries/{delivery}/resends', {
          params: { path: { id: webhook, delivery: delivery.id }, header: { 'Idempotency-Key': key } },
          body: {},
        }),
      ),
    { changes: ['deliveries'] },
  );
  const settled = delivery.status === 'delivered' || delivery.status === 'failed';
  return (
    <li className="card">
      <span className={delivery.status === 'failed' ? 'tag tag-error' : 'tag'}>
        {t(`delivery_status.${delivery.status}`)}
      </span>
      <strong>
        {eventWords(delivery.event, delivery.submission === null ? 'official_document' : 'submission')}
      </strong>
      <span>
        <When at={delivery.at} />
        {delivery.resendOf === null ? '' : ` · ${t('webhooks.resent')}`}
      </span>
      <span className="small">
        {t('webhooks.answered', { attempts: delivery.attempts, response: delivery.response ?? '–' })}
      </span>
      {settled ? (
        <DeedButton deed={resend} look="link-button">
          {t('webhooks.resend')}
          <span className="hidden">
            : {eventWords(delivery.event, delivery.submission === null ? 'official_document' : 'submission')}
          </span>
        </DeedButton>
      ) : null}
    </li>
  );
}
