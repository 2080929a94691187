import { useInfiniteQuery } from '@tanstack/react-query';
import { api, ask } from '../../api/client';
import { MoreButton } from '../../parts/more';
import { Loading, Trouble } from '../../parts/states';
import { When } from '../../parts/when';
import { useWords } from '../../words';
import { type OfficialDocument, useDocumentAct } from './outgoing-document';
import { useRecipientName } from './recipients';

/** Only while it is being delivered, which takes seconds; each look is recorded. */
const LOOK_EVERY_MS = 3_000;
/** Nobody has opened these. */
const RECALLABLE = ['consigned', 'notified', 'never_read'];

/** Whom it has reached, recipient by recipient. */
export function Deliveries({ document }: { document: OfficialDocument }) {
  const { t } = useWords();
  const nameOf = useRecipientName();
  const recall = useDocumentAct(document);
  const { id } = document;
  const deliveries = useInfiniteQuery({
    queryKey: ['deliveries', id],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) => {
      const query = cursor === undefined ? {} : { cursor };
      return ask(api.GET('/v1/official-documents/{id}/deliveries', { params: { path: { id }, query } }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: ({ state }) =>
      (state.data?.pages[0]?.counts.waiting ?? 0) > 0 || state.data?.pages[0]?.items.length === 0
        ? LOOK_EVERY_MS
        : false,
    refetchOnWindowFocus: false,
  });
  const items = deliveries.data?.pages.flatMap((page) => page.items) ?? [];
  const counts = Object.entries(deliveries.data?.pages[0]?.counts ?? {}).filter(([, count]) => count > 0);
  return (
    <section aria-labelledby="deliveries">
      <h2 id="deliveries">{t('delivery.title')}</h2>
      {deliveries.isPending ? <Loading /> : null}
      {deliveries.isError ? (
        <Trouble error={deliveries.error} again={() => void deliveries.refetch()} />
      ) : null}
      <p role="status">{counts.map(([state, n]) => `${t(`delivery_state.${state}`)} ${n}`).join(' · ')}</p>
      {recall.isError ? <Trouble error={recall.error} /> : null}
      {items.length === 0 ? null : (
        <table className="desk">
          <caption className="hidden">{t('delivery.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('outgoing.recipients')}</th>
              <th scope="col">{t('desk.state')}</th>
              <th scope="col">{t('delivery.since')}</th>
              <th scope="col">{t('delivery.act')}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <tr key={one.id}>
                <td>
                  {nameOf(one.recipient, one.name)}
                  {one.incoming === null ? null : (
                    <span className="small">
                      {' '}
                      · {one.incoming.registrationNumber ?? t('outgoing.no_number')}
                    </span>
                  )}
                </td>
                <td>
                  <span className="tag">{t(`delivery_state.${one.state}`)}</span>
                </td>
                <td>
                  <Since delivery={one} />
                </td>
                <td>
                  {RECALLABLE.includes(one.state) ? (
                    <button
                      type="button"
                      className="link-button link-danger"
                      aria-label={`${t('delivery.recall')}: ${nameOf(one.recipient, one.name)}`}
                      aria-busy={recall.isPending}
                      onClick={() => {
                        if (!recall.isPending)
                          recall.mutate({ act: 'recalls', body: { deliveries: [one.id] } });
                      }}
                    >
                      {t('delivery.recall')}
                    </button>
                  ) : (
                    '–'
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="actions">
        <button
          type="button"
          className="button button-secondary"
          aria-busy={deliveries.isFetching}
          onClick={() => void deliveries.refetch()}
        >
          {t('delivery.look')}
        </button>
        <MoreButton of={deliveries}>{t('documents.more')}</MoreButton>
      </p>
    </section>
  );
}

type Instant = string | null;

function Since({
  delivery,
}: {
  delivery: {
    recalledAt: Instant;
    acknowledgedAt: Instant;
    openedAt: Instant;
    notifiedAt: Instant;
    consignedAt: Instant;
  };
}) {
  const { recalledAt, acknowledgedAt, openedAt, notifiedAt, consignedAt } = delivery;
  const at = recalledAt ?? acknowledgedAt ?? openedAt ?? notifiedAt ?? consignedAt;
  return at === null ? '–' : <When at={at} />;
}
