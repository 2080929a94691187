import { useQuery } from '@tanstack/react-query';
import { api, ask, type Schemas } from '../api/client';
import { useWords } from '../words';

export type Office = Schemas['Office'];

const MOST_PAGES = 20;

async function allOffices(): Promise<Office[]> {
  const offices: Office[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { limit: 100, ...(cursor === undefined ? {} : { cursor }) };
    const answer = await ask(api.GET('/v1/offices', { params: { query } }));
    offices.push(...answer.items);
    cursor = answer.nextCursor;
    if (cursor === undefined) break;
  }
  return offices;
}

/** The name of an office in the person's language; its code until it is known. */
export function useOfficeName(): (code: string | null) => string {
  const { say } = useWords();
  const { data } = useOffices();
  return (code) => {
    if (code === null) return '';
    const found = data?.find((office) => office.code === code);
    return found === undefined ? code : say(found.name);
  };
}

export function useOffices() {
  return useQuery({ queryKey: ['offices'], queryFn: allOffices, staleTime: 600_000 });
}
