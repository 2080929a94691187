import { useSyncExternalStore } from 'react';

/** Who is signed in, as far as this page knows; the token lives in memory alone (docs/decisions/0043). */
export type Session =
  | { status: 'out' }
  | { status: 'in'; token: string; idToken: string | undefined; person: string; name: string }
  /** The token ran out while the page was open; what was typed is still there. */
  | { status: 'expired'; person: string; name: string };

let session: Session = { status: 'out' };
const listeners = new Set<() => void>();
let expiry: ReturnType<typeof setTimeout> | undefined;

function become(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

export function useSession(): Session {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => session,
  );
}

export const bearer = (): string | undefined => (session.status === 'in' ? session.token : undefined);

export const idToken = (): string | undefined => (session.status === 'in' ? session.idToken : undefined);

/** `lastsSeconds` is how long the token lives. */
export function begin(next: Extract<Session, { status: 'in' }>, lastsSeconds: number): void {
  clearTimeout(expiry);
  expiry = setTimeout(() => tokenRefused(), lastsSeconds * 1_000);
  become(next);
}

/** What the next sign-in must be, as the API demanded it (RFC 9470). */
let demand: Record<string, string> = {};

export const demanded = (): Record<string, string> => demand;

/** The token counts no longer, or not for what was tried: `problem` says what it takes. */
export function tokenRefused(problem?: unknown): void {
  const said = typeof problem === 'object' && problem !== null ? Object.entries(problem) : [];
  demand = Object.fromEntries(
    said
      .filter(([name]) => name === 'acr_values' || name === 'max_age')
      .map(([name, value]) => [name, String(value)]),
  );
  if (session.status !== 'in') return;
  const { person, name } = session;
  become({ status: 'expired', person, name });
}

export function end(): void {
  clearTimeout(expiry);
  become({ status: 'out' });
}
