import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../api/client';
import { useSession } from '../session/session';
import { useWords } from '../words';

/** The organisations that I am a member of, and what I have claimed. */
export function useOrganisations() {
  const session = useSession();
  return useQuery({
    queryKey: ['organisations'],
    queryFn: () => ask(api.GET('/v1/organisations')),
    enabled: session.status === 'in',
    staleTime: 60_000,
  });
}

/** What an organisation of mine is called; its number until that is known. */
export function useOrganisationName(): (number: string) => string {
  const { say } = useWords();
  const { data } = useOrganisations();
  return (number) => {
    const found = data?.items.find((one) => one.number === number);
    return found === undefined ? number : say(found.name);
  };
}
