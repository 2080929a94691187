import { GongmunError } from '../domain/errors';
import type { Action } from '../domain/permissions';
import type { Authentication } from '../usecases/identify-person';
import { hasKey, type Route } from './route';

export interface StepUpSettings {
  /** Any of these authentication contexts will do; none named, none is asked for. */
  acr: string[];
  /** How long ago somebody may have signed in. */
  maxAgeSeconds: number | null;
}

/** The acts by which an office binds itself, for which a sign-in of before may not do. */
const DECIDING: ReadonlySet<Action | 'public'> = new Set<Action | 'public'>([
  'decide',
  'approve',
  'correct',
  'agree_document',
  'dispatch_document',
]);

const LEEWAY_SECONDS = 30;

/**
 * @throws GongmunError `token.step_up` (401) where the act needs a stronger or newer sign-in than the token tells of; the
 *   challenge says which (RFC 9470 §3)
 */
export function requireStepUp(
  route: Pick<Route, 'class' | 'permission'>,
  { acr, authenticatedAt }: Authentication,
  { acr: wanted, maxAgeSeconds }: StepUpSettings,
  now: Date,
): void {
  if (!hasKey(route) || !DECIDING.has(route.permission)) return;
  const strong = wanted.length === 0 || (acr !== null && wanted.includes(acr));
  const age = authenticatedAt === null ? Number.POSITIVE_INFINITY : now.getTime() / 1_000 - authenticatedAt;
  if (strong && (maxAgeSeconds === null || age <= maxAgeSeconds + LEEWAY_SECONDS)) return;
  const message = 'Sign in again, as the challenge says, and repeat this.';
  throw new GongmunError('unauthenticated', 'token.step_up', message, {
    members: {
      ...(wanted.length === 0 ? {} : { acr_values: wanted.join(' ') }),
      ...(maxAgeSeconds === null ? {} : { max_age: maxAgeSeconds }),
    },
  });
}

/** RFC 6750 §3 and RFC 9470 §3: what a client must bring. */
export function challengeOf({ code, members }: GongmunError): string {
  if (code !== 'token.step_up') return 'Bearer';
  const parts = [
    'error="insufficient_user_authentication"',
    'error_description="Sign in again for this act"',
  ];
  for (const name of ['acr_values', 'max_age']) if (name in members) parts.push(`${name}="${members[name]}"`);
  return `Bearer ${parts.join(', ')}`;
}
