import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../api/client';
import { useSameRequest } from './same-request';
import type { Submission } from './submission';

/** The acts on a submission, by the sub-collection that they are posted to. */
export type ActPath =
  | 'withdrawals'
  | 'acknowledgements'
  | 'supplements'
  | 'supplement-extensions'
  | 'progress-requests'
  | 'openings'
  | 'assignments'
  | 'returns'
  | 'decisions'
  | 'supplement-requests'
  | 'extensions'
  | 'transfers'
  | 'approvals'
  | 'send-backs'
  | 'suspensions'
  | 'resumptions'
  | 'corrections'
  | 'resend-requests'
  | 'involvements'
  | 'contributions'
  | 'holds'
  | 'hold-releases'
  | 'disposal-reviews'
  | 'transfer-confirmations';

const WAIT = 'wait=10';

/**
 * One act on a submission as it was last read: told that it was done, the pages that show it read it anew. A second
 * click or a retry after a lost answer is the same act.
 */
export function useAct(submission: Pick<Submission, 'id' | 'version'>, onDone?: () => void) {
  const queries = useQueryClient();
  const same = useSameRequest(submission.version);
  return useMutation({
    mutationFn: ({ act, body }: { act: ActPath; body: Record<string, unknown> }) => {
      const { key, version } = same.of([act, body]);
      return ask(
        api.POST(`/v1/submissions/{id}/${act}` as '/v1/submissions/{id}/withdrawals', {
          params: {
            path: { id: submission.id },
            header: { 'Idempotency-Key': key, 'If-Match': `"${version}"`, Prefer: WAIT },
          },
          body,
        }),
      );
    },
    onSuccess: ({ submission: after }) => {
      same.heard();
      queries.setQueryData(['submission', after.id], after);
      onDone?.();
    },
    onError: (error) => same.heard(error),
    onSettled: () =>
      Promise.all(
        ['submission', 'submissions', 'desk', 'readers', 'decision', 'content'].map((name) =>
          queries.invalidateQueries({ queryKey: [name] }),
        ),
      ),
  });
}
