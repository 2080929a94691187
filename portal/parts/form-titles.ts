import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../api/client';
import { useWords } from '../words';

/** The forms in force, for a choice of one. */
export function useForms() {
  return useQuery({
    queryKey: ['forms', 'all'],
    queryFn: () => ask(api.GET('/v1/forms', { params: { query: { limit: 100 } } })),
    staleTime: 300_000,
  });
}

/** What a form is called; its id where it is not in force any more. */
export function useFormTitle(): (id: string) => string {
  const { say } = useWords();
  const { data } = useForms();
  return (id) => {
    const found = data?.items.find((form) => form.id === id);
    return found === undefined ? id : say(found.title);
  };
}
