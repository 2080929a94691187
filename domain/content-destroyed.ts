import { GongmunError } from './errors';

/** What somebody wrote is gone with its key (decision 0029); that it was there stays proved by register and evidence. */
export const contentDestroyed = (): GongmunError =>
  new GongmunError('gone', 'content.destroyed', 'The content has been destroyed.');
