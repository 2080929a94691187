import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const DIRECTORY_FILE = join(__dirname, 'demo', 'directory.json');

/** Somebody of the demo directory; `key` is the name that `npm run token` takes. */
export interface DemoPerson {
  id: string;
  key: string;
  name: string;
  email: string;
  locale: 'ko' | 'en';
}

interface DemoDirectory {
  people: DemoPerson[];
  organisations: { number: string; representative: string }[];
  memberships: { office: string; person: string; roles: string[] }[];
  grants: { person: string; role: string }[];
}

export function readDirectory(): DemoDirectory {
  return JSON.parse(readFileSync(DIRECTORY_FILE, 'utf8'));
}

/** What somebody of the demo directory may do, in a few words for the start screen. */
export function partOf(person: DemoPerson, directory: DemoDirectory): string {
  const roles = directory.memberships
    .filter((membership) => membership.person === person.id)
    .map((membership) => `${membership.roles.join('+')} of ${membership.office}`);
  const grants = directory.grants.filter((grant) => grant.person === person.id).map((grant) => grant.role);
  const organisations = directory.organisations
    .filter((organisation) => organisation.representative === person.id)
    .map((organisation) => `represents organisation ${organisation.number}`);
  const said = [...grants, ...roles, ...organisations];
  return said.length === 0 ? 'citizen' : said.join(', ');
}
