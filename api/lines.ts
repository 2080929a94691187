import { GongmunError } from '../domain/errors';
import { overloaded } from './overloaded';
import { createTurns, type Turns } from './turns';

const HOLDS_UP_MS = 5_000;
const RETRY_SECONDS = 5;

/**
 * However much one client reads at once, a few of it are worked on at a time and the rest waits in line: others find
 * processors and connections free. How often somebody may ask does not see to that, for it lets as much through at once as
 * was not used before.
 */
export function linesOfClients(holdsUpMs = HOLDS_UP_MS): Turns {
  return createTurns({
    // While one waits for the database another is worked on; a page that asks for six things has them as soon.
    atOnce: 2,
    // Nobody who reads one page after the other has as many.
    crowd: 12,
    // More than any page has under way.
    mostWaiting: 100,
    holdsUpMs,
    refusal: () =>
      new GongmunError(
        'too_many_requests',
        'rate.limited',
        'Too much that you asked for waits already. Wait a little.',
        { retryAfter: RETRY_SECONDS, members: { limit: 'person' } },
      ),
  });
}

/** As long as a statement of the database may take; nothing that is asked for here waits longer. */
const PROCESS_HOLDS_UP_MS = 15_000;

/**
 * What all clients ask of this process, in a line of acts and one of reads, so that neither waits for the other. Twice as
 * much is in work as there are connections to the database: enough to keep each busy, and so little that nobody waits for
 * one as long as for a database that is away (decision 0056).
 */
export function linesOfProcess(
  connections: number,
  { mostWaiting, longestWaitMs }: { mostWaiting: number; longestWaitMs: number },
): Turns {
  return createTurns({
    ...{ atOnce: 2 * connections, mostWaiting, longestWaitMs },
    ...{ holdsUpMs: PROCESS_HOLDS_UP_MS, refusal: overloaded },
  });
}
