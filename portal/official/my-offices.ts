import { useSearchParams } from 'react-router';
import { useMe } from '../parts/me';

/** Where I am an official, and of these the one that the page is about: named in the address, else the first. */
export function useMyOffice(): {
  office: string | null;
  offices: string[];
  roles: string[];
  pending: boolean;
} {
  const me = useMe();
  const [search] = useSearchParams();
  const memberships = me.data?.memberships ?? [];
  const offices = [...new Set(memberships.map(({ office }) => office))];
  const wanted = search.get('office');
  const office = wanted !== null && offices.includes(wanted) ? wanted : (offices[0] ?? null);
  const roles = memberships.filter((one) => one.office === office).flatMap((one) => one.roles);
  return { office, offices, roles, pending: me.isPending };
}
