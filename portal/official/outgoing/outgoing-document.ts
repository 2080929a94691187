import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, type Schemas } from '../../api/client';

export type OfficialDocument = Schemas['OfficialDocument'];

/** The acts on an official document, by the sub-collection that they are posted to. */
type DocumentAct = 'edits' | 'proposals' | 'agreements' | 'send-backs' | 'dispatches' | 'recalls';

export function useOutgoing(id: string) {
  // Each look of an official is recorded, so it is not looked at again by itself.
  return useQuery({
    queryKey: ['outgoing', id],
    queryFn: () => ask(api.GET('/v1/official-documents/{id}', { params: { path: { id } } })),
    refetchOnWindowFocus: false,
  });
}

/** One act on a document as it was last read; the same Idempotency-Key until it is done. */
export function useDocumentAct(
  { id, version }: Pick<OfficialDocument, 'id' | 'version'>,
  onDone?: () => void,
) {
  const queries = useQueryClient();
  const [key, setKey] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: ({ act, body }: { act: DocumentAct; body: Record<string, unknown> }) =>
      ask(
        api.POST(`/v1/official-documents/{id}/${act}` as '/v1/official-documents/{id}/send-backs', {
          params: { path: { id }, header: { 'Idempotency-Key': key, 'If-Match': `"${version}"` } },
          body: body as { words: string },
        }),
      ),
    onSuccess: (document) => {
      queries.setQueryData(['outgoing', id], document);
      onDone?.();
    },
    onSettled: (_document, error) => {
      setKey(crypto.randomUUID());
      const stale = ['outgoing list', 'deliveries', ...(error === null ? [] : ['outgoing'])];
      return Promise.all(stale.map((name) => queries.invalidateQueries({ queryKey: [name] })));
    },
  });
}
