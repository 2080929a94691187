import { useRef } from 'react';
import { Refused } from '../api/problem';

/** What goes with a request beside its body. */
interface Sent {
  as: string;
  key: string;
  version: number;
}

/** A server that failed, or is still at it, has refused nothing. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Refused && error.problem.status < 500 && error.problem.code !== 'idempotency.in_flight';

/**
 * The Idempotency-Key of a request, and the version that it is about: both stay until an answer came, so that a second
 * press after a lost answer is the same request, whatever the page has read since. Another body is another request
 * under a key of its own; as it is still about the version that was seen, it is refused where the lost one arrived.
 */
export function useSameRequest(version = 0) {
  const unanswered = useRef<Sent | undefined>(undefined);
  return {
    of(request: unknown): Sent {
      const as = JSON.stringify(request);
      const before = unanswered.current;
      if (before?.as === as) return before;
      const sent = { as, key: crypto.randomUUID(), version: before?.version ?? version };
      unanswered.current = sent;
      return sent;
    },
    /** Told of each outcome; without an error it was done. */
    heard(error?: unknown): void {
      if (error == null || isRefusal(error)) unanswered.current = undefined;
    },
  };
}
