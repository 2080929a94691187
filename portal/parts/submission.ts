import { useQuery } from '@tanstack/react-query';
import { api, ask, type Schemas } from '../api/client';

export type Submission = Schemas['Submission'];

/** Until the API can push (server-sent events), a page looks again now and then, and only while somebody sees it. */
const LOOK_EVERY_MS = 4_000;
/** Nothing moves these any more. */
const OVER = ['rejected', 'closed', 'returned', 'withdrawn', 'expired'];

export const isOver = ({ state, pending }: Pick<Submission, 'state' | 'pending'>): boolean =>
  OVER.includes(state) && pending.length === 0;

/** One submission of mine, kept up to date while it is under way. */
export function useSubmission(id: string) {
  return useQuery({
    queryKey: ['submission', id],
    queryFn: () => ask(api.GET('/v1/submissions/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data !== undefined && isOver(state.data) ? false : LOOK_EVERY_MS),
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
