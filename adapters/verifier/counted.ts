import { GongmunError } from '../../domain/errors';

/** Lets so many run at once; one more is refused, not queued. */
export function counted(most: number): <T>(task: () => Promise<T>) => Promise<T> {
  let now = 0;
  return async (task) => {
    if (now >= most) {
      throw new GongmunError('unavailable', 'verify.busy', 'Other files are being checked. Try again soon.', {
        retryAfter: 5,
      });
    }
    now++;
    try {
      return await task();
    } finally {
      now--;
    }
  };
}
