import pino from 'pino';

export type Log = pino.Logger;

/** Structured lines with request and submission ids; what a line must never hold is left out, not masked. */
export function createLog(level: string, to?: pino.DestinationStream): Log {
  return pino({ level, base: { part: 'api' } }, to);
}
