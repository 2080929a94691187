import { useQuery } from '@tanstack/react-query';
import { api, ask, type Schemas } from '../api/client';
import { useWords } from '../words';
import type { Option } from './act-field';

export type Member = Schemas['OfficeMember'];

/** Who works in an office; asked only where there is one. */
export function useMembers(office: string | null) {
  return useQuery({
    queryKey: ['members', office],
    queryFn: async () => {
      const path = { code: office ?? '' };
      return (await ask(api.GET('/v1/offices/{code}/members', { params: { path } }))).items;
    },
    enabled: office !== null && office !== '',
    staleTime: 60_000,
    retry: false,
  });
}

/** A colleague's name; the id where it is nobody's of this office. */
export function useNameOf(office: string | null): (person: string) => string {
  const { data } = useMembers(office);
  return (person) => data?.find((one) => one.person === person)?.name ?? person;
}

/** Members with one of the roles, to choose from; who is away says who stands in. */
export function useColleagues(office: string | null, roles: Member['roles']): Option[] {
  const { t } = useWords();
  const { data } = useMembers(office);
  return (data ?? [])
    .filter((member) => member.roles.some((role) => roles.includes(role)))
    .map(({ person, name, delegations }) => {
      const away = delegations.find(({ inForce }) => inForce);
      return {
        value: person,
        label: away === undefined ? name : t('people.away', { name, other: away.name }),
      };
    });
}
