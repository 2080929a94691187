import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../api/client';
import { ReceiptLines } from './receipt-lines';
import { Loading, Trouble } from './states';
import type { Submission } from './submission';

/** Every receipt: as a page to print, and as the file that proves itself. */
export function ReceiptsOf({ submission }: { submission: Submission }) {
  const { id, version } = submission;
  const receipts = useQuery({
    queryKey: ['receipts', id, version],
    queryFn: () => ask(api.GET('/v1/submissions/{id}/receipts', { params: { path: { id } } })),
    placeholderData: (before) => before,
  });
  if (receipts.isPending) return <Loading />;
  if (receipts.isError) return <Trouble error={receipts.error} again={() => void receipts.refetch()} />;
  return <ReceiptLines path={`/v1/submissions/${id}/receipts`} items={receipts.data.items} of="submission" />;
}
