import { type Action, PERMISSIONS, type Relation } from '../domain/permissions';
import type { Route } from './route';

interface Kind {
  /** Whoever holds no relation that the permission could need is refused before a row is read (403). */
  guarded: boolean;
  /** What the caller is to the very thing that the address names is looked up by the use case (404 where it is nothing). */
  lookedUp: boolean;
}

/**
 * What a route is about, and with it who asks whether the caller may. Where a submission or what an office keeps to itself
 * is in question the guard stays out of it: a stranger is told that there is nothing, not that a role is missing (design §7).
 */
export const SUBJECTS = {
  /** What is published. */
  everybody: { guarded: false, lookedUp: false },
  /** What the caller has, as a whole, and what is new. */
  own: { guarded: true, lookedUp: false },
  /** Nobody's in particular: to hold the permission anywhere suffices. */
  system: { guarded: true, lookedUp: false },
  office: { guarded: true, lookedUp: true },
  organisation: { guarded: true, lookedUp: true },
  draft: { guarded: true, lookedUp: true },
  upload: { guarded: true, lookedUp: true },
  export: { guarded: true, lookedUp: true },
  batch: { guarded: true, lookedUp: true },
  mail: { guarded: true, lookedUp: true },
  authorisation: { guarded: true, lookedUp: true },
  webhook: { guarded: true, lookedUp: true },
  submission: { guarded: false, lookedUp: true },
  official_document: { guarded: false, lookedUp: true },
  /** To publish it without a right is a refusal that is recorded. */
  form: { guarded: false, lookedUp: true },
  filing: { guarded: false, lookedUp: true },
  delegation: { guarded: false, lookedUp: true },
  desk_view: { guarded: false, lookedUp: true },
} as const satisfies Record<string, Kind>;

export type RouteSubject = keyof typeof SUBJECTS;

/** Somebody is this to a submission and to nothing else. */
export const TOWARDS_A_SUBMISSION: readonly Relation[] = ['party', 'sender', 'involved'];

/** Why the route must not be served: nothing that it declares would keep a stranger out. Undefined of a sound one. */
export function whyUnguarded(route: Pick<Route, 'path' | 'permission' | 'subject'>): string | undefined {
  const { path, permission, subject } = route;
  if (permission !== 'public' && !Object.hasOwn(PERMISSIONS, permission ?? ''))
    return 'declares no permission of domain/permissions.ts';
  if (!Object.hasOwn(SUBJECTS, subject ?? '')) return 'declares no subject of api/subjects.ts';
  if ((permission === 'public') !== (subject === 'everybody'))
    return 'serves everybody and somebody at the same time';
  if (permission === 'public') return undefined;
  const { lookedUp } = SUBJECTS[subject];
  if (lookedUp !== path.includes('/:') && (lookedUp || heldByAll(permission)))
    return lookedUp
      ? 'is about one thing and names none in its path'
      : 'names one thing in its path, and nobody looks up whose it is';
  const needed: readonly Relation[] = PERMISSIONS[permission];
  if (subject !== 'submission' && needed.some((relation) => TOWARDS_A_SUBMISSION.includes(relation)))
    return 'needs what one is to a submission, and is about none';
  return undefined;
}

function heldByAll(permission: Action): boolean {
  const needed: readonly Relation[] = PERMISSIONS[permission];
  return needed.includes('person');
}
