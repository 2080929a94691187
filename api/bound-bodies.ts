import type { RequestHandler } from 'express';
import type { GongmunError } from '../domain/errors';
import { overloaded } from './overloaded';

/** What one address may hold of it, so that nobody keeps the others' documents out. */
const SHARE = 1 / 4;

/**
 * Bounds what JSON bodies hold in memory, from their first byte to the end of the answer: a body that is beyond it is
 * read no further. Files are handed on as they arrive and hold nothing.
 * @param mostOfOne the largest body that is kept
 */
export function boundBodies(
  mostBytes: number,
  mostOfOne: number,
  refuse: (res: Parameters<RequestHandler>[1], error: GongmunError) => void,
): RequestHandler {
  const held = new Map<string, number>();
  let all = 0;
  const add = (address: string, bytes: number) => {
    all += bytes;
    const own = (held.get(address) ?? 0) + bytes;
    if (own === 0) held.delete(address);
    else held.set(address, own);
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
      res.set('Connection', 'close');
      refuse(res, overloaded());
    });
    res.once('close', () => add(address, -bytes));
    next();
  };
}
