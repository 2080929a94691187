import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../api/client';
import { useSession } from '../session/session';
import { useWords } from '../words';
import { boundedCount } from './bounded-count';
import { useLive } from './live';

const LOOK_EVERY_MS = 30_000;
const SELDOM_MS = 300_000;

/** How many documents of offices wait unopened in my mailbox; nothing while there are none. */
export function Unread() {
  const { t } = useWords();
  const session = useSession();
  const queries = useQueryClient();
  const live = useLive('/v1/mailbox/events', () => void queries.invalidateQueries({ queryKey: ['mailbox'] }));
  const { data } = useQuery({
    queryKey: ['mailbox', 'count'],
    queryFn: () => ask(api.GET('/v1/mailbox', { params: { query: { unread: 'true', limit: 1 } } })),
    enabled: session.status === 'in',
    refetchInterval: live ? SELDOM_MS : LOOK_EVERY_MS,
  });
  const { unread, unreadUpTo } = data ?? { unread: 0, unreadUpTo: 0 };
  const orMore = unread >= unreadUpTo;
  return (
    <span role="status">
      {unread === 0 ? null : (
        <>
          <span className="badge" aria-hidden="true">
            {boundedCount(unread, unreadUpTo)}
          </span>
          <span className="hidden">
            {t(orMore ? 'mailbox.unread_many' : 'mailbox.unread_count', { count: unread })}
          </span>
        </>
      )}
    </span>
  );
}
