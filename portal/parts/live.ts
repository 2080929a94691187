import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { follow } from '../api/follow';
import { useSession } from '../session/session';

const isSeen = (): boolean => document.visibilityState === 'visible';

function useSeen(): boolean {
  return useSyncExternalStore((listener) => {
    document.addEventListener('visibilitychange', listener);
    return () => document.removeEventListener('visibilitychange', listener);
  }, isSeen);
}

/**
 * Calls `changed` whenever the API tells that what `path` follows has changed, while somebody signed in sees the page.
 * @param path undefined where there is nothing to follow
 * @returns whether changes are being told; where not, the page looks again by itself now and then
 */
export function useLive(path: string | undefined, changed: (told: { version?: number }) => void): boolean {
  const [live, setLive] = useState(false);
  const session = useSession();
  const seen = useSeen();
  const token = session.status === 'in' ? session.token : undefined;
  const now = useRef(changed);
  useEffect(() => {
    now.current = changed;
  });
  useEffect(() => {
    if (path === undefined || token === undefined || !seen) return;
    const stop = new AbortController();
    follow(path, { changed: (told) => now.current(told), live: setLive }, stop.signal);
    return () => stop.abort();
  }, [path, token, seen]);
  return live;
}
