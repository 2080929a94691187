import type { RequestHandler, Response } from 'express';
import { createTally } from './tally';

/** What one address may hold of it, so that nobody keeps the others' documents out. */
const SHARE = 1 / 4;

/**
 * Bounds what JSON bodies hold in memory, from their first byte to the end of the answer: a body that is beyond it is
 * kept no further. Files are handed on as they arrive and hold nothing.
 * @param mostOfOne the largest body that is kept
 */
export function boundBodies(
  mostBytes: number,
  mostOfOne: number,
  refuse: (res: Response) => void,
): RequestHandler {
  const held = createTally();
  let all = 0;
  const add = (address: string, bytes: number) => {
    all += bytes;
    const own = held.add(address, bytes);
    return all > mostBytes || own > mostBytes * SHARE;
  };
  return (req, res, next) => {
    if (!req.is('application/json')) return next();
    const address = req.ip ?? '';
    let bytes = 0;
    req.on('data', (chunk: Buffer) => {
      // What is past its limit is read and not kept.
      const kept = Math.min(chunk.length, mostOfOne - bytes);
      bytes += kept;
      if (kept === 0 || !add(address, kept) || res.headersSent) return;
      // What comes of it is let go by: a connection that is closed in the middle often takes the answer with it.
      req.removeAllListeners('data');
      refuse(res);
    });
    res.once('close', () => {
      add(address, -bytes);
      // What still comes after the answer is not kept either.
      bytes = mostOfOne;
    });
    next();
  };
}
