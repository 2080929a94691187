import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../api/client';
import { useSession } from '../session/session';

/** Who the API says I am; nobody while signed out. */
export function useMe() {
  const session = useSession();
  return useQuery({
    queryKey: ['me', session.status === 'in' ? session.person : null],
    queryFn: () => ask(api.GET('/v1/me')),
    enabled: session.status === 'in',
    staleTime: 60_000,
  });
}
