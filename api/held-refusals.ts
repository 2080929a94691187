import type { ErrorRequestHandler } from 'express';
import { GongmunError } from '../domain/errors';
import { createBuckets } from './limits';
import { createTally } from './tally';

/** So many refusals of an address are told without delay, a sixth of them at once. */
const TOLD_PER_MINUTE = 1_800;
/** From one to two seconds, so that they do not all ask again at the same moment. */
const HELD_MS = 1_000;
/** More connections than these would wait for refusals that nobody reads. */
const MOST_HELD = 64;

/**
 * An error handler before the last: whoever asks on and on though refused for asking too often learns it a second later,
 * and where many of an address wait for that, their connections are closed. A refusal costs this process a part of a
 * millisecond: at thousands in a second everybody else would wait for them.
 */
export function holdBackRefusals(now: () => number = () => performance.now()): ErrorRequestHandler {
  const told = createBuckets(TOLD_PER_MINUTE, now);
  const held = createTally();
  return (error, req, res, next) => {
    const address = req.ip ?? '';
    const isOften = error instanceof GongmunError && error.kind === 'too_many_requests';
    // Of an answer that is closed already nothing would tell that it is over.
    if (!isOften || res.destroyed || told.take(address) === 0) return next(error);
    if (held.of(address) >= MOST_HELD) return void req.socket.destroy();
    held.add(address, 1);
    const timer = setTimeout(() => next(error), HELD_MS * (1 + Math.random()));
    res.once('close', () => {
      clearTimeout(timer);
      held.add(address, -1);
    });
  };
}
