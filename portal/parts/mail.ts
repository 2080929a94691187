import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../api/client';

/** One document of my mailbox; before it is opened, its envelope. */
export function useMail(id: string) {
  return useQuery({
    queryKey: ['mail', id],
    queryFn: () => ask(api.GET('/v1/mailbox/{id}', { params: { path: { id } } })),
  });
}
