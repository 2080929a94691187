import { setFlagsFromString } from 'node:v8';

/** Enough to see at which step a procedure waits or failed. */
const FRAMES = 2;

/**
 * Shortens the stack traces of the threads that run workflow code and are made after this; those of the calling thread
 * stay as they are. The SDK takes one of every promise of a workflow, for a query by which one can ask where it waits:
 * at the usual ten frames that was the largest part of a turn (decision 0017).
 */
export function keepShortStacks(): void {
  setFlagsFromString(`--stack-trace-limit=${FRAMES}`);
}
