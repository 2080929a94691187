import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask, type Schemas } from '../../api/client';
import { useSameRequest } from '../../parts/same-request';
import type { RecordAct } from '../acts/record-fields';

export type OfficialDocument = Schemas['OfficialDocument'];

/** The acts on an official document, by the sub-collection that they are posted to. */
export type DocumentAct =
  | 'edits'
  | 'proposals'
  | 'agreements'
  | 'send-backs'
  | 'dispatches'
  | 'recalls'
  | RecordAct;

export function useOutgoing(id: string) {
  // Each look of an official is recorded, so it is not looked at again by itself.
  return useQuery({
    queryKey: ['outgoing', id],
    queryFn: () => ask(api.GET('/v1/official-documents/{id}', { params: { path: { id } } })),
    refetchOnWindowFocus: false,
  });
}

/** One act on a document as it was last read; a second press after a lost answer is the same act. */
export function useDocumentAct(
  { id, version }: Pick<OfficialDocument, 'id' | 'version'>,
  onDone?: () => void,
) {
  const queries = useQueryClient();
  const same = useSameRequest(version);
  return useMutation({
    mutationFn: ({ act, body }: { act: DocumentAct; body: Record<string, unknown> }) => {
      const sent = same.of([act, body]);
      return ask(
        api.POST(`/v1/official-documents/{id}/${act}` as '/v1/official-documents/{id}/send-backs', {
          params: {
            path: { id },
            header: { 'Idempotency-Key': sent.key, 'If-Match': `"${sent.version}"` },
          },
          body: body as { words: string },
        }),
      );
    },
    onSuccess: (document) => {
      queries.setQueryData(['outgoing', id], document);
      onDone?.();
    },
    onSettled: (_document, error) => {
      same.heard(error);
      const stale = ['outgoing list', 'deliveries', ...(error === null ? [] : ['outgoing'])];
      return Promise.all(stale.map((name) => queries.invalidateQueries({ queryKey: [name] })));
    },
  });
}
