import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask, type Schemas } from '../api/client';
import { useLive } from './live';

export type Submission = Schemas['Submission'];

/** Where the API cannot tell that something changed, a page looks again now and then, and only while somebody sees it. */
const LOOK_EVERY_MS = 4_000;
/** Where it does, in case one word of it was lost on the way. */
const SELDOM_MS = 120_000;
/** Nothing moves these any more. */
const OVER = ['rejected', 'closed', 'returned', 'withdrawn', 'expired'];

export const isOver = ({ state, pending }: Pick<Submission, 'state' | 'pending'>): boolean =>
  OVER.includes(state) && pending.length === 0;

/** One submission of mine, kept up to date while it is under way. */
export function useSubmission(id: string) {
  const queries = useQueryClient();
  const known = queries.getQueryData<Submission>(['submission', id]);
  const path = known === undefined || isOver(known) ? undefined : `/v1/submissions/${id}/events`;
  const live = useLive(path, ({ version }) => {
    // The first word of a stream says where it stands, which mostly is what was just read.
    if (known === undefined || version !== known.version || known.pending.length > 0)
      void queries.invalidateQueries({ queryKey: ['submission', id] });
  });
  return useQuery({
    queryKey: ['submission', id],
    queryFn: () => ask(api.GET('/v1/submissions/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => {
      if (state.data !== undefined && isOver(state.data)) return false;
      return live ? SELDOM_MS : LOOK_EVERY_MS;
    },
  });
}

/** What happened to it; read anew whenever its version moved. */
export function useTimeline(submission: Pick<Submission, 'id' | 'version' | 'state' | 'pending'>) {
  const { id, version, state, pending } = submission;
  return useQuery({
    queryKey: ['timeline', id, version, state, pending.length],
    queryFn: () => ask(api.GET('/v1/submissions/{id}/timeline', { params: { path: { id } } })),
    placeholderData: (before) => before,
  });
}
