import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import { api, ask } from '../api/client';
import { More, type Pages } from '../parts/more';
import { Empty, Loading, Trouble } from '../parts/states';
import { When } from '../parts/when';
import { useWords } from '../words';

const keyOf = () => ({ 'Idempotency-Key': crypto.randomUUID() });

/** Mails that failed for good; whom they were for is not told. */
export function FailedMails() {
  const { t } = useWords();
  const mails = useInfiniteQuery({
    queryKey: ['failed-mails'],
    queryFn: ({ pageParam }) =>
      ask(api.GET('/v1/operations/mails', { params: { query: cursorOf(pageParam) } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  });
  const items = mails.data?.pages.flatMap((page) => page.items);
  return (
    <Failures
      title={t('operator.mails')}
      none={t('operator.no_failed_mails')}
      of={mails}
      count={items?.length}
    >
      {(sent) =>
        items?.map((mail) => (
          <Failure key={mail.id} {...mail} what={<code>{mail.kind}</code>}>
            {mail.sort === 'direct' ? (
              <span className="small">{t('operator.mail_gone')}</span>
            ) : (
              <Resend
                about={mail.id}
                onSent={sent}
                send={(headers) =>
                  ask(
                    api.POST('/v1/operations/mails/{mail}/resends', {
                      params: { path: { mail: mail.id }, header: headers },
                      body: {},
                    }),
                  )
                }
              />
            )}
          </Failure>
        ))
      }
    </Failures>
  );
}

/** Messages to webhooks that failed for good; where they go is not told. */
export function FailedDeliveries() {
  const { t } = useWords();
  const deliveries = useInfiniteQuery({
    queryKey: ['failed-deliveries'],
    queryFn: ({ pageParam }) =>
      ask(api.GET('/v1/operations/webhook-deliveries', { params: { query: cursorOf(pageParam) } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  });
  const items = deliveries.data?.pages.flatMap((page) => page.items);
  return (
    <Failures
      title={t('operator.deliveries')}
      none={t('operator.no_failed_deliveries')}
      of={deliveries}
      count={items?.length}
    >
      {(sent) =>
        items?.map((delivery) => (
          <Failure key={delivery.id} {...delivery} what={t(`event.${delivery.event}`)}>
            {delivery.target === 'active' ? (
              <Resend
                about={delivery.id}
                onSent={sent}
                send={(headers) =>
                  ask(
                    api.POST('/v1/operations/webhook-deliveries/{delivery}/resends', {
                      params: { path: { delivery: delivery.id }, header: headers },
                      body: {},
                    }),
                  )
                }
              />
            ) : (
              <span className="small">{t(`operator.target_${delivery.target}`)}</span>
            )}
          </Failure>
        ))
      }
    </Failures>
  );
}

const cursorOf = (cursor: string) => (cursor === '' ? {} : { cursor });

interface Listed extends Pages {
  isPending: boolean;
  isError: boolean;
  error: unknown;
  refetch(): Promise<unknown>;
}

function Failures({
  title,
  none,
  of,
  count,
  children,
}: {
  title: string;
  none: string;
  of: Listed;
  count: number | undefined;
  children(sent: () => void): ReactNode;
}) {
  const { t } = useWords();
  const queries = useQueryClient();
  const heading = useRef<HTMLHeadingElement>(null);
  const [sent, setSent] = useState(0);
  /** The line is gone with its button: the focus must not be lost with it. */
  const onSent = () => {
    setSent((before) => before + 1);
    heading.current?.focus();
    void of.refetch();
    void queries.invalidateQueries({ queryKey: ['health'] });
  };
  return (
    <section>
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <p className="small" role="status">
        {sent === 0 ? '' : t('operator.resent', { count: sent })}
      </p>
      {of.isPending ? <Loading /> : null}
      {of.isError ? <Trouble error={of.error} again={() => void of.refetch()} /> : null}
      {count === 0 ? (
        <Empty>
          <p>{none}</p>
        </Empty>
      ) : null}
      {count === undefined || count === 0 ? null : (
        <table className="desk">
          <caption className="hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t('operator.what')}</th>
              <th scope="col">{t('operator.failed_at')}</th>
              <th scope="col">{t('operator.response')}</th>
              <th scope="col">{t('operator.act')}</th>
            </tr>
          </thead>
          <tbody>{children(onSent)}</tbody>
        </table>
      )}
      <More of={of}>{t('trail.more')}</More>
    </section>
  );
}

function Failure({
  what,
  id,
  settledAt,
  response,
  attempts,
  children,
}: {
  what: ReactNode;
  id: string;
  settledAt: string;
  response: string | null;
  attempts: number;
  children: ReactNode;
}) {
  const { t } = useWords();
  return (
    <tr data-failure={id}>
      <td>
        {what}
        <br />
        <code>{id}</code>
      </td>
      <td>
        <When at={settledAt} exact />
      </td>
      <td>
        <code>{response ?? '–'}</code>{' '}
        <span className="small">{t('operator.tries', { count: attempts })}</span>
      </td>
      <td>{children}</td>
    </tr>
  );
}

/** One key for one press, so that a lost answer sends nothing twice. */
function Resend({
  about,
  send,
  onSent,
}: {
  about: string;
  send(headers: { 'Idempotency-Key': string }): Promise<unknown>;
  onSent(): void;
}) {
  const { t } = useWords();
  const [headers] = useState(keyOf);
  const resend = useMutation({ mutationFn: () => send(headers), onSuccess: onSent });
  return (
    <>
      <button
        type="button"
        className="button button-secondary"
        aria-busy={resend.isPending}
        onClick={() => {
          if (!resend.isPending && !resend.isSuccess) resend.mutate();
        }}
      >
        {t('operator.resend')}
        <span className="hidden"> {about}</span>
      </button>
      {resend.isError ? <Trouble error={resend.error} /> : null}
    </>
  );
}
